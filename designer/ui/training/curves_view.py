"""The plots side by side, with their switches; drawn a few times a second at most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from designer.ui.theme import Theme, Themes
from designer.ui.training.curve_keys import moved_place
from designer.ui.training.curve_legend import CurveLegend
from designer.ui.training.curve_options import CurveOptions
from designer.ui.training.curve_points import CurvePoints
from designer.ui.training.curve_series import OverlaidRun
from designer.ui.training.run_curves import CurvePair, RunCurves
from designer.ui.training.run_legend import RunLegend
from designer.ui.training.sentences import percent
from designer.ui.training.shown_runs import ShownRuns

if TYPE_CHECKING:  # pyqtgraph takes 0.26 s to import
    from designer.ui.training.curve_plot import CurvePlot

__all__ = ["CurvesView"]

_PREPARE_AFTER_MS = 400
_REPAINT_MS = 250
_SLOWEST_REPAINT_MS = 1_000
_FIRST_DRAWS = 6
"""Of a run, which are never made to wait: its first points are looked for, and its first drawing is the slowest."""
_SHARE_OF_TIME = 60
_USUAL_PLOTS = 2
_RATE = 2

Pick = Callable[[RunCurves], CurvePair]
_QUANTITIES: tuple[Pick, ...] = (lambda curves: curves.loss, lambda curves: curves.accuracy, lambda curves: curves.rate)


class CurvesView(QWidget):
    """Show the curves of a run, and of others that are laid over it; what is drawn may be thinned, nothing is forgotten."""

    dismissed = Signal(str)
    """The overlaid run of this path is to be taken out; empty: all of them."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._shown = ShownRuns(RunCurves(), "", self.tr("this run"))
        self._plots: list[CurvePlot] = []
        self._place: float | None = None
        self._marked_step: int | None = None
        self._end = 1.0
        self._names = (self.tr("Loss"), self.tr("Accuracy"), self.tr("Learning rate"))
        self._legends = tuple(CurveLegend(name, themes, self, has_validation=number != _RATE) for number, name in enumerate(self._names))
        self.options = CurveOptions(themes, self)
        self.options.changed.connect(self.draw_soon)
        self.options.by_epoch.toggled.connect(self._stop_reading)
        self.log_box, self.smoothing = self.options.log_box, self.options.smoothing
        self.runs = RunLegend(themes, self)
        self.runs.dismissed.connect(self.dismissed)
        self._timer, self._preparing = QTimer(self), QTimer(self)
        for timer, slot in ((self._timer, self._draw), (self._preparing, self._prepare_one)):
            timer.setSingleShot(True)
            timer.timeout.connect(slot)
        self._preparing.setInterval(_PREPARE_AFTER_MS)
        self._since, self._pause_ms, self._first_draws = QElapsedTimer(), _REPAINT_MS, _FIRST_DRAWS
        self._grid = QGridLayout(self)
        self._grid.addWidget(self.runs, 0, 0, 1, len(self._legends))
        for column, legend in enumerate(self._legends):
            self._grid.addWidget(legend, 1, column)
        self._grid.setRowStretch(2, 1)
        self._show_columns(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Curves; left and right read them out"))
        themes.on_change(self._show_theme)

    def controls(self) -> QHBoxLayout:
        """Return a row with the switches, for whoever owns this view to place."""
        return self.options.row

    @property
    def curves(self) -> RunCurves:
        """The points of the run on screen."""
        return self._shown.own

    def show_curves(self, curves: RunCurves, path: str = "") -> None:
        """Show these curves; call `draw_soon` when they have grown.

        Args:
            path: The run's folder, by which it is known among the overlaid ones.
        """
        self._shown = replace(self._shown, own=curves, path=path)
        self._pause_ms, self._first_draws = _REPAINT_MS, _FIRST_DRAWS
        self._timer.stop()
        self.draw_soon()

    def show_overlaid(self, runs: Sequence[OverlaidRun]) -> None:
        """Lay these runs over the one on screen, and nothing else; call `draw_soon` when they have grown."""
        self._shown = replace(self._shown, overlaid=tuple(runs))
        self.draw_soon()

    def draw_soon(self) -> None:
        """Draw what there is by then, shortly; while nobody can see it, nothing is drawn."""
        if self.isVisible() and not self._timer.isActive():
            rested_ms = self._since.elapsed() if self._since.isValid() else self._pause_ms
            self._timer.start(max(self._pause_ms - int(rested_ms), 0))

    def legend_texts(self) -> tuple[str, ...]:
        """Return the lines above the plots."""
        return tuple(legend.text() for legend in self._legends)

    def readouts(self) -> tuple[str, ...]:
        """Return what the crosshairs say, plot by plot; empty where none is shown."""
        return tuple(plot.readout.text() for plot in self._plots)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came meanwhile."""
        super().showEvent(event)
        self.draw_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Thin the curves to the new width."""
        super().resizeEvent(event)
        self.options.label.setVisible(self.width() >= self._themes.current().px("narrow_window") // 2)
        self.draw_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the crosshair."""
        place = moved_place(event, self._place, self._end, self.curves.scale(self.options.by_epoch.isChecked()))
        if place is not None:
            self._read_out(place)
        elif event.key() == Qt.Key.Key_Escape and self._place is not None:
            self._stop_reading()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys come here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put away what keys showed."""
        super().focusOutEvent(event)
        self._stop_reading()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame of the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            theme = self._themes.current()
            painter = QPainter(self)
            painter.setPen(QPen(theme.color("focus"), theme.px("border")))
            painter.drawRect(self.rect().adjusted(0, 0, -theme.px("border"), -theme.px("border")))
            painter.end()

    def prepare(self) -> None:
        """Import and make in a quiet moment what would be a hitch when the first run begins."""
        self._preparing.start()

    def _prepare_one(self) -> None:
        """Do one of the slow things: each of them in a turn of its own."""
        if len(self._plots) < _USUAL_PLOTS:
            self._make_plot()
            self._preparing.start(0)

    def _make_plot(self) -> None:
        from designer.ui.training.curve_plot import CurvePlot  # late: see TYPE_CHECKING

        column = len(self._plots)
        name = (self.tr("Loss over the steps"), self.tr("Accuracy over the steps"), self.tr("Learning rate over the steps"))[column]
        plot = CurvePlot(name, self._themes, self, as_percent=column == 1)
        self._plots.append(plot)
        self._grid.addWidget(plot, 2, column)
        plot.place_hovered.connect(self._read_out)
        plot.hover_left.connect(self._stop_reading)

    def _read_out(self, place: float) -> None:
        """Show all quantities at the same place."""
        self._place = place
        for plot in self._plots:
            plot.show_place(place)
        self.setAccessibleDescription("; ".join(text.replace("\n", ", ") for text in self.readouts() if text))

    def show_step(self, step: int | None) -> None:
        """Mark a step whenever nothing else is read out; none: no more."""
        if step != self._marked_step:
            self._marked_step = step
            self._stop_reading()

    def _stop_reading(self) -> None:
        if self._marked_step is not None:
            self._read_out(self._marked_step * self.curves.scale(self.options.by_epoch.isChecked()))
            return
        self._place = None
        for plot in self._plots:
            plot.show_place(None)
        self.setAccessibleDescription("")

    def _draw(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        has_room = self.width() >= self._themes.current().px("narrow_window") // 2
        has_rate = self.options.show_rate(has_room and self._shown.rate_varies)
        while len(self._plots) < (len(self._legends) if has_rate else _USUAL_PLOTS):
            self._make_plot()
        self._show_columns(has_rate)
        by_epoch = self.options.by_epoch.isChecked()
        self._end = self._shown.end(by_epoch)
        for number, (plot, pick) in enumerate(zip(self._plots, _QUANTITIES, strict=False)):
            log, window = number == 0 and self.log_box.isChecked(), 1 if number == _RATE else self.options.window
            plot.show_series(self._shown.series(pick, by_epoch), self._end, window, log=log, by_epoch=by_epoch)
        self._say_values()
        # very long runs take longer to draw; they are drawn less often, so that the window keeps its time
        rested_ms = 0 if self._first_draws else _SHARE_OF_TIME * clock.elapsed()
        self._pause_ms, self._first_draws = min(max(_REPAINT_MS, rested_ms), _SLOWEST_REPAINT_MS), max(0, self._first_draws - 1)
        self._since.start()

    def _say_values(self) -> None:
        curves, overlaid = self._shown.own, self._shown.overlaid
        self._legends[0].show_values(_last_loss(curves.loss.training), _last_loss(curves.loss.validation))
        self._legends[1].show_values(_last_share(curves.accuracy.training), _last_share(curves.accuracy.validation))
        self._legends[2].show_values("" if curves.rate.training.last is None else f"{curves.rate.training.last:.3g}", "")
        for name, legend in zip(self._names, self._legends, strict=True):
            legend.show_title(self.tr("{0} by epoch").format(name) if self.options.by_epoch.isChecked() else name)
            legend.show_neutral(bool(overlaid))
        self.runs.show_runs(overlaid, self._shown.title if self._shown.is_own_apart else "")

    def _show_columns(self, has_rate: bool) -> None:
        for column, legend in enumerate(self._legends):
            shown = column != _RATE or has_rate
            legend.setVisible(shown)
            if self._grid.columnStretch(column) != int(shown):  # setting it lays the window out, also where nothing changes
                self._grid.setColumnStretch(column, int(shown))
        for plot in self._plots[_RATE:]:
            plot.setVisible(has_rate)

    def _show_theme(self, theme: Theme) -> None:
        edge = theme.px("focus_ring")
        self._grid.setContentsMargins(edge, edge, edge, edge)
        self._grid.setHorizontalSpacing(theme.px("space_xl"))
        self._grid.setVerticalSpacing(theme.px("space_s"))


def _last_loss(points: CurvePoints) -> str:
    return "" if points.last is None else f"{points.last:.3g}" if points.last < 1 else f"{points.last:,.3f}"


def _last_share(points: CurvePoints) -> str:
    return "" if points.last is None else percent(points.last)
