"""How the values of a block's maps are spread: a few bars, and a mark at the value under the pointer."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.maps.numbers import value_text
from designer.ui.maps.statistics import MapStatistics
from designer.ui.theme import Theme, Themes


class Histogram(QWidget):
    """Show a small histogram; heights are roots of the counts, or a peak of zeros would hide all others."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._statistics: MapStatistics | None = None
        self._marked: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Histogram of the values"))
        themes.on_change(self._show_theme)

    def show_statistics(self, statistics: MapStatistics | None) -> None:
        """Show how values are spread; nothing: no values are known."""
        if statistics != self._statistics:
            self._statistics = statistics
            self.setToolTip("" if statistics is None else self._tip(statistics))
            self.update()

    def mark(self, value: float | None) -> None:
        """Mark a value; none: no mark."""
        if value != self._marked:
            self._marked = value
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the theme; the width is that of the panel."""
        theme = self._themes.current()
        return QSize(2 * theme.px("chip_min_width"), theme.px("icon"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars from the left, and the mark over them."""
        theme, painter = self._themes.current(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("track"))
        found = self._statistics
        if found is None or not any(found.counts):
            return
        bar, most = self.width() / len(found.counts), math.sqrt(max(found.counts))
        heights = [math.sqrt(count) / most * self.height() for count in found.counts]
        color = theme.color("control")
        for index, height in enumerate(heights):
            painter.fillRect(QRectF(index * bar, self.height() - height, bar, height), color)
        if self._marked is not None and found.low <= self._marked <= found.high:
            span = found.high - found.low
            x = (self._marked - found.low) / span * self.width() if span > 0 else self.width() / 2
            painter.setPen(QPen(theme.color("map_frame"), theme.px("map_tile_frame")))
            painter.drawLine(round(x), 0, round(x), self.height())

    def _tip(self, found: MapStatistics) -> str:
        text = self.tr("From {0} to {1}; heights are roots of the counts, so that few values can be seen beside many")
        return text.format(value_text(found.low), value_text(found.high))

    def _show_theme(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()
