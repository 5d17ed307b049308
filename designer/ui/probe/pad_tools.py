"""The tools above the drawing pad: undo, eraser, thickness, colours."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSlider, QToolButton, QWidget

from designer.ui.probe.drawing import Ink
from designer.ui.probe.pad import LEAST_THICKNESS, MOST_THICKNESS, WHITE, DrawingPad
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.flow_layout import FlowLayout
from designer.ui.widgets.icon_button import IconButton

__all__ = ["PadTools"]

_PERCENT = 100


class PadTools(QWidget):
    """Drive a pad; the colours show only where its pictures have colours."""

    def __init__(self, pad: DrawingPad, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pad, self._themes = pad, themes
        self.undo = IconButton("undo", self.tr("Take the last stroke back (Ctrl+Z)"), themes, self)
        self.redo = IconButton("redo", self.tr("Draw it again (Ctrl+Y)"), themes, self)
        self.clear = IconButton("trash", self.tr("Clear the pad (Del)"), themes, self)
        self.centre = IconButton("centre", self.tr("Centre by mass, as the digits of MNIST are"), themes, self)
        self.fill = IconButton("fit", self.tr("Enlarge the drawing: digits fill their pictures"), themes, self)
        self.eraser = IconButton("eraser", self.tr("Eraser (or the right button)"), themes, self)
        self.eraser.setCheckable(True)
        self.thickness = QSlider(Qt.Orientation.Horizontal, self)
        self.thickness.setAccessibleName(self.tr("Thickness of the pen"))
        self.thickness.setRange(round(LEAST_THICKNESS * _PERCENT), round(MOST_THICKNESS * _PERCENT))
        self.thickness.setValue(round(pad.thickness * _PERCENT))
        self.inks = [self._ink_button(name, ink) for name, ink in self._inks()]
        self._flow = FlowLayout(self)
        for widget in (self.undo, self.redo, self.clear, self.fill, self.centre, self.eraser, self.thickness, *self.inks):
            self._flow.addWidget(widget)
        self._connect()
        self.follow()
        self._choose_thickness(self.thickness.value())
        themes.on_change(self._show_theme)

    def follow(self) -> None:
        """Enable what can be done, and show the colours where there are any."""
        self.undo.setEnabled(self._pad.can_undo)
        self.redo.setEnabled(self._pad.can_redo)
        for button in (self.clear, self.fill, self.centre):
            button.setEnabled(bool(self._pad.drawing.strokes))
        for ink in self.inks:
            ink.setVisible(self._pad.shape()[2] == 3)

    def _inks(self) -> tuple[tuple[str, Ink], ...]:
        return (
            (self.tr("White"), WHITE), (self.tr("Red"), (255, 40, 40)), (self.tr("Yellow"), (255, 220, 0)), (self.tr("Green"), (0, 190, 70)),
            (self.tr("Blue"), (40, 90, 255)), (self.tr("Brown"), (140, 85, 40)), (self.tr("Grey"), (128, 128, 128)),
        )  # fmt: skip

    def _ink_button(self, name: str, ink: Ink) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(self.tr("Draw in this colour: {0}").format(name))
        button.setAccessibleName(button.toolTip())
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setChecked(ink == WHITE)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_look(button, Look.QUIET)
        button.setProperty("ink", QColor(*ink))
        button.clicked.connect(partial(self._choose_ink, ink))
        return button

    def _connect(self) -> None:
        pad = self._pad
        for button, done in ((self.undo, pad.undo), (self.redo, pad.redo), (self.clear, pad.clear), (self.centre, pad.centre), (self.fill, pad.fill)):
            button.clicked.connect(done)
        self.eraser.toggled.connect(self._erase)
        self.thickness.valueChanged.connect(self._choose_thickness)
        self._pad.history_changed.connect(self.follow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the rows of buttons need."""
        super().resizeEvent(event)
        self.setMinimumHeight(self._flow.heightForWidth(event.size().width()))

    def _choose_ink(self, ink: Ink, _checked: bool = False) -> None:
        self._pad.ink = ink
        self.eraser.setChecked(False)

    def _erase(self, erases: bool) -> None:
        self._pad.erases = erases

    def _choose_thickness(self, percent: int) -> None:
        self._pad.thickness = percent / _PERCENT
        self.thickness.setToolTip(self.tr("Thickness: {0} % of the width").format(percent))

    def _show_theme(self, theme: Theme) -> None:
        self._flow.setSpacing(theme.px("space_xs"))
        self.thickness.setFixedWidth(theme.px("chip_min_width"))
        self.thickness.setMinimumHeight(theme.px("target"))
        side = theme.px("icon")
        for button in self.inks:
            button.setIconSize(QSize(side, side))
            button.setIcon(_dot(button.property("ink"), theme, self.devicePixelRatioF()))


def _dot(color: QColor, theme: Theme, ratio: float) -> QIcon:
    side = theme.px("icon")
    picture = QPixmap(QSize(side, side) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("border_strong"), theme.px("border")))
    painter.setBrush(color)
    edge = theme.px("border")
    painter.drawEllipse(edge, edge, side - 2 * edge, side - 2 * edge)
    painter.end()
    return QIcon(picture)
