"""What stands above the maps: whose picture, of which moment, at which scale and in which order."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from designer.protocol.events import ProbeChosen
from designer.ui.maps.colors import ScaleMode
from designer.ui.maps.legend import Legend
from designer.ui.maps.map_menu import MapMenu
from designer.ui.maps.range_editor import RangeEditor
from designer.ui.maps.sentences import probe_text
from designer.ui.maps.shown import MapOrder
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.flow_layout import FlowLayout
from designer.ui.widgets.icon_button import IconButton
from designer.ui.widgets.quiet_combo import QuietCombo


class MapsHeader(QWidget):
    """Show probe and moment, below them choices and legend; these wrap where the panel is narrow, and keep still while the moment changes."""

    probe_stepped = Signal(int)
    """The previous (−1) or next (+1) picture was asked for."""
    mode_chosen = Signal(object)
    """A `ScaleMode` was chosen."""
    order_chosen = Signal(object)
    """A `MapOrder` was chosen."""
    pinned = Signal(bool)
    """The block that is shown was pinned, or let go."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.previous = IconButton("previous", self.tr("Previous picture"), themes, self)
        self.next = IconButton("next", self.tr("Next picture"), themes, self)
        self._probe = ElidedLabel(parent=self)
        self._caption = ElidedLabel(parent=self)
        self._caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a new text with every frame
        self.mode = QuietCombo(self.tr("Colour scale"), self)
        self.order = QuietCombo(self.tr("Order of the maps"), self)
        self.legend = Legend(themes, self)
        self.ends = RangeEditor(themes, self)
        self.pin = IconButton("pin", self.tr("Pin: keep showing this block, whatever is selected"), themes, self)
        self.pin.setCheckable(True)
        self.more = IconButton("more", self.tr("Copy, save and colour maps"), themes, self)
        self.menu = MapMenu(self)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._least_row_px = 0
        self._fill_choices()
        self._column, self._row, self._flow = QVBoxLayout(self), QHBoxLayout(), FlowLayout()
        self._row.addWidget(self._probe_group())
        self._row.addWidget(self._caption, 1)
        self._row.addWidget(self.pin)
        self._row.addWidget(self.more)
        for widget in (self.order, self.mode, self.ends, self.legend):
            self._flow.addWidget(widget)
        self._column.addLayout(self._row)
        self._column.addLayout(self._flow)
        set_look(self._caption, Look.STRONG)
        self._connect()
        self.show_probe(None)
        themes.on_change(self._show_theme)

    def show_probe(self, probe: ProbeChosen | None, predicted: str = "") -> None:
        """Say whose maps these are.

        Args:
            predicted: The class that the network takes the picture for; empty: not known.
        """
        text = self.tr("no probe yet") if probe is None else probe_text(probe, predicted)
        if text != self._probe.text():
            self._probe.setText(text)
        for button in (self.previous, self.next):
            button.setEnabled(probe is not None)

    def show_caption(self, text: str, honest: bool) -> None:
        """Say of which moment the maps are; what is not current stands out (``honest`` is false: stale, edited)."""
        set_look(self._caption, Look.STRONG if honest else Look.WARNING)
        if text != self._caption.text():
            self._caption.setText(text)

    def caption(self) -> str:
        """Return what is said of the moment."""
        return self._caption.text()

    def probe_text(self) -> str:
        """Return what is said of the probe."""
        return self._probe.text()

    def show_mode(self, mode: ScaleMode) -> None:
        """Show which scale is in force."""
        self.mode.setCurrentIndex(self.mode.findData(mode))

    def show_pinned(self, name: str, pinned: bool) -> None:
        """Show whether the panel keeps to a block, and to which; an empty name: there is none to keep to."""
        self.pin.setEnabled(bool(name))
        self.pin.setChecked(pinned)
        text = self.tr("{0} is pinned: press to follow the selection again") if pinned else self.tr("Pin: keep showing {0}, whatever is selected")
        self.pin.setToolTip(text.format(name or self.tr("this block")))
        self.pin.setAccessibleName(self.pin.toolTip())

    def show_tools(self, tiles: bool, scale: bool, fixed: bool = False) -> None:
        """Show the choices that mean something: ``tiles`` for a grid of maps, ``scale`` where values are coloured, unless that is ``fixed``."""
        ends = scale and not fixed and self.mode.currentData() is ScaleMode.FIXED
        for widget, shown in ((self.order, tiles), (self.mode, scale and not fixed), (self.ends, ends), (self.legend, scale)):
            widget.setVisible(shown)

    def show_probe_tools(self, before: QWidget, after: tuple[QWidget, ...]) -> None:
        """Take tools that choose and change the picture, before and behind what is said of it."""
        self._row.insertWidget(0, before)
        choices: tuple[QWidget, ...] = (self.order, self.mode, self.ends, self.legend)
        for widget in choices:
            self._flow.removeWidget(widget)
        for widget in (*after, *choices):
            self._flow.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the moment a row of its own where it would be cut off beside the picture."""
        super().resizeEvent(event)
        beside = event.size().width() >= self._least_row_px
        if beside != (self._row.indexOf(self._caption) >= 0):
            self._row.removeWidget(self._caption)
            self._column.removeWidget(self._caption)
            if beside:
                self._row.addWidget(self._caption, 1)
            else:
                self._column.insertWidget(1, self._caption)

    def _fill_choices(self) -> None:
        modes = (
            (self.tr("per map"), ScaleMode.PER_MAP), (self.tr("per layer"), ScaleMode.PER_LAYER), (self.tr("symmetric"), ScaleMode.SYMMETRIC),
            (self.tr("percentile"), ScaleMode.PERCENTILE), (self.tr("fixed"), ScaleMode.FIXED),
        )  # fmt: skip
        for text, mode in modes:
            self.mode.addItem(text, mode)
        self.mode.setToolTip(self.tr("Colour scale: range of each map or of the layer, ±max around zero, without the outermost 1 %, or fixed ends"))
        orders = ((self.tr("by channel"), MapOrder.CHANNEL), (self.tr("by mean"), MapOrder.MEAN), (self.tr("by variance"), MapOrder.VARIANCE))
        for text, order in orders:
            self.order.addItem(text, order)
        self.order.setToolTip(self.tr("Order of the maps: by channel, or the largest mean activation or variance first, sorted when chosen"))

    def _probe_group(self) -> QWidget:
        group = QWidget(self)
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.previous, self._probe, self.next):
            row.addWidget(widget)
        return group

    def _connect(self) -> None:
        self.previous.clicked.connect(partial(self._step, -1))
        self.next.clicked.connect(partial(self._step, 1))
        self.mode.activated.connect(self._choose_mode)
        self.order.activated.connect(self._choose_order)
        self.pin.clicked.connect(self.pinned)

    def _step(self, step: int, _checked: bool = False) -> None:
        self.probe_stepped.emit(step)

    def _choose_mode(self, index: int) -> None:
        self.mode_chosen.emit(self.mode.itemData(index))

    def _choose_order(self, index: int) -> None:
        self.order_chosen.emit(self.order.itemData(index))

    def _show_theme(self, theme: Theme) -> None:
        self._least_row_px = theme.px("dock_column_width") + theme.px("chip_min_width")
        self._flow.setSpacing(theme.px("space"))
        for layout in (self._row, self._column):
            layout.setSpacing(theme.px("space_s"))
        self._column.setContentsMargins(*(theme.px("space_s"),) * 4)
        for label in (self._probe, self._caption):
            label.setMinimumHeight(theme.px("target"))
