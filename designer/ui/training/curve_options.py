"""How the curves are drawn: smoothing, logarithmic loss, steps or epochs, the learning rate."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QMenu, QSlider, QToolButton, QWidget

from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.icon_button import IconButton

__all__ = ["CurveOptions"]

_WINDOWS = (1, 5, 10, 25, 50, 100, 250)
_USUAL_WINDOW = 10


class CurveOptions(QObject):
    """The switches of the curves, for whoever owns the view to place.

    Args:
        themes: Where sizes come from.
        owner: The view that the widgets belong to until they are placed.
    """

    changed = Signal()
    """A switch was moved."""

    def __init__(self, themes: Themes, owner: QWidget) -> None:
        super().__init__(owner)
        self.log_box = QCheckBox(self.tr("log loss"), owner)
        self.log_box.setToolTip(self.tr("Logarithmic scale for the loss"))
        self.log_box.toggled.connect(self.changed)
        self.smoothing = QSlider(Qt.Orientation.Horizontal, owner)
        self.smoothing.setRange(0, len(_WINDOWS) - 1)
        self.smoothing.setValue(_WINDOWS.index(_USUAL_WINDOW))
        self.smoothing.setAccessibleName(self.tr("Smoothing"))
        self.smoothing.valueChanged.connect(self._smooth)
        self.label = QLabel(owner)
        set_look(self.label, Look.SMALL)
        self.more = IconButton("more", self.tr("More about the curves: steps or epochs, learning rate"), themes, owner)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self.by_epoch = self._switch(self.tr("Epochs on the &x axis"))
        self.rate = self._switch(self.tr("&Learning rate"))
        self.rate_wanted: bool | None = None
        self.by_epoch.toggled.connect(self.changed)
        self.rate.triggered.connect(self._choose_rate)
        self.more.setMenu(self._menu)
        self._row = QHBoxLayout()
        for widget in (self.label, self.smoothing, self.log_box, self.more):
            self._row.addWidget(widget)
        self._say_window()
        themes.on_change(self._show_theme)

    @property
    def row(self) -> QHBoxLayout:
        """The widgets side by side."""
        return self._row

    @property
    def window(self) -> int:
        """How many points of training are averaged; 1: none."""
        return _WINDOWS[self.smoothing.value()]

    def show_rate(self, varies: bool) -> bool:
        """Return whether the learning rate is drawn: as a person chose, else where it varies."""
        wanted = varies if self.rate_wanted is None else self.rate_wanted
        self.rate.setChecked(wanted)
        return wanted

    def _switch(self, text: str) -> QAction:
        action = QAction(text, self)
        self._menu.addAction(action)
        action.setCheckable(True)
        return action

    def _choose_rate(self, wanted: bool) -> None:
        self.rate_wanted = wanted
        self.changed.emit()

    def _smooth(self) -> None:
        self._say_window()
        self.changed.emit()

    def _say_window(self) -> None:
        self.label.setText(self.tr("smoothing {0}").format(self.window) if self.window > 1 else self.tr("smoothing"))

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space"))
        self.smoothing.setFixedWidth(theme.px("chip_min_width"))
