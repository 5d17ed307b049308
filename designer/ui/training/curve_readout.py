"""The crosshair over a plot: an upright line at a step, a dot on each curve, and a small box with the values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from designer.ui.theme import Themes

__all__ = ["CurveMark", "CurveReadout"]


@dataclass(frozen=True)
class CurveMark:
    """A point of one curve.

    Args:
        color: Of the curve, a colour of the theme.
        dashed: Whether the curve is.
        text: What the box says of the point: "train 0.0712".
        at: Where it is, in px of the plot; ``None``: the value cannot be drawn (a logarithm of 0).
    """

    color: str
    dashed: bool
    text: str
    at: QPointF | None


class CurveReadout(QWidget):
    """Lie over a plot without taking its mouse.

    It is opaque, on a picture of the plot: under a transparent one the curves would be stroked anew at every move of the pointer
    (24 ms instead of 1).
    """

    def __init__(self, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes
        self._x = 0.0
        self._title = ""
        self._marks: tuple[CurveMark, ...] = ()
        self._plot = QRectF()
        self._ground = QPixmap()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hide()

    def show_ground(self, ground: QPixmap) -> None:
        """Take the picture of the plot that all is painted on."""
        self._ground = ground
        self.update()

    def show_marks(self, x: float, title: str, marks: Sequence[CurveMark], plot: QRectF) -> None:
        """Show the line at ``x`` px with its box.

        Args:
            title: The box's first line.
            plot: Where the curves are, in px; the line is as high, the box lies within.
        """
        if not self.isHidden():
            self._touch()
        self._x, self._title, self._marks, self._plot = x, title, tuple(marks), plot
        self.show()
        self._touch()

    def text(self) -> str:
        """Return what the box says, a line each; empty: it is not shown."""
        return "" if self.isHidden() else "\n".join((self._title, *(mark.text for mark in self._marks)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint line, dots and box."""
        theme = self._themes.current()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        painter.setPen(QPen(theme.color("plot_axis"), theme.px("border")))
        painter.drawLine(QPointF(self._x, self._plot.top()), QPointF(self._x, self._plot.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.px("space_s")
        for mark in self._marks:
            if mark.at is not None:
                painter.setPen(QPen(theme.color("plot_background"), theme.px("border")))
                painter.setBrush(theme.color(mark.color))
                painter.drawEllipse(mark.at, radius, radius)
        self._paint_box(painter)
        painter.end()

    def _paint_box(self, painter: QPainter) -> None:
        theme, box = self._themes.current(), self._box()
        painter.setPen(QPen(theme.color("border_strong"), theme.px("border")))
        painter.setBrush(theme.color("panel"))
        painter.drawRoundedRect(box, theme.px("radius_s"), theme.px("radius_s"))
        line = QRectF(box.left() + theme.px("space"), box.top() + theme.px("space_s"), box.width(), self._line_height())
        painter.setFont(theme.font("small_strong"))
        painter.setPen(theme.color("text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.setFont(theme.font("small"))
        for mark in self._marks:
            line.translate(0, self._line_height())
            pen = QPen(theme.color(mark.color), theme.px("curve"))
            if mark.dashed:
                pen.setDashPattern([3, 1.5])
            painter.setPen(pen)
            painter.drawLine(QPointF(line.left(), line.center().y()), QPointF(line.left() + theme.px("icon"), line.center().y()))
            painter.setPen(theme.color("text"))
            text = line.translated(theme.px("icon") + theme.px("space_s"), 0)
            room = box.right() - theme.px("space_s") - text.left()
            painter.drawText(
                text, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(mark.text, Qt.TextElideMode.ElideRight, int(room) + 1)
            )

    def _line_height(self) -> float:
        return QFontMetricsF(self._themes.current().font("small")).height()

    def _box(self) -> QRectF:
        """Return where the box lies: beside the line, on the side with room, at the top."""
        theme = self._themes.current()
        small, strong = QFontMetricsF(theme.font("small")), QFontMetricsF(theme.font("small_strong"))
        stroke, space = theme.px("icon") + theme.px("space_s"), theme.px("space")
        widths = [strong.horizontalAdvance(self._title), *(stroke + small.horizontalAdvance(mark.text) for mark in self._marks)]
        size = QSizeF(min(max(widths) + 2 * space, self.width() - 2.0), self._line_height() * (1 + len(self._marks)) + space)
        right = self._x + space
        left = right if right + size.width() <= self._plot.right() or self._x - space - size.width() < 0 else self._x - space - size.width()
        left = max(min(left, self.width() - size.width() - 1), 0.0)  # over the line rather than cut off
        return QRectF(QPointF(left, self._plot.top() + theme.px("space_s")), size)

    def _touch(self) -> None:
        """Have painted again what is shown now."""
        radius = self._themes.current().px("space_s") + 1
        around = [QRectF(self._x - 1, self._plot.top(), 3, self._plot.height()), self._box().adjusted(-1, -1, 1, 1)]
        around += [QRectF(mark.at.x() - radius, mark.at.y() - radius, 2 * radius, 2 * radius) for mark in self._marks if mark.at is not None]
        for part in around:
            self.update(part.toAlignedRect())
