"""The drawing of a learning-rate trial: the loss over rising learning rates, where one can be chosen."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.theme import Theme, Themes
from designer.ui.training.rate_search import Floats

__all__ = ["RateCurve", "plain_rate"]

_HEADROOM = 1.15
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain_rate(rate: float) -> float:
    """Return a rate with two digits, as a person would type it.

    >>> plain_rate(0.0031623)
    0.0032
    """
    return float(f"{rate:.1e}")


class RateCurve(QWidget):
    """Draw the curve; a click or the arrow keys choose a rate."""

    rate_chosen = Signal(float)
    """A rate was chosen by pointer or keys."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._rates: Floats = np.empty(0, np.float32)
        self._losses: Floats = np.empty(0, np.float32)
        self._share = self._suggestion = self._chosen = 0.0
        self._hovered: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._speak()
        themes.on_change(self._show_theme)

    def show_trial(self, rates: Floats, losses: Floats, share: float, suggestion: float) -> None:
        """Draw what was tried.

        Args:
            share: How much of the trial that is; the axis already has room for the rest.
            suggestion: The rate that is marked; 0: none.
        """
        fits = np.isfinite(losses) & np.isfinite(rates) & (rates > 0)
        self._rates, self._losses = rates[fits], losses[fits]
        self._share, self._suggestion = share, suggestion
        self.update()

    def show_chosen(self, rate: float) -> None:
        """Mark the rate that would be used; 0: none."""
        if rate != self._chosen:
            self._chosen = rate
            self._speak()
            self.update()

    def place_of(self, rate: float) -> QPointF:
        """Return where a rate's point of the curve is, in px of this widget."""
        loss = float(np.interp(math.log10(rate), np.log10(self._rates), self._losses))
        return self._points(np.array([rate]), np.array([loss]))[0]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the rate under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton and len(self._rates):
            self.rate_chosen.emit(plain_rate(self._rate_at(event.position().x())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the curve out under the pointer; with the button held, choose."""
        if not len(self._rates):
            return
        self._hovered = self._rate_at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.rate_chosen.emit(plain_rate(self._hovered))
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Read nothing out."""
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the next or the last rate by the arrow keys."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step or not len(self._rates):
            super().keyPressEvent(event)
            return
        now = int(np.argmin(np.abs(np.log10(self._rates) - math.log10(self._chosen or float(self._rates[0])))))
        self.rate_chosen.emit(plain_rate(float(self._rates[min(max(now + step, 0), len(self._rates) - 1)])))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint axes, curve, suggestion, choice and what is under the pointer."""
        theme, painter = self._themes.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("tiny"))
        painter.fillRect(self.rect(), theme.color("plot_background"))
        if len(self._rates) > 1:
            self._paint_axes(painter, theme)
            painter.setClipRect(self._plot().adjusted(0, -theme.px("space_s"), 0, 0))
            painter.setPen(QPen(theme.color("curve_training"), theme.px("curve")))
            painter.drawPolyline(QPolygonF(self._points(self._rates, self._losses)))
            painter.setClipping(False)
            self._paint_marks(painter, theme)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), theme.px("border")))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_axes(self, painter: QPainter, theme: Theme) -> None:
        plot, (low, high) = self._plot(), self._decades()
        for power in range(math.ceil(low), math.floor(high) + 1):
            x = plot.left() + plot.width() * (power - low) / (high - low)
            painter.setPen(QPen(theme.color("plot_grid"), theme.px("border")))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            painter.setPen(theme.color("plot_axis"))
            text = f"10{str(power).translate(_SUPERSCRIPTS)}"
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QPointF(min(max(x - width / 2, 0), self.width() - width), self.height() - theme.px("space_s")), text)
        bottom, top = self._losses_shown()
        for value, y in ((top, plot.top() + painter.fontMetrics().ascent()), (bottom, plot.bottom() - theme.px("space_xs"))):
            painter.drawText(QPointF(theme.px("space_s"), y), f"{value:.3g}")
        painter.setPen(QPen(theme.color("plot_grid"), theme.px("border")))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())

    def _paint_marks(self, painter: QPainter, theme: Theme) -> None:
        if self._suggestion:
            self._paint_mark(painter, theme, self._suggestion, theme.color("ok"), Qt.PenStyle.DashLine, self.tr("suggested {0}"))
        if self._chosen and plain_rate(self._suggestion) != self._chosen:
            self._paint_mark(painter, theme, self._chosen, theme.color("accent"), Qt.PenStyle.SolidLine, self.tr("chosen {0}"), row=1)
        if self._hovered is not None:
            loss = float(np.interp(math.log10(self._hovered), np.log10(self._rates), self._losses))
            text = self.tr("{0} · loss {1}").format(f"{plain_rate(self._hovered):g}", f"{loss:.4g}")
            self._paint_mark(painter, theme, self._hovered, theme.color("text_muted"), Qt.PenStyle.DotLine, text, row=2)

    def _paint_mark(self, painter: QPainter, theme: Theme, rate: float, color: QColor, line: Qt.PenStyle, text: str, row: int = 0) -> None:
        plot, point = self._plot(), self.place_of(rate)
        painter.setPen(QPen(color, theme.px("border"), line))
        painter.drawLine(QPointF(point.x(), plot.top()), QPointF(point.x(), plot.bottom()))
        painter.setBrush(color)
        reach = theme.px("space_s")
        painter.drawEllipse(point, reach, reach)
        text = text.format(f"{plain_rate(rate):g}")
        width = painter.fontMetrics().horizontalAdvance(text)
        x = point.x() + theme.px("space_s") if point.x() + width + theme.px("space") < self.width() else point.x() - width - theme.px("space_s")
        y = plot.top() + painter.fontMetrics().ascent() + row * painter.fontMetrics().lineSpacing()
        ground = QRectF(x, y - painter.fontMetrics().ascent(), width, painter.fontMetrics().height())
        painter.fillRect(ground, theme.color("plot_background"))
        painter.setPen(color)
        painter.drawText(QPointF(x, y), text)

    def _plot(self) -> QRectF:
        theme = self._themes.current()
        return QRectF(self.rect()).adjusted(theme.px("icon_xl"), theme.px("space_s"), -theme.px("space"), -theme.px("icon_l"))

    def _decades(self) -> tuple[float, float]:
        """Return the ends of the rate axis as powers of ten; rates rise evenly, so the rest of the trial can be foreseen."""
        low, now = math.log10(float(self._rates[0])), math.log10(float(self._rates[-1]))
        return low, low + max((now - low) / max(self._share, 0.05), 0.1)

    def _losses_shown(self) -> tuple[float, float]:
        """Return the ends of the loss axis; where the loss runs away at the end it is cut off."""
        bottom, first = float(self._losses.min()), float(self._losses[: max(len(self._losses) // 4, 1)].max())
        return bottom, max(bottom + (first - bottom) * _HEADROOM, bottom * (1 + 1e-3), bottom + 1e-6)

    def _points(self, rates: Floats, losses: Floats) -> list[QPointF]:
        plot, (low, high), (bottom, top) = self._plot(), self._decades(), self._losses_shown()
        across = plot.left() + plot.width() * (np.log10(rates) - low) / (high - low)
        heights = np.clip((losses - bottom) / (top - bottom), 0.0, 2.0)
        return [QPointF(float(x), plot.bottom() - plot.height() * float(height)) for x, height in zip(across, heights, strict=True)]

    def _rate_at(self, x: float) -> float:
        plot, (low, high) = self._plot(), self._decades()
        rate: float = 10 ** (low + (x - plot.left()) / plot.width() * (high - low))
        return min(max(rate, float(self._rates[0])), float(self._rates[-1]))

    def _speak(self) -> None:
        self.setAccessibleName(self.tr("Loss over the learning rate"))
        chosen = self.tr("chosen: {0}").format(f"{self._chosen:g}") if self._chosen else self.tr("nothing chosen")
        self.setAccessibleDescription(chosen)

    def _show_theme(self, theme: Theme) -> None:
        self.setMinimumSize(theme.px("rate_plot_width"), theme.px("rate_plot_height"))
        self.update()
