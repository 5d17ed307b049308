"""Both plots side by side, with their switches; drawn a few times a second at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QSlider, QWidget

from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.curve_legend import CurveLegend
from designer.ui.training.curve_points import CurvePoints
from designer.ui.training.run_curves import RunCurves
from designer.ui.training.sentences import percent

if TYPE_CHECKING:  # pyqtgraph takes 0.26 s to import
    from designer.ui.training.curve_plot import CurvePlot

__all__ = ["CurvesView"]

_PREPARE_AFTER_MS = 400
_REPAINT_MS = 50
_SLOWEST_REPAINT_MS = 1_000
_SHARE_OF_TIME = 8
_WINDOWS = (1, 5, 10, 25, 50, 100, 250)
_USUAL_WINDOW = 10


class CurvesView(QWidget):
    """Show the curves of a run; what is drawn may be thinned, nothing is forgotten."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._curves = RunCurves()
        self._plots: list[CurvePlot] = []
        self._legends = (CurveLegend(self.tr("Loss"), themes, self), CurveLegend(self.tr("Accuracy"), themes, self))
        self.log_box = QCheckBox(self.tr("log loss"), self)
        self.log_box.setToolTip(self.tr("Logarithmic scale for the loss"))
        self.log_box.toggled.connect(self.draw_soon)
        self.smoothing = QSlider(Qt.Orientation.Horizontal, self)
        self.smoothing.setRange(0, len(_WINDOWS) - 1)
        self.smoothing.setValue(_WINDOWS.index(_USUAL_WINDOW))
        self.smoothing.setAccessibleName(self.tr("Smoothing"))
        self.smoothing.valueChanged.connect(self.draw_soon)
        self._smoothing_label = QLabel(self.tr("smoothing"), self)
        set_look(self._smoothing_label, Look.SMALL)
        self._timer, self._preparing = QTimer(self), QTimer(self)
        for timer, slot in ((self._timer, self._draw), (self._preparing, self._prepare_one)):
            timer.setSingleShot(True)
            timer.timeout.connect(slot)
        self._preparing.setInterval(_PREPARE_AFTER_MS)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for column, legend in enumerate(self._legends):
            self._grid.addWidget(legend, 0, column)
            self._grid.setColumnStretch(column, 1)
        self._grid.setRowStretch(1, 1)
        themes.on_change(self._show_theme)

    def controls(self) -> QHBoxLayout:
        """Return a row with the switches, for whoever owns this view to place."""
        row = QHBoxLayout()
        row.setSpacing(self._themes.current().px("space"))
        for widget in (self._smoothing_label, self.smoothing, self.log_box):
            row.addWidget(widget)
        return row

    @property
    def curves(self) -> RunCurves:
        """The points that are shown."""
        return self._curves

    def show_curves(self, curves: RunCurves) -> None:
        """Show these curves; call `draw_soon` when they have grown."""
        self._curves = curves
        self.draw_soon()

    def draw_soon(self) -> None:
        """Draw what there is by then, shortly; while nobody can see it, nothing is drawn."""
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def legend_texts(self) -> tuple[str, ...]:
        """Return the lines above the plots."""
        return tuple(legend.text() for legend in self._legends)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came meanwhile."""
        super().showEvent(event)
        self.draw_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Thin the curves to the new width."""
        super().resizeEvent(event)
        self._smoothing_label.setVisible(self.width() >= self._themes.current().px("narrow_window") // 2)
        self.draw_soon()

    def prepare(self) -> None:
        """Import and make in a quiet moment what would be a hitch when the first run begins."""
        self._preparing.start()

    def _prepare_one(self) -> None:
        """Do one of the slow things: each of them in a turn of its own."""
        from designer.ui.training.curve_plot import CurvePlot  # late: see TYPE_CHECKING

        if len(self._plots) == len(self._legends):
            return
        column = len(self._plots)
        name = self.tr("Accuracy over the steps") if column else self.tr("Loss over the steps")
        self._plots.append(CurvePlot(name, self._themes, self, as_percent=bool(column)))
        self._grid.addWidget(self._plots[column], 1, column)
        self._plots[column].step_hovered.connect(self._read_out)
        self._plots[column].hover_left.connect(self._stop_reading)
        self._preparing.start(0)

    def _read_out(self, step: float) -> None:
        """Show both quantities at the same step."""
        for plot in self._plots:
            plot.show_step(step)

    def _stop_reading(self) -> None:
        for plot in self._plots:
            plot.show_step(None)

    def readouts(self) -> tuple[str, ...]:
        """Return what the crosshairs say, plot by plot; empty where none is shown."""
        return tuple(plot.readout.text() for plot in self._plots)

    def _draw(self) -> None:
        while len(self._plots) < len(self._legends):
            self._prepare_one()
        clock = QElapsedTimer()
        clock.start()
        curves, window = self._curves, _WINDOWS[self.smoothing.value()]
        self._smoothing_label.setText(self.tr("smoothing {0}").format(window) if window > 1 else self.tr("smoothing"))
        shown = curves.shown_steps()
        for plot, pair, log in zip(self._plots, (curves.loss, curves.accuracy), (self.log_box.isChecked(), False), strict=True):
            plot.show_curves(pair, shown, window, log)
        self._legends[0].show_values(_last_loss(curves.loss.training), _last_loss(curves.loss.validation))
        self._legends[1].show_values(_last_share(curves.accuracy.training), _last_share(curves.accuracy.validation))
        # very long runs take longer to draw; they are drawn less often, so that the window keeps its time
        self._timer.setInterval(min(max(_REPAINT_MS, _SHARE_OF_TIME * clock.elapsed()), _SLOWEST_REPAINT_MS))

    def _show_theme(self, theme: Theme) -> None:
        self._grid.setHorizontalSpacing(theme.px("space_xl"))
        self._grid.setVerticalSpacing(theme.px("space_s"))
        self.smoothing.setFixedWidth(theme.px("chip_min_width"))
        self._timer.setInterval(_REPAINT_MS)


def _last_loss(points: CurvePoints) -> str:
    return "" if points.last is None else f"{points.last:.3g}" if points.last < 1 else f"{points.last:,.3f}"


def _last_share(points: CurvePoints) -> str:
    return "" if points.last is None else percent(points.last)
