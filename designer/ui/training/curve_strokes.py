"""The items that draw one run in one plot. Imports pyqtgraph, so import it late."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsItem

from designer.ui.theme import Theme
from designer.ui.training.curve_points import CurvePoints, Floats, thinned
from designer.ui.training.curve_series import Series

__all__ = ["CurveStrokes", "dashed_pen"]

_FAINT = 0.3
_MOST_MARKED = 40
_PX_A_COLUMN = 2
_OVER_THE_REST = 10
_RIGHT_OF_END = -0.4
"""Anchor of a number, in its widths."""


class CurveStrokes:
    """Training solid, validation dashed, the best epoch marked, the raw curve faint behind a smoothed one.

    Several runs are told apart by colour and by the number at the end of each; then no raw curves are drawn.

    Attributes:
        number_place: Where the curve ends that has a number, in the plot's own axes; none: there is no number.
    """

    def __init__(self, plot: pg.PlotWidget, theme: Theme) -> None:
        self._plot = plot
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self._series: Series | None = None
        self._raw = pg.PlotCurveItem(connect="finite", antialias=True)
        self._training = pg.PlotCurveItem(connect="finite", antialias=True)
        self._validation = pg.PlotDataItem(connect="finite", antialias=True, symbol=None)
        self._best = pg.ScatterPlotItem(symbol="star", pxMode=True)
        self._number = pg.TextItem(anchor=(_RIGHT_OF_END, 0.5))
        self.number_place: QPointF | None = None
        self._items = (self._raw, self._training, self._validation, self._best, self._number)
        for item in self._items:
            plot.addItem(item, ignoreBounds=True)
        for curve in (self._raw, self._training, self._validation.curve):
            curve.setSegmentedLineMode("on")  # one long path of a wide pen takes Qt twice as long
        for item in (self._best, self._number):
            item.setZValue(_OVER_THE_REST)
        self.heights: tuple[Floats, Floats] = (np.empty(0), np.empty(0))

    def remove(self) -> None:
        """Take all items out of the plot."""
        for item in self._items:
            self._plot.removeItem(item)

    def show(self, series: Series, columns: int, window: int, log: bool) -> bool:
        """Draw a run; return whether anything is different from before.

        Args:
            columns: The pixels that the curve covers.
            window: Points of training that are averaged; 1: none.
            log: Whether the y axis is logarithmic.
        """
        pair = series.pair
        wanted = (
            id(pair),
            len(pair.training),
            len(pair.validation),
            series.number,
            series.title,
            series.scale,
            series.best_step,
            columns,
            window,
            log,
        )
        if wanted == self._shown:
            return False
        is_other = self._series is None or (self._series.number, self._series.title) != (series.number, series.title)
        self._shown, self._series = wanted, series
        has_raw = window > 1 and not series.title
        smooth = self._places(pair.training, pair.training.smoothed(window) if window > 1 else pair.training.values, columns // _PX_A_COLUMN, log)
        raw = self._places(pair.training, pair.training.values, columns, log) if has_raw else smooth
        checked = self._places(pair.validation, pair.validation.values, columns, log)
        self._raw.setVisible(has_raw)
        if has_raw:
            self._raw.setData(*raw)
        self._training.setData(*smooth)
        marked = 0 < len(checked[0]) <= _MOST_MARKED and not series.title
        self._validation.setData(*checked, symbol="o" if marked else None)
        self._show_best(series, log)
        self._show_number(series, smooth if len(smooth[0]) else checked)
        self.heights = raw[1], checked[1]
        if is_other:
            self.show_theme(self._theme)
        return True

    def _places(self, points: CurvePoints, values: Floats, columns: int, log: bool) -> tuple[Floats, Floats]:
        """Return where points lie in the plot; those that cannot be drawn are gaps."""
        assert self._series is not None
        steps, values = thinned(points.steps, values, max(columns, 1))
        return steps * self._series.scale, scaled(values, log)

    def _show_best(self, series: Series, log: bool) -> None:
        point = None if series.best_step is None else series.pair.validation.newest_until(series.best_step)
        height = scaled(np.array([point[1]]), log) if point is not None and point[0] == series.best_step else np.array([math.nan])
        visible = point is not None and bool(np.isfinite(height[0]))
        self._best.setVisible(visible)
        if visible and point is not None:
            self._best.setData([point[0] * series.scale], height)

    def _show_number(self, series: Series, places: tuple[Floats, Floats]) -> None:
        known = np.flatnonzero(np.isfinite(places[1]))
        has_number = bool(series.number and len(known))
        self._number.setVisible(has_number)
        self.number_place = QPointF(float(places[0][known[-1]]), float(places[1][known[-1]])) if has_number else None
        if self.number_place is not None:
            self._number.setPos(self.number_place)

    def number_size(self) -> QSizeF:
        """Return how large the number is, in px."""
        return QSizeF(self._number.textItem.boundingRect().size())

    def lift_number(self, by_px: float) -> None:
        """Let the number stand so much lower than the end of its curve; negative: higher."""
        self._number.setAnchor((_RIGHT_OF_END, 0.5 - by_px / max(self.number_size().height(), 1)))

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._series is None:
            return
        training, validation = theme.color(self._series.training_color), theme.color(self._series.validation_color)
        self._raw.setPen(pg.mkPen(theme.color(self._series.training_color, _FAINT), width=theme.px("border")))
        self._training.setPen(pg.mkPen(training, width=theme.px("curve")))
        self._validation.setPen(dashed_pen(theme, self._series.validation_color))
        self._validation.setSymbolBrush(pg.mkBrush(validation))
        self._validation.setSymbolPen(None)
        self._validation.setSymbolSize(theme.px("space_s") + 1)
        self._best.setBrush(pg.mkBrush(validation))
        self._best.setPen(pg.mkPen(theme.color("plot_background"), width=theme.px("border")))
        self._best.setSize(theme.px("icon"))
        self._number.setFont(theme.font("small_strong"))
        self._number.setText(str(self._series.number), color=training)
        # what others of the list look like changes rarely: their strokes are kept as pictures while the run on screen grows
        mode = QGraphicsItem.CacheMode.DeviceCoordinateCache if self._series.number else QGraphicsItem.CacheMode.NoCache
        for curve in (self._training, self._validation.curve):
            curve.setCacheMode(mode)


def scaled(values: Floats, log: bool) -> Floats:
    """Return the heights of values in a plot; NaN where there is none."""
    if not log:
        return np.where(np.isfinite(values), values, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log10(values)
    return np.where(np.isfinite(logs), logs, np.nan)


def dashed_pen(theme: Theme, color: str) -> QPen:
    """Return the pen of validation curves: dashed, so that colour alone never tells them apart."""
    pen: QPen = pg.mkPen(theme.color(color), width=theme.px("curve"))
    pen.setDashPattern([4, 2])
    return pen
