"""The slider over a run's moments, with a mark at the one that is kept beside the others."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from designer.ui.theme import Theme, Themes

__all__ = ["MomentSlider"]


class MomentSlider(QSlider):
    """A horizontal slider; places count from 0."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._themes = themes
        self._marked: int | None = None
        themes.on_change(self._show_theme)

    def show_mark(self, place: int | None) -> None:
        """Mark a place; none: no place is."""
        if place != self._marked:
            self._marked = place
            self.update()

    def mark_rect(self) -> QRect | None:
        """Return where the mark is, in px; none: there is none."""
        if self._marked is None or not self.minimum() <= self._marked <= self.maximum():
            return None
        option, theme = QStyleOptionSlider(), self._themes.current()
        self.initStyleOption(option)
        parts = (QStyle.SubControl.SC_SliderGroove, QStyle.SubControl.SC_SliderHandle)
        groove, handle = (self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self) for part in parts)
        room = groove.width() - handle.width()
        along = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), self._marked, room)
        width = theme.px("map_tile_frame")
        return QRect(groove.x() + handle.width() // 2 + along - width // 2, (self.height() - handle.height()) // 2, width, handle.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the slider and the mark."""
        super().paintEvent(event)
        rect = self.mark_rect()
        if rect is not None:
            QPainter(self).fillRect(rect, self._themes.current().color("text"))

    def _show_theme(self, theme: Theme) -> None:
        self.update()
