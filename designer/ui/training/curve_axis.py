"""The axes of a plot: numbers written as in the rest of the window. Imports pyqtgraph, so import it late."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtGui import QFont, QFontMetricsF

from designer.ui.theme import Theme

__all__ = ["CurveAxis"]

_MOST_DECADES = 3


class CurveAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph ships no types
    """An axis without marks of its own: numbers, and the grid of the other direction.

    Args:
        orientation: ``left`` or ``bottom``.
        as_percent: Whether values are shares.
    """

    def __init__(self, orientation: str, as_percent: bool = False) -> None:
        super().__init__(orientation)
        self._as_percent = as_percent
        self.is_log = False
        self.enableAutoSIPrefix(False)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Put the marks of a logarithmic axis at 1, 2 and 5; at whole powers of ten where there are many."""
        if not self.is_log:
            ticks: list[tuple[float, list[float]]] = super().tickValues(low, high, size)
            return ticks if self.orientation == "left" else [(spacing, self._with_room(values, spacing, size)) for spacing, values in ticks]
        digits = (1,) if high - low > _MOST_DECADES else (1, 2, 5)
        powers = range(math.floor(low), math.ceil(high) + 1)
        marks = [power + math.log10(digit) for power in powers for digit in digits]
        return [(1.0, [mark for mark in marks if low <= mark <= high])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if self._as_percent:
            return [f"{100 * value:g} %" for value in values]
        if self.is_log:
            return [f"{10**value:.3g}" for value in values]
        return [f"{value:,.0f}" if spacing >= 1 else f"{value:.4g}" for value in values]

    def _with_room(self, values: list[float], spacing: float, size: float) -> list[float]:
        """Leave out every other mark until their numbers stand apart."""
        metrics, values = QFontMetricsF(self.style["tickFont"] or QFont()), list(values)
        widest = max((metrics.horizontalAdvance(f"{text}  ") for text in self.tickStrings(values, 1.0, spacing)), default=0.0)
        while len(values) > 1 and len(values) * widest > size:
            values = values[::2]
        return values

    def show_theme(self, theme: Theme) -> None:
        """Take colours and font."""
        self.setPen(pg.mkPen(theme.color("plot_grid")))
        self.setTextPen(pg.mkPen(theme.color("plot_axis")))
        self.setTickPen(pg.mkPen(theme.color("plot_grid")))
        self.setTickFont(theme.font("tiny"))
        self.setStyle(tickLength=0, maxTickLevel=0)
