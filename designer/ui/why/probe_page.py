"""The page about the probe: what is asked, the map over the picture, its scale, and what it means."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QSizePolicy, QSlider, QVBoxLayout, QWidget

from designer.ui.maps.colors import Palette
from designer.ui.maps.legend import Legend
from designer.ui.maps.map_content import MapContent
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.why.answers import Reason
from designer.ui.why.asking import WhyProgress
from designer.ui.why.choices import Choices
from designer.ui.why.content import reason_content
from designer.ui.why.menu import WhyMenu
from designer.ui.why.overlay import scale_for
from designer.ui.why.overlay_view import OverlayView
from designer.ui.why.wording import explanation, method_text, moment_text, pixel_text, progress_text, verdict
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.icon_button import IconButton
from designer.ui.widgets.quiet_combo import QuietCombo
from designer.ui.widgets.wrapped_label import wrapped_label

_OPACITY = 60
_WHOLE = 100


class ProbePage(QWidget):
    """Show one answer; what is chosen is told."""

    cancelled = Signal()
    """The question on its way is not wanted any more."""
    again_wanted = Signal()
    """The question shall be asked once more."""
    live_chosen = Signal(bool)
    """Answers shall follow what is shown, or not."""
    deed_asked = Signal(str)
    """What to do with the map: ``copy``, ``png`` or ``npy``."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._reason: Reason | None = None
        self._classes: tuple[str, ...] = ()
        self._hovered: tuple[int, int] | None = None
        self.choices = Choices(themes, self)
        self._verdict = ElidedLabel(parent=self)
        self._moment = ElidedLabel(parent=self)
        self._pixel = ElidedLabel(parent=self)
        for label in (self._verdict, self._moment, self._pixel):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a new text with every answer
        set_look(self._verdict, Look.STRONG)
        self.live = QCheckBox(self.tr("Live"), self)  # made in the order in which Tab goes through them
        self.again = IconButton("refresh", self.tr("Compute again"), themes, self)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.view = OverlayView(themes, self)
        self.legend = Legend(themes, self)
        self.opacity = QSlider(Qt.Orientation.Horizontal, self)
        self.colors = QuietCombo(self.tr("Colours of the map"), self)
        self.more = IconButton("more", self.tr("Copy and save the map"), themes, self)
        self.menu = WhyMenu(self)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._explanation = wrapped_label("", Look.MUTED, self)
        self._explanation.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._dress()
        self._lay_out()
        self._connect()
        self.show_progress(None)
        themes.on_change(self._show_theme)

    def show_reason(self, reason: Reason, classes: tuple[str, ...], stale: bool, square_px: int) -> None:
        """Show an answer.

        Args:
            stale: It is of another picture or other weights than what is shown.
            square_px: Side of the square of an occlusion.
        """
        self._reason, self._classes = reason, classes
        self.view.show_reason(reason)
        self._verdict.setText(verdict(reason, classes))
        self._moment.setText(moment_text(reason, stale))
        set_look(self._moment, Look.WARNING if stale else Look.MUTED)
        self.colors.setVisible(not reason.method.is_signed)
        self._show_legend()
        told = explanation(reason, classes, square_px)
        if told != self._explanation.text():
            self._explanation.setText(told)
        self.view.setAccessibleName(self.tr("{0} of the probe for {1}").format(method_text(reason.method), verdict(reason, classes)))
        self._tell_pixel()

    def show_progress(self, progress: WhyProgress | None) -> None:
        """Say how far a question is that takes long; quick ones say nothing."""
        slow = progress is not None and progress.count > 0
        self.cancel.setVisible(slow)
        self.again.setVisible(not slow)
        if slow and progress is not None:
            self._moment.setText(progress_text(progress))
            set_look(self._moment, Look.MUTED)

    def verdict(self) -> str:
        """Return what is said of the class."""
        return self._verdict.text()

    def moment(self) -> str:
        """Return of which weights the answer is, or how far the next one is."""
        return self._moment.text()

    def explanation(self) -> str:
        """Return what is said of the method."""
        return self._explanation.text()

    def content(self) -> MapContent | None:
        """Return the map as something to take along; none where there is none."""
        if self._reason is None:
            return None
        opacity = self.opacity.value() / _WHOLE
        return reason_content(self._reason, self._classes, self.colors.currentData(), opacity, self._themes.current())

    def pixel(self) -> str:
        """Return what is said of the value under the pointer."""
        return self._pixel.text()

    def _dress(self) -> None:
        for text, palette in ((self.tr("heat"), Palette.HEAT), (self.tr("viridis"), Palette.SEQUENTIAL), (self.tr("grey"), Palette.GREY)):
            self.colors.addItem(text, palette)
        self.colors.setToolTip(self.tr("Colours of the map"))
        self.opacity.setRange(0, _WHOLE)
        self.opacity.setValue(_OPACITY)
        self.opacity.setAccessibleName(self.tr("How strongly the map lies over the picture"))
        self.opacity.setToolTip(self.tr("How strongly the map lies over the picture: left the picture alone, right the map alone"))
        self.live.setChecked(True)
        self.live.setToolTip(self.tr("Compute again for every new picture and while training, as often as that is cheap"))
        self.cancel.setToolTip(self.tr("Stop computing"))
        self.view.show_opacity(_OPACITY / _WHOLE)

    def _lay_out(self) -> None:
        self._column, self._head, self._scale, self._tools = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self._moment, 1)
        self._head.addWidget(self.live)
        self._head.addWidget(self.again)
        self._head.addWidget(self.cancel)
        self._scale.addWidget(self.legend)
        self._scale.addWidget(self._pixel, 1)
        self._tools.addWidget(self.opacity, 1)
        self._tools.addWidget(self.colors)
        self._tools.addWidget(self.more)
        self._column.addWidget(self.choices)
        self._column.addWidget(self._verdict)
        self._column.addLayout(self._head)
        self._column.addWidget(self.view, 1)
        self._column.addLayout(self._scale)
        self._column.addLayout(self._tools)
        self._column.addWidget(self._explanation)

    def _connect(self) -> None:
        self.colors.activated.connect(self._choose_colors)
        self.opacity.valueChanged.connect(self._choose_opacity)
        self.live.toggled.connect(self.live_chosen)
        self.again.clicked.connect(self._ask_again)
        self.cancel.clicked.connect(self._cancel)
        self.view.value_hovered.connect(self._show_pixel)
        self.view.hover_left.connect(self._forget_pixel)
        self.view.copy_asked.connect(partial(self.deed_asked.emit, "copy"))
        self.view.menu_asked.connect(self.menu.popup)
        self.menu.deed_asked.connect(self.deed_asked)

    def _choose_colors(self, _index: int) -> None:
        self.view.show_palette(self.colors.currentData())
        self._show_legend()

    def _choose_opacity(self, value: int) -> None:
        self.view.show_opacity(value / _WHOLE)

    def _ask_again(self) -> None:
        self.again_wanted.emit()

    def _cancel(self) -> None:
        self.cancelled.emit()

    def _show_pixel(self, row: int, column: int) -> None:
        self._hovered = (row, column)
        self._tell_pixel()

    def _forget_pixel(self) -> None:
        self._hovered = None
        self._tell_pixel()

    def _tell_pixel(self) -> None:
        """Tell the value under the pointer, with every answer anew."""
        reason, hovered = self._reason, self._hovered
        inside = reason is not None and hovered is not None and hovered[0] < reason.values.shape[0] and hovered[1] < reason.values.shape[1]
        self._pixel.setText(pixel_text(reason, *hovered) if inside and reason is not None and hovered is not None else "")
        self.view.setAccessibleDescription(self._pixel.text())

    def _show_legend(self) -> None:
        if self._reason is not None:
            scale = scale_for(self._reason.values, self._reason.method.is_signed, self.colors.currentData())
            self.legend.show_range(scale.palette, float(scale.lows[0]), float(scale.highs[0]))

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space")
        self._column.setContentsMargins(space, theme.px("space_s"), space, theme.px("space_s"))
        self._column.setSpacing(theme.px("space_s"))
        for row in (self._head, self._tools, self._scale):
            row.setSpacing(theme.px("space_s"))
