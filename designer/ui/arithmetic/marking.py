"""Mark the pixel that is explained on its map."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from designer.ui.theme import Theme


def paint_mark(painter: QPainter, theme: Theme, area: QRectF, place: Sequence[int], side: tuple[int, int]) -> None:
    """Paint a frame around a pixel, at least so large that it can be seen.

    Args:
        area: Of the whole map.
        place: Row and column of the pixel.
        side: Height and width of the map in pixels.
    """
    height, width = area.height() / side[0], area.width() / side[1]
    cell = QRectF(area.x() + place[1] * width, area.y() + place[0] * height, width, height)
    least = theme.px("space_m")
    grow = (max(0.0, least - width) / 2, max(0.0, least - height) / 2)
    cell = cell.adjusted(-grow[0], -grow[1], grow[0], grow[1])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, pen_px in (("map_label_outline", theme.px("focus_ring") + 2 * theme.px("border")), ("map_label", theme.px("focus_ring"))):
        pen = QPen(theme.color(color), pen_px)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(cell)
