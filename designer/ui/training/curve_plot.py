"""One plot: a quantity over the steps or epochs, of one run or of several. Imports pyqtgraph, so import it late."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPixmap, QRegion, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.theme import Theme, Themes
from designer.ui.training.curve_axis import CurveAxis
from designer.ui.training.curve_numbers import spread
from designer.ui.training.curve_readout import CurveMark, CurveReadout
from designer.ui.training.curve_series import Series
from designer.ui.training.curve_strokes import CurveStrokes
from designer.ui.training.sentences import percent

__all__ = ["CurvePlot"]

_BEHIND = -1_000
_MARGIN = 0.05
_SMALLEST_SHARE = 1e-3
_LINE = 0.7
"""Least distance of two numbers above each other, in their heights: those have a margin."""


class CurvePlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph ships no types
    """Draw the curves of runs, with a crosshair that reads them out.

    Args:
        name: Of the quantity; the accessible name.
        themes: Where colours and sizes come from.
        parent: The owner.
        as_percent: Whether values are shares, shown from 0 to 100 %.
    """

    place_hovered = Signal(float)
    """The pointer is over this place of the x axis."""
    hover_left = Signal()
    """The pointer is over none."""

    def __init__(self, name: str, themes: Themes, parent: QWidget | None = None, *, as_percent: bool = False) -> None:
        self._left, self._bottom = CurveAxis("left", as_percent), CurveAxis("bottom")
        self._is_ground_old = True
        self._series: tuple[Series, ...] = ()
        super().__init__(parent, axisItems={"left": self._left, "bottom": self._bottom}, enableMenu=False)
        self.destroyed.connect(self.getPlotItem().ctrlMenu.deleteLater)  # pyqtgraph makes a menu even where there is none, and leaves it behind
        self._themes, self._as_percent = themes, as_percent
        self._is_log = self._by_epoch = False
        self._strokes: list[CurveStrokes] = []
        self._end = 1.0
        self._hovered: float | None = None
        for axis in (self._left, self._bottom):
            axis.setZValue(_BEHIND)  # its grid would be painted over the curves
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.readout = CurveReadout(themes, self.viewport())
        self.getViewBox().sigResized.connect(self._spread_numbers)
        themes.on_change(self._show_theme)

    def show_series(self, series: Sequence[Series], end: float, window: int, *, log: bool = False, by_epoch: bool = False) -> None:
        """Draw runs.

        Args:
            end: Where the x axis ends.
            window: Points of training that are averaged; 1: none.
            log: Whether the y axis is logarithmic.
            by_epoch: Whether the x axis counts epochs, not steps.
        """
        self._series, self._end = tuple(series), end
        self._is_log = self._left.is_log = log
        self._by_epoch = by_epoch
        while len(self._strokes) < len(series):
            self._strokes.append(CurveStrokes(self, self._themes.current()))
        while len(self._strokes) > len(series):
            self._strokes.pop().remove()
            self._is_ground_old = True
        width = self.getViewBox().width()
        for strokes, each in zip(self._strokes, series, strict=True):
            columns = max(round(width * min(each.end / end, 1.0)), 1)
            self._is_ground_old |= strokes.show(each, columns, window, log)
        self.setXRange(0, end, padding=0)
        self._show_range()
        self._spread_numbers()
        self._is_ground_old = True
        self.show_place(self._hovered)

    def show_place(self, place: float | None) -> None:
        """Read the curves out at the points nearest to a place of the x axis; ``None``: no more."""
        self._hovered = place
        marks = [] if place is None else [mark for series in self._series for mark in self._marks(series, place)]
        first = next((series for series in self._series if not series.pair.is_empty), None)
        if place is None or not marks or first is None:
            self.readout.hide()
            return
        point = first.pair.training.nearest(place / first.scale) if len(self._series) == 1 else None
        at = place if point is None else point[0] * first.scale
        self._renew_ground()
        self.readout.show_marks(self._place(at, 1.0).x(), self._title(at, point), marks, self._plot_rect())

    def _title(self, at: float, point: tuple[int, float] | None) -> str:
        step = f"{round(at) if point is None else point[0]:,}"
        title = _tr("epoch {0}").format(f"{at:.2f}") if self._by_epoch else _tr("step {0}").format(step)
        if point is not None:
            return f"{title} · {_tr('step {0}').format(step)}" if self._by_epoch else title
        return title if all(not len(series.pair.validation) for series in self._series) else _tr("{0} · training / validation").format(title)

    def _marks(self, series: Series, place: float) -> list[CurveMark]:
        point = series.pair.training.nearest(place / series.scale)
        if point is None:
            return []
        checked = series.pair.validation.newest_until(place / series.scale if series.title else point[0])
        if series.title:
            return [self._run_mark(series, place, point, checked)]
        marks = [self._mark(series.training_color, False, _tr("train {0}"), point, series)]
        if checked is not None:
            text = _tr("validation {0}") if checked[0] == point[0] else _tr("validation {0} · step {1}")
            text += _tr(" · best") if checked[0] == series.best_step else ""
            marks.append(self._mark(series.validation_color, True, text, checked, series))
        return marks

    def _run_mark(self, series: Series, place: float, point: tuple[int, float], checked: tuple[int, float] | None) -> CurveMark:
        """Return the one line that a run of several has: training, then validation."""
        values = self._text(point[1]) if checked is None else f"{self._text(point[1])} / {self._text(checked[1])}"
        ended = _tr(" · ended") if place > series.end else ""
        text = (
            f"{series.number}  {values}{ended}  {series.title}" if series.number else f"{values}{ended}  {series.title}"
        )  # a long name is cut off last
        return CurveMark(series.training_color, False, text, self._spot(point, series))

    def _mark(self, color: str, dashed: bool, text: str, point: tuple[int, float], series: Series) -> CurveMark:
        return CurveMark(color, dashed, text.format(self._text(point[1]), f"{point[0]:,}"), self._spot(point, series))

    def _spot(self, point: tuple[int, float], series: Series) -> QPointF | None:
        drawable = math.isfinite(point[1]) and (point[1] > 0 or not self._is_log)
        return self._place(point[0] * series.scale, point[1]) if drawable else None

    def _text(self, value: float) -> str:
        return percent(value) if self._as_percent and math.isfinite(value) else f"{value:.4g}"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Forget the picture of the old size."""
        super().resizeEvent(event)
        self._is_ground_old = True
        if self._series:  # pyqtgraph resizes itself before all of it is made
            self.readout.hide()

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
        """Tell the place under the pointer; pyqtgraph, which would move and zoom, is not asked."""
        plot, x = self._plot_rect(), event.position().x()
        if plot.width() > 0 and plot.left() <= x <= plot.right():
            self.place_hovered.emit((x - plot.left()) / plot.width() * self._end)
        else:
            self.hover_left.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is gone."""
        super().leaveEvent(event)
        self.hover_left.emit()

    def _plot_rect(self) -> QRectF:
        """Return where the curves are, in px of this widget."""
        return QRectF(self.mapFromScene(self.getViewBox().sceneBoundingRect()).boundingRect())

    def _place(self, x: float, value: float) -> QPointF:
        height = math.log10(value) if self._is_log else value
        return QPointF(self.mapFromScene(self.getViewBox().mapViewToScene(QPointF(x, height))))

    def _show_range(self) -> None:
        if self._as_percent:
            self.setYRange(0, 1, padding=_MARGIN)
            return
        finite = np.concatenate([each[np.isfinite(each)] for strokes in self._strokes for each in strokes.heights] or [np.empty(0)])
        if not len(finite):
            return
        low, high = float(finite.min()), float(finite.max())
        low = low if self._is_log else min(low, 0.0)
        span = max(high - low, abs(high) * _SMALLEST_SHARE, 0.0 if high > 0 and not self._is_log else _SMALLEST_SHARE)
        if math.isfinite(span) and span > 0:
            self.setYRange(low, low + span, padding=_MARGIN)

    def _spread_numbers(self, _: object = None) -> None:
        """Move the numbers of runs that end at one value apart."""
        numbered = [(strokes, strokes.number_place) for strokes in self._strokes if strokes.number_place is not None]
        if not numbered:
            return
        box, area = self.getViewBox(), self._plot_rect()
        ends = [self.mapFromScene(box.mapViewToScene(place)) for _, place in numbered]
        sizes = [strokes.number_size() for strokes, _ in numbered]
        width, height = max(size.width() for size in sizes), max(size.height() for size in sizes) * _LINE
        places = spread([(end.x(), end.y()) for end in ends], width, height, area.top(), area.bottom())
        for (strokes, _), end, y in zip(numbered, ends, places, strict=True):
            strokes.lift_number(y - end.y())

    def _show_theme(self, theme: Theme) -> None:
        self.setBackground(theme.color("plot_background"))
        for axis in (self._left, self._bottom):
            axis.show_theme(theme)
        self._left.setGrid(255)
        self._bottom.setStyle(hideOverlappingLabels=False)
        self.getPlotItem().layout.setContentsMargins(0, 0, theme.px("space_xl"), 0)
        self._bottom.setHeight(theme.px("space_xl"))
        for strokes in self._strokes:
            strokes.show_theme(theme)
        self.setMinimumHeight(theme.px("plot_min_height"))
        self._is_ground_old = True


def _tr(text: str) -> str:
    return QCoreApplication.translate("CurvePlot", text)
