"""Paint what stands on a tile of the grid: the channel number, what is wrong with the map, the outline."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPixmapCache

from designer.ui.maps.card_tiles import fitted
from designer.ui.maps.painting import paint_dead, paint_faulty
from designer.ui.maps.shown import ShownMaps
from designer.ui.theme import Theme

_LINES = 3
"""Tiles lower than this many lines of text have no number: it would hide the map."""


class TilePainter:
    """Paint tiles of the same maps, one after the other."""

    def __init__(self, painter: QPainter, theme: Theme, maps: ShownMaps | None, side: int, ratio: float) -> None:
        self._painter, self._theme, self._maps, self._ratio = painter, theme, maps, ratio
        self._dead_text = QCoreApplication.translate("TilePainter", "all 0")
        self._numbered = side >= _LINES * QFontMetricsF(theme.font("tiny")).height()

    def has_marks(self, channel: int) -> bool:
        """Tell whether anything but the map is to be painted."""
        maps = self._maps
        return self._numbered or maps is None or not maps.has(channel) or channel in maps.dead_channels or channel in maps.faulty_channels

    def paint(self, channel: int, rect: QRect, selected: bool, focused: bool) -> None:
        """Paint the marks of a tile over its map, or a placeholder where that has not come yet.

        Args:
            selected: Outline it; ``focused`` makes the outline as strong as a focus ring.
        """
        if self._maps is None or not self._maps.has(channel):
            self._painter.fillRect(rect, self._theme.color("map_placeholder"))
        else:
            self._paint_faults(self._maps, channel, fitted(QRectF(rect), *self._maps.side))
        if self._numbered:
            self._paint_number(str(channel), rect)
        if selected:
            self._paint_outline(rect, focused)

    def _paint_faults(self, maps: ShownMaps, channel: int, area: QRectF) -> None:
        if channel in maps.dead_channels:
            paint_dead(self._painter, area, self._theme, self._dead_text)
        elif channel in maps.faulty_channels:
            paint_faulty(self._painter, area, maps.faulty_channels[channel], self._theme)

    def _paint_number(self, text: str, rect: QRect) -> None:
        label = _number_label(text, self._theme, self._ratio)
        if 2 * label.deviceIndependentSize().width() <= rect.width():
            self._painter.drawPixmap(rect.topLeft(), label)

    def _paint_outline(self, rect: QRect, focused: bool) -> None:
        width = self._theme.px("map_tile_frame") + (self._theme.px("border") if focused else 0)
        self._painter.setPen(QPen(self._theme.color("map_frame"), width, j=Qt.PenJoinStyle.MiterJoin))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(QRectF(rect).adjusted(-width / 2, -width / 2, width / 2, width / 2))


def _number_label(text: str, theme: Theme, ratio: float) -> QPixmap:
    """Return a number with a dark rim, so that it reads on every colour; drawn once, for strokes are slow."""
    key, found = f"designer-map-number/{text}/{theme.name}/{ratio:g}", QPixmap()
    if not QPixmapCache.find(key, found):
        found = _draw_number_label(text, theme, ratio)
        QPixmapCache.insert(key, found)
    return found


def _draw_number_label(text: str, theme: Theme, ratio: float) -> QPixmap:
    font, inset = theme.font("tiny"), theme.px("space_xs")
    metrics = QFontMetricsF(font)
    size = QSizeF(metrics.horizontalAdvance(text) + 2 * inset, metrics.height()) * ratio
    label = QPixmap(size.toSize())
    label.setDevicePixelRatio(ratio)
    label.fill(Qt.GlobalColor.transparent)
    path = QPainterPath()
    path.addText(inset, metrics.ascent(), font, text)
    painter = QPainter(label)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rim = QPen(theme.color("map_label_outline"), theme.px("space_xs"))
    rim.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, rim)
    painter.fillPath(path, theme.color("map_label"))
    painter.end()
    return label
