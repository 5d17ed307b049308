"""Paint a filter, the map beside it and the line below."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from designer.ui.filters.cells import Pixels, bars, ink_on, montages, paint_numbers, picture_of
from designer.ui.filters.pairs import Pairs
from designer.ui.maps.card_tiles import fitted
from designer.ui.maps.colors import Bytes
from designer.ui.maps.numbers import short_text
from designer.ui.maps.painting import paint_dead, table
from designer.ui.theme import Theme

__all__ = ["PairPainter"]


class PairPainter:
    """Paint pairs in sight, one after the other; their filters are coloured in one pass by `prepare`."""

    def __init__(self, painter: QPainter, theme: Theme, pairs: Pairs, side: int, ratio: float) -> None:
        self._painter, self._theme, self._pairs, self._side = painter, theme, pairs, side
        self._factor = int(ratio) if ratio == int(ratio) else 1
        self._filters: dict[int, Pixels] = {}
        self._texts: dict[int, str] = {}

    def prepare(self, places: range) -> None:
        """Colour the filters of these places."""
        pairs = self._pairs
        known = [place for place in places if pairs.has(place)]
        self._texts = dict(zip(places, pairs.text(places), strict=True))
        if known:
            stack = pairs.filters[known[0] - pairs.first : known[-1] - pairs.first + 1]
            pixels = self._side * self._factor
            if pairs.flat:
                pictures = bars(stack.reshape(len(stack), -1), pairs.scale, self._theme, pixels)
            else:
                pictures = montages(stack, pairs.scale, self._theme, pixels)
            self._filters = dict(zip(known, pictures, strict=True))

    def paint(self, place: int, filter_rect: QRect, map_rect: QRect, text_rect: QRect) -> None:
        """Paint a pair."""
        self._paint_filter(place, filter_rect)
        self._paint_map(place, map_rect)
        self._painter.setFont(self._theme.font("small"))
        self._painter.setPen(self._theme.color("text"))
        text = QFontMetrics(self._painter.font()).elidedText(self._texts[place], Qt.TextElideMode.ElideRight, text_rect.width())
        self._painter.drawText(text_rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_filter(self, place: int, rect: QRect) -> None:
        pixels = self._filters.get(place)
        if pixels is None:
            self._painter.fillRect(rect, self._theme.color("map_placeholder"))
            return
        self._painter.drawImage(rect.topLeft(), picture_of(pixels, self._factor))
        channels, height, width = self._pairs.slices
        if channels == 1 and not self._pairs.flat:
            area = fitted(QRectF(rect), height, width)
            paint_numbers(self._painter, area, self._pairs.filter(place)[0], self._pairs.scale, self._theme)
            self._frame(area)

    def _paint_map(self, place: int, rect: QRect) -> None:
        indices = self._pairs.map_indices(place)
        if indices is None or self._pairs.map_scale is None:
            self._painter.fillRect(rect, self._theme.color("map_placeholder"))
            return
        area = fitted(QRectF(rect), *indices.shape)
        colors = np.asarray(table(self._pairs.map_scale.palette, self._theme), np.uint32)
        self._painter.drawImage(area, picture_of(colors[_thinned(indices, self._side * self._factor)]))
        self._frame(area)
        values = self._pairs.map_values(place)
        if values is not None and indices.size > 1 and not values.any():
            paint_dead(self._painter, area, self._theme, QCoreApplication.translate("TilePainter", "all 0"))
        elif indices.size == 1:
            self._painter.setFont(self._theme.font("small"))
            self._painter.setPen(ink_on(int(indices[0, 0]), self._pairs.map_scale.palette.value, self._theme))
            self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "" if values is None else short_text(float(values[0, 0])))

    def _frame(self, area: QRectF) -> None:
        """Frame a picture: pale colours would not stand out from the panel."""
        self._painter.setPen(self._theme.color("border"))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(area.adjusted(0, 0, -1, -1))


def _thinned(indices: Bytes, side: int) -> Bytes:
    """Return at most about ``side`` rows and columns of a map: more would be painted over each other."""
    step = max(1, min(indices.shape) // max(1, side))
    return indices[::step, ::step]
