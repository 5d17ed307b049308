"""The dotted ground of the canvas."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from designer.ui.theme import Theme

_CLOSEST_PX = 8
"""Dots on the screen stand at least this far apart; further out only every second, fourth, … is drawn."""
_TILE_PX = 256
"""About how large one tile of dots is: large tiles are painted faster."""


class Ground:
    """Paint ground and dots; the tile of dots is made once for each theme and zoom."""

    def __init__(self) -> None:
        self._key: tuple[str, int, float] = ("", 0, 0.0)
        self._tile = QPixmap()

    def paint(self, painter: QPainter, rect: QRectF, theme: Theme, zoom: float) -> None:
        """Paint the ground under ``rect``, in the scene."""
        pitch = float(theme.px("canvas_dot_pitch"))
        while pitch * zoom < _CLOSEST_PX:
            pitch *= 2
        side = max(1, round(pitch * zoom))
        ratio = painter.device().devicePixelRatioF()
        if self._key != (theme.name, side, ratio):
            self._key, self._tile = (theme.name, side, ratio), _tile(theme, side, ratio)
        # tiles of whole pixels are several times as fast as a scaled brush; that their pitch is rounded is not seen
        transform = painter.worldTransform()
        target, origin = transform.mapRect(rect), transform.map(QPointF())
        painter.resetTransform()
        painter.drawTiledPixmap(target, self._tile, target.topLeft() - origin)
        painter.setWorldTransform(transform)


def _tile(theme: Theme, side: int, ratio: float) -> QPixmap:
    dots = max(1, _TILE_PX // side)
    tile = QPixmap(QSize(side, side) * dots * ratio)
    tile.setDevicePixelRatio(ratio)
    tile.fill(theme.color("canvas"))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("canvas_dot"))
    radius = theme.px("canvas_dot_size") / 2
    for across in range(dots):
        for down in range(dots):
            painter.drawEllipse(QPointF((across + 0.5) * side, (down + 0.5) * side), radius, radius)
    painter.end()
    return tile
