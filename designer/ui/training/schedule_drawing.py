"""A small drawing of the learning rate over a run."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.network.schedule import rate_factor
from designer.network.training import Training
from designer.ui.theme import Theme, Themes

__all__ = ["ScheduleDrawing", "rates_of"]

_POINTS = 240
_ASSUMED_STEPS = 50


def rates_of(training: Training, steps_per_epoch: int, points: int = _POINTS) -> list[tuple[float, float]]:
    """Return the learning rate over the run as pairs of epoch and rate.

    Args:
        steps_per_epoch: 0: not known; then the shape is right and the steps are assumed.
        points: At most so many.
    """
    per_epoch = steps_per_epoch or _ASSUMED_STEPS
    last = per_epoch * training.epochs - 1
    count = min(points, last + 1)
    steps = [round(last * index / max(count - 1, 1)) for index in range(count)]
    return [(step / per_epoch, training.learning_rate * rate_factor(training, step, per_epoch)) for step in steps]


class ScheduleDrawing(QWidget):
    """Draw the learning rate over the epochs, from zero to its highest value."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._rates: list[tuple[float, float]] = []
        self._epochs = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.on_change(self._show_theme)

    def show_training(self, training: Training, steps_per_epoch: int) -> None:
        """Draw the schedule of these settings."""
        self._rates, self._epochs = rates_of(training, steps_per_epoch), training.epochs
        self.setAccessibleName(self.text())
        self.setToolTip(self.text())
        self.update()

    def text(self) -> str:
        """Return in words what is drawn."""
        rates = [rate for _, rate in self._rates]
        if not rates:
            return ""
        return self.tr("Learning rate over {0} epochs: from {1}, at most {2}, at the end {3}").format(
            f"{self._epochs:,}", f"{rates[0]:.3g}", f"{max(rates):.3g}", f"{rates[-1]:.3g}"
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, curve, and the numbers at its ends."""
        theme = self._themes.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("tiny"))
        line = painter.fontMetrics().height()
        plot = QRectF(self.rect()).adjusted(0, line + theme.px("space_s"), -theme.px("space_s"), -line - theme.px("space_xs"))
        painter.setPen(QPen(theme.color("plot_grid"), theme.px("border")))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.drawLine(plot.topLeft(), plot.topRight())
        if self._rates:
            self._paint_curve(painter, plot, theme)
            self._paint_words(painter, plot, line, theme)
        painter.end()

    def _paint_curve(self, painter: QPainter, plot: QRectF, theme: Theme) -> None:
        top = max(rate for _, rate in self._rates)
        across, up = plot.width() / self._epochs, plot.height() / top
        points = [QPointF(plot.left() + across * epoch, plot.bottom() - up * rate) for epoch, rate in self._rates]
        points.append(QPointF(plot.right(), points[-1].y()))
        round_ends = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(theme.color("curve_training"), theme.px("curve"), Qt.PenStyle.SolidLine, *round_ends))
        painter.drawPolyline(QPolygonF(points))

    def _paint_words(self, painter: QPainter, plot: QRectF, line: int, theme: Theme) -> None:
        painter.setPen(theme.color("plot_axis"))
        top = max(rate for _, rate in self._rates)
        painter.drawText(QPointF(plot.left(), plot.top() - theme.px("space_s")), self.tr("learning rate, at most {0}").format(f"{top:.3g}"))
        below = QRectF(plot.left(), plot.bottom() + theme.px("space_xs"), plot.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self.tr("epoch 0"))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{self._epochs:,}")

    def _show_theme(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px("schedule_height"))
        self.update()
