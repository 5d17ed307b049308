"""One plot: a quantity over the steps, in training and in validation. Imports pyqtgraph, so import it late."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPen, QPixmap, QRegion, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.theme import Theme, Themes
from designer.ui.training.curve_points import Floats, thinned
from designer.ui.training.curve_readout import CurveMark, CurveReadout
from designer.ui.training.run_curves import CurvePair
from designer.ui.training.sentences import percent

__all__ = ["CurvePlot"]

_BEHIND = -1_000
_FAINT = 0.3
_MARGIN = 0.05
_MOST_MARKED = 40
_MOST_DECADES = 3
_SMALLEST_SHARE = 1e-3


class _Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph ships no types
    """An axis that writes numbers as the rest of the window does."""

    def __init__(self, orientation: str, as_percent: bool = False) -> None:
        super().__init__(orientation)
        self._as_percent = as_percent
        self.is_log = False
        self.enableAutoSIPrefix(False)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Put the marks of a logarithmic axis at 1, 2 and 5; at whole powers of ten where there are many."""
        if not self.is_log:
            ticks: list[tuple[float, list[float]]] = super().tickValues(low, high, size)
            return ticks
        digits = (1,) if high - low > _MOST_DECADES else (1, 2, 5)
        powers = range(math.floor(low), math.ceil(high) + 1)
        marks = [power + math.log10(digit) for power in powers for digit in digits]
        return [(1.0, [mark for mark in marks if low <= mark <= high])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if self._as_percent:
            return [f"{100 * value:g} %" for value in values]
        if self.is_log:
            return [f"{10**value:.3g}" for value in values]
        return [f"{value:,.0f}" if spacing >= 1 else f"{value:g}" for value in values]


class CurvePlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph ships no types
    """Draw a `CurvePair`: training solid, validation dashed, the raw curve faint behind a smoothed one.

    Args:
        name: Of the quantity; the accessible name.
        themes: Where colours and sizes come from.
        parent: The owner.
        as_percent: Whether values are shares, shown from 0 to 100 %.
    """

    step_hovered = Signal(float)
    """The pointer is over this step."""
    hover_left = Signal()
    """The pointer is over none."""

    def __init__(self, name: str, themes: Themes, parent: QWidget | None = None, *, as_percent: bool = False) -> None:
        self._left, self._bottom = _Axis("left", as_percent), _Axis("bottom")
        self._is_ground_old = True
        super().__init__(parent, axisItems={"left": self._left, "bottom": self._bottom}, enableMenu=False)
        self.destroyed.connect(self.getPlotItem().ctrlMenu.deleteLater)  # pyqtgraph makes a menu even where there is none, and leaves it behind
        self._as_percent = as_percent
        self._is_log = False
        self._raw = pg.PlotCurveItem(connect="finite", antialias=True)
        self._training = pg.PlotCurveItem(connect="finite", antialias=True)
        self._validation = pg.PlotDataItem(connect="finite", antialias=True, symbol=None)
        for item in (self._raw, self._training, self._validation):
            self.addItem(item)
        for axis in (self._left, self._bottom):
            axis.setZValue(_BEHIND)  # its grid would be painted over the curves
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._curves, self._shown_steps = CurvePair(), 1
        self._hovered_step: float | None = None
        self.readout = CurveReadout(themes, self.viewport())
        themes.on_change(self._show_theme)

    def show_curves(self, curves: CurvePair, shown_steps: int, window: int, log: bool) -> None:
        """Draw the curves.

        Args:
            shown_steps: Where the x axis ends.
            window: Points of training that are averaged; 1: none, only the raw curve is drawn.
            log: Whether the y axis is logarithmic.
        """
        self._curves, self._shown_steps = curves, shown_steps
        columns = max(round(self.getViewBox().width()), 1)
        self._is_log = log
        self._left.is_log = log
        raw = self._scaled(*thinned(curves.training.steps, curves.training.values, columns))
        smooth = self._scaled(*thinned(curves.training.steps, curves.training.smoothed(window), columns)) if window > 1 else raw
        checked = self._scaled(*thinned(curves.validation.steps, curves.validation.values, columns))
        self._raw.setVisible(window > 1)
        if window > 1:
            self._raw.setData(*raw)
        self._training.setData(*smooth)
        self._validation.setData(*checked, symbol="o" if 0 < len(checked[0]) <= _MOST_MARKED else None)
        self.setXRange(0, shown_steps, padding=0)
        self._show_range(raw[1], checked[1])
        self._is_ground_old = True
        self.show_step(self._hovered_step)

    def show_step(self, step: float | None) -> None:
        """Read the curves out at the point nearest to a step; ``None``: no more."""
        self._hovered_step = step
        point = None if step is None else self._curves.training.nearest(step)
        if step is None or point is None:
            self.readout.hide()
            return
        marks = [self._mark("curve_training", False, _tr("train {0}"), point)]
        checked = self._curves.validation.newest_until(point[0])
        if checked is not None:
            text = _tr("validation {0}") if checked[0] == point[0] else _tr("validation {0} · step {1}")
            marks.append(self._mark("curve_validation", True, text, checked))
        self._renew_ground()
        self.readout.show_marks(self._place(point[0], 1.0).x(), _tr("step {0}").format(f"{point[0]:,}"), marks, self._plot_rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Forget the picture of the old size."""
        super().resizeEvent(event)
        self._is_ground_old = True

    def _renew_ground(self) -> None:
        if self._is_ground_old:
            self._is_ground_old = False
            self.readout.setGeometry(self.viewport().rect())
            ratio = self.devicePixelRatioF()
            ground = QPixmap(self.viewport().size() * ratio)
            ground.setDevicePixelRatio(ratio)
            self.viewport().render(ground, QPoint(), QRegion(), QWidget.RenderFlag.DrawWindowBackground)
            self.readout.show_ground(ground)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the step under the pointer; pyqtgraph, which would move and zoom, is not asked."""
        plot, x = self._plot_rect(), event.position().x()
        if plot.width() > 0 and plot.left() <= x <= plot.right():
            self.step_hovered.emit((x - plot.left()) / plot.width() * self._shown_steps)
        else:
            self.hover_left.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is gone."""
        super().leaveEvent(event)
        self.hover_left.emit()

    def _plot_rect(self) -> QRectF:
        """Return where the curves are, in px of this widget."""
        return QRectF(self.mapFromScene(self.getViewBox().sceneBoundingRect()).boundingRect())

    def _place(self, step: int, value: float) -> QPointF:
        height = math.log10(value) if self._is_log else value
        return QPointF(self.mapFromScene(self.getViewBox().mapViewToScene(QPointF(step, height))))

    def _mark(self, color: str, dashed: bool, text: str, point: tuple[int, float]) -> CurveMark:
        drawable = math.isfinite(point[1]) and (point[1] > 0 or not self._is_log)
        shown = percent(point[1]) if self._as_percent and math.isfinite(point[1]) else f"{point[1]:.4g}"
        return CurveMark(color, dashed, text.format(shown, f"{point[0]:,}"), self._place(*point) if drawable else None)

    def _scaled(self, steps: Floats, values: Floats) -> tuple[Floats, Floats]:
        if not self._is_log:
            return steps, np.where(np.isfinite(values), values, np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log10(values)
        return steps, np.where(np.isfinite(logs), logs, np.nan)

    def _show_range(self, *values: NDArray[np.float64]) -> None:
        if self._as_percent:
            self.setYRange(0, 1, padding=_MARGIN)
            return
        finite = np.concatenate([each[np.isfinite(each)] for each in values])
        if not len(finite):
            return
        low, high = float(finite.min()), float(finite.max())
        low = low if self._is_log else min(low, 0.0)
        span = max(high - low, abs(high) * _SMALLEST_SHARE, _SMALLEST_SHARE)
        if math.isfinite(span):
            self.setYRange(low, low + span, padding=_MARGIN)

    def _show_theme(self, theme: Theme) -> None:
        self.setBackground(theme.color("plot_background"))
        for axis in (self._left, self._bottom):
            axis.setPen(pg.mkPen(theme.color("plot_grid")))
            axis.setTextPen(pg.mkPen(theme.color("plot_axis")))
            axis.setTickPen(pg.mkPen(theme.color("plot_grid")))
            axis.setTickFont(theme.font("tiny"))
            axis.setStyle(tickLength=0, maxTickLevel=0)
        self._left.setGrid(255)
        self._bottom.setStyle(hideOverlappingLabels=False)
        self.getPlotItem().layout.setContentsMargins(0, 0, theme.px("space_xl"), 0)
        self._bottom.setHeight(theme.px("space_xl"))
        training, validation = theme.color("curve_training"), theme.color("curve_validation")
        self._raw.setPen(pg.mkPen(theme.color("curve_training", _FAINT), width=theme.px("border")))
        self._training.setPen(pg.mkPen(training, width=theme.px("curve")))
        self._validation.setPen(dashed_pen(theme))
        self._validation.setSymbolBrush(pg.mkBrush(validation))
        self._validation.setSymbolPen(None)
        self._validation.setSymbolSize(theme.px("space_s") + 1)
        self.setMinimumHeight(theme.px("plot_min_height"))
        self._is_ground_old = True


def _tr(text: str) -> str:
    return QCoreApplication.translate("CurvePlot", text)


def dashed_pen(theme: Theme) -> QPen:
    """Return the pen of validation curves: another colour and dashes, so that neither alone tells them apart."""
    pen: QPen = pg.mkPen(theme.color("curve_validation"), width=theme.px("curve"))
    pen.setDashPattern([4, 2])
    return pen
