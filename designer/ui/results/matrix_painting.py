"""Paint a confusion matrix: labels that stay while the cells scroll, numbers where they fit."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPen

from designer.ui.results.confusion import Confusion
from designer.ui.results.matrix_colors import MatrixColors
from designer.ui.results.matrix_layout import MatrixLayout
from designer.ui.results.wording import percent
from designer.ui.theme import Theme

_CENTRE = Qt.AlignmentFlag.AlignCenter
_CENTRE_BOTTOM = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
_CENTRE_TOP = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_TWO_LINES = 2.3


class MatrixPainter:
    """Paint one view of a matrix.

    Args:
        offset: How far the cells are scrolled, in px.
    """

    def __init__(self, painter: QPainter, theme: Theme, confusion: Confusion, layout: MatrixLayout, colors: MatrixColors, offset: QPoint) -> None:
        self._painter, self._theme, self._confusion, self._layout, self._colors = painter, theme, confusion, layout, colors
        self._origin = QPoint(layout.label_width, layout.label_height) - offset
        self._cells = QRect(layout.label_width, layout.label_height, layout.width - layout.label_width, layout.height - layout.label_height)

    def paint_cells(self) -> None:
        """Paint the cells in sight, each with its number, below it its share where there is room."""
        painter, theme, layout = self._painter, self._theme, self._layout
        painter.save()
        painter.setClipRect(self._cells)
        x, y, width, height = self._origin.x(), self._origin.y(), layout.matrix_width, layout.matrix_height
        painter.fillRect(QRect(x, y, width, height), theme.color("border_faint"))
        cell = QRect(0, 0, layout.cell_width - 1, layout.cell_height - 1)
        for number in range(layout.size):  # the ground shows between columns and, below, between rows
            painter.fillRect(QRect(x + number * layout.cell_width, y, cell.width(), height), theme.color("panel"))
        for number in range(layout.size):
            painter.fillRect(QRect(x, y + number * layout.cell_height + cell.height(), width, 1), theme.color("border_faint"))
        self._paint_numbers(cell)
        painter.restore()

    def _paint_numbers(self, cell: QRect) -> None:
        confusion, theme = self._confusion, self._theme
        strong, plain, small = theme.font("small_strong"), theme.font("small"), theme.font("tiny")
        two_lines = cell.height() >= _TWO_LINES * QFontMetrics(plain).height()
        room_for_share = two_lines and cell.width() >= QFontMetrics(small).horizontalAdvance("00.0 %")
        cells = zip(confusion.true.tolist(), confusion.predicted.tolist(), confusion.counts.tolist(), confusion.shares.tolist(), strict=True)
        for true, predicted, count, share in cells:
            x, y, _, _ = self._layout.place(true, predicted)
            rect, right = cell.translated(self._origin + QPoint(x, y)), true == predicted
            if not rect.intersects(self._cells):
                continue
            self._painter.fillRect(rect, self._colors.fill(right, share))
            self._painter.setPen(self._colors.ink(right, share))
            self._painter.setFont(strong if right else plain)
            if not room_for_share:
                self._painter.drawText(rect, _CENTRE, f"{count:,}")
                continue
            middle = rect.height() // 2
            self._painter.drawText(rect.adjusted(0, 0, 0, -middle), _CENTRE_BOTTOM, f"{count:,}")
            self._painter.setFont(small)
            self._painter.drawText(rect.adjusted(0, middle, 0, 0), _CENTRE_TOP, percent(share))

    def paint_heat(self, image: QImage) -> None:
        """Paint the heat map, every cell sharp, with a line around it."""
        layout = self._layout
        target = QRect(self._origin.x(), self._origin.y(), layout.matrix_width, layout.matrix_height)
        self._painter.drawImage(target, image)
        self._painter.setPen(QPen(self._theme.color("border"), self._theme.px("border")))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(target.adjusted(-1, -1, 0, 0))

    def paint_labels(self, lit: tuple[int | None, int | None]) -> None:
        """Paint the names of rows and columns; of a heat map only those of the cell that is pointed at."""
        painter, theme, layout, classes = self._painter, self._theme, self._layout, self._confusion.classes
        painter.fillRect(QRect(0, 0, layout.width, layout.label_height), theme.color("panel"))
        painter.fillRect(QRect(0, 0, layout.label_width, layout.height), theme.color("panel"))
        everything = range(layout.size)
        for true in everything if layout.has_numbers else [label for label in lit[:1] if label is not None]:
            self._paint_row_label(true, classes[true], lit[0] == true)
        for predicted in everything if layout.has_numbers else [label for label in lit[1:] if label is not None]:
            self._paint_column_label(predicted, classes[predicted], lit[1] == predicted)

    def paint_corner(self, true: str, predicted: str) -> None:
        """Say which side is which."""
        painter, layout = self._painter, self._layout
        painter.setPen(self._theme.color("text_muted"))
        painter.setFont(self._theme.font("tiny"))
        corner = QRect(0, 0, layout.label_width - self._theme.px("space"), layout.label_height)
        painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, f"{predicted} →")
        painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, f"{true} ↓")

    def paint_outline(self, true: int, predicted: int, focused: bool) -> None:
        """Outline the cell that the keys are on."""
        x, y, width, height = self._layout.place(true, predicted)
        rect = QRectF(QRect(self._origin + QPoint(x, y), self._origin + QPoint(x + width - 1, y + height - 1)))
        pen = self._theme.px("focus_ring") if focused else self._theme.px("border")
        self._painter.save()
        self._painter.setClipRect(self._cells.adjusted(-pen, -pen, pen, pen))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(self._theme.color("text"), pen, j=Qt.PenJoinStyle.MiterJoin))
        self._painter.drawRect(rect.adjusted(-pen / 2, -pen / 2, pen / 2 - 1, pen / 2 - 1))
        self._painter.restore()

    def _paint_row_label(self, true: int, name: str, lit: bool) -> None:
        _, y, _, height = self._layout.place(true, 0)
        line = QFontMetrics(self._theme.font("small")).height()
        rect = QRect(0, self._origin.y() + y + (height - line) // 2, self._layout.label_width - self._theme.px("space"), line)
        if not self._layout.has_numbers:
            rect.moveTop(max(rect.top(), self._layout.label_height))
        if rect.top() >= self._layout.label_height - line // 4:
            self._paint_label(rect, name, lit, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _paint_column_label(self, predicted: int, name: str, lit: bool) -> None:
        x, _, width, _ = self._layout.place(0, predicted)
        if self._layout.has_numbers:
            rect = QRect(self._origin.x() + x, 0, width, self._layout.label_height)
        else:
            around = self._layout.label_width
            left = min(self._origin.x() + x + width // 2 - around // 2, self._layout.width - around)
            rect = QRect(max(left, self._layout.label_width), 0, around, self._layout.label_height)
        if rect.right() > self._layout.label_width:
            self._paint_label(rect, name, lit, _CENTRE)

    def _paint_label(self, rect: QRect, name: str, lit: bool, place: Qt.AlignmentFlag) -> None:
        self._painter.setFont(self._theme.font("small_strong" if lit else "small"))
        self._painter.setPen(self._theme.color("text" if lit else "text_muted"))
        self._painter.drawText(rect, place, QFontMetrics(self._painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, rect.width()))
