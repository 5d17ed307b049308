"""Paint a table of numbers: digits where they fit, else colours alone."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPen

from designer.ui.arithmetic.table import Table, cell_text
from designer.ui.kernel_lab.cell_colors import CellColors
from designer.ui.theme import Theme

_WIDEST_TEXT = "−.88"
_LEVELS = 48


def least_digits_px(theme: Theme) -> int:
    """Return the width of a cell from which on its digits fit."""
    return QFontMetrics(theme.font("code_small")).horizontalAdvance(_WIDEST_TEXT) + 1


def table_gap(theme: Theme) -> int:
    """Return the room between two tables, for the sign."""
    return theme.px("space_xl")


class TablePainter:
    """Paints tables in the colours of a theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._colors = CellColors(theme)

    def paint(self, painter: QPainter, table: Table, rect: QRect, pointed: int, caption_px: int) -> None:
        """Paint a table.

        Args:
            rect: Of its cells.
            pointed: Cell under the pointer; −1: none.
            caption_px: How far the caption may go.
        """
        theme = self._theme
        rows, columns = table.values.shape
        width, height = rect.width() // columns, rect.height() // rows
        digits = width >= least_digits_px(theme)
        gap = theme.px("border") if width > theme.px("space") else 0
        painter.setFont(theme.font("code_small"))
        for cell in range(rows * columns) if digits else ():
            row, column = divmod(cell, columns)
            place = QRect(rect.x() + column * width, rect.y() + row * height, width - gap, height - gap)
            self._paint_cell(painter, table, cell, place)
        if not digits:
            painter.drawImage(rect, self._picture(table))
            painter.setPen(theme.color("border"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if table.framed >= 0:
            self._frame(painter, rect, table, table.framed, theme.px("focus_ring"))
        if 0 <= pointed < rows * columns and pointed != table.framed:
            self._frame(painter, rect, table, pointed, theme.px("border"))
        self._paint_words(painter, table, rect, caption_px)

    def _paint_words(self, painter: QPainter, table: Table, rect: QRect, caption_px: int) -> None:
        theme = self._theme
        painter.setFont(theme.font("tiny"))
        painter.setPen(theme.color("text_muted"))
        metrics = QFontMetrics(painter.font())
        room = QRect(rect.x(), rect.bottom() + theme.px("space_xs"), max(rect.width(), caption_px), metrics.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, metrics.elidedText(table.full_caption(), Qt.TextElideMode.ElideRight, room.width()))
        if table.sign:
            painter.setFont(theme.font("strong"))
            painter.setPen(theme.color("text"))
            gap = table_gap(theme)
            painter.drawText(QRect(rect.x() - gap, rect.y(), gap, rect.height()), Qt.AlignmentFlag.AlignCenter, table.sign)

    def _picture(self, table: Table) -> QImage:
        """Return a table as a picture of one pixel a cell: thousands of cells are too slow to paint one by one."""
        values = np.where(np.isfinite(table.values), table.values, 0.0)
        shares = np.clip(values / table.reach, -1, 1) if table.reach else np.zeros(values.shape)
        if table.done >= 0:
            shares.reshape(-1)[table.done :] = 0
        levels, indices = np.unique(np.round(shares * _LEVELS).astype(np.int16), return_inverse=True)
        colors = np.array([self._colors.fill(level / _LEVELS).rgb() for level in levels], np.uint32)
        colors = np.append(colors, self._theme.color("nan").rgb()).astype(np.uint32)
        known = np.isfinite(table.values) if table.padded is None else np.isfinite(table.values) | table.padded
        pixels = np.ascontiguousarray(colors[np.where(known, indices.reshape(values.shape), len(levels))])
        return QImage(pixels.data, values.shape[1], values.shape[0], 4 * values.shape[1], QImage.Format.Format_RGB32).copy()

    def _paint_cell(self, painter: QPainter, table: Table, cell: int, place: QRect) -> None:
        theme, value = self._theme, float(table.values.flat[cell])
        waiting = 0 <= table.done <= cell
        finite = np.isfinite(value)
        share = value / table.reach if table.reach and finite and not waiting else 0.0
        outside = table.padded is not None and bool(table.padded.flat[cell])
        painter.fillRect(place, theme.color("nan") if not finite and not outside and not waiting else self._colors.fill(share))
        pen = QPen(theme.color("border_strong" if outside else "border_faint"), theme.px("border"))
        pen.setStyle(Qt.PenStyle.DashLine if outside else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.setPen(theme.color("text_muted") if outside else self._colors.ink(share))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "·" if waiting else cell_text(value * 10.0**-table.power))

    def _frame(self, painter: QPainter, rect: QRect, table: Table, cell: int, pen_px: int) -> None:
        rows, columns = table.values.shape
        width, height = rect.width() // columns, rect.height() // rows
        row, column = divmod(cell, columns)
        painter.setPen(QPen(self._theme.color("map_frame"), pen_px))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRect(rect.x() + column * width, rect.y() + row * height, width - 1, height - 1))
