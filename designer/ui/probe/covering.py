"""Cover a part of the probe by dragging over its large picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QMouseEvent

from designer.ui.maps.card_tiles import fitted
from designer.ui.maps.grid import MapGrid
from designer.ui.probe.changing import Box, ProbeChanging

__all__ = ["CoverDrag", "box_between"]

_MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick)


def box_between(start: tuple[int, int], end: tuple[int, int], is_square: bool) -> Box:
    """Return the box from one pixel to another, both inside.

    >>> box_between((4, 6), (2, 9), False), box_between((4, 6), (2, 9), True)
    ((2, 6, 3, 4), (1, 6, 4, 4))
    """
    height, width = abs(end[0] - start[0]) + 1, abs(end[1] - start[1]) + 1
    if is_square:
        height = width = max(height, width)
    top = start[0] if end[0] >= start[0] else start[0] - height + 1
    left = start[1] if end[1] >= start[1] else start[1] - width + 1
    return top, left, height, width


class CoverDrag(QObject):
    """Takes the mouse of a grid while it is switched on; Shift makes the part a square."""

    def __init__(self, grid: MapGrid, changing: ProbeChanging, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid, self._changing = grid, changing
        self._start: tuple[int, int] | None = None
        self._channel = 0
        self._is_on = False

    @property
    def is_on(self) -> bool:
        """Whether a drag covers."""
        return self._is_on

    def switch(self, is_on: bool) -> None:
        """Take the mouse, or leave it to the grid."""
        if is_on == self._is_on:
            return
        self._is_on, self._start = is_on, None
        viewport = self._grid.viewport()
        if is_on:
            viewport.installEventFilter(self)
            viewport.setCursor(Qt.CursorShape.CrossCursor)
        else:
            viewport.removeEventFilter(self)
            viewport.unsetCursor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover what is dragged over, with every movement."""
        if event.type() not in _MOUSE or not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        at = event.position().toPoint()
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._press(at)
        elif event.type() == QEvent.Type.MouseMove and self._start is None:
            return False  # the value under the pointer is told as ever
        elif event.type() == QEvent.Type.MouseMove and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(at, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._start = None
        return True

    def _press(self, at: QPoint) -> None:
        found = self._grid.pixel_at(at)
        if found is None:
            self._changing.cover(None)
            return
        self._channel = found[0]
        self._start = self._pixel(at)
        self._changing.cover(box_between(self._start, self._start, False))

    def _drag_to(self, at: QPoint, is_square: bool) -> None:
        assert self._start is not None
        self._changing.cover(box_between(self._start, self._pixel(at), is_square))

    def _pixel(self, at: QPoint) -> tuple[int, int]:
        """Return row and column of the input block under a point, the nearest ones beside the tile."""
        height, width = self._changing.input_side() or (1, 1)
        tile = fitted(QRectF(self._grid.tile_rect(self._channel)), height, width)
        row, column = int((at.y() - tile.y()) * height // tile.height()), int((at.x() - tile.x()) * width // tile.width())
        return max(0, min(row, height - 1)), max(0, min(column, width - 1))
