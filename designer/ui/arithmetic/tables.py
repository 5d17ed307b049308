"""Tables of numbers side by side: window × filter = products. Drawn in one widget, so that they break into rows where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.arithmetic.table import Table
from designer.ui.arithmetic.table_painting import TablePainter, least_digits_px, table_gap
from designer.ui.theme import Theme, Themes

_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
_MOST_ALONE = 7
"""Columns of a table that stands alone in its row for the sake of its digits."""


class TablesView(QWidget):
    """Show tables; the arrow keys ask for the pixel beside."""

    pixel_walked = Signal(int, int)
    """The pixel so many rows and columns on was asked for."""
    cell_pointed = Signal(int)
    """The pointer is over the cell of this position in any of the tables; −1: over none."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._tables: tuple[Table, ...] = ()
        self._painter = TablePainter(themes.current())
        self._pointed = -1
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        themes.on_change(self._show_theme)

    def show_tables(self, tables: Sequence[Table]) -> None:
        """Show other numbers; where all are small, they are written in tenths, hundredths, … and the caption says so."""
        shapes = [table.values.shape for table in self._tables]
        self._tables = tuple(tables)
        if shapes != [table.values.shape for table in self._tables]:
            self._fit()
        self.update()

    def tables(self) -> tuple[Table, ...]:
        """Return what is shown."""
        return self._tables

    def table_rects(self) -> list[QRect]:
        """Return where the cells of each table are, in px."""
        return self._lay_out(self.width())[0]

    def height_for(self, width: int) -> int:
        """Return the height that the tables take in a width."""
        return self._lay_out(width)[1]

    def sizeHint(self) -> QSize:
        """Return room for the tables beside each other."""
        width = sum(table.values.shape[1] * self._themes.current().px("cell_width") + table_gap(self._themes.current()) for table in self._tables)
        return QSize(width, self.height_for(width))

    def minimumSizeHint(self) -> QSize:
        """Return room for a table of small cells; the height follows the width."""
        return QSize(self._themes.current().px("chip_min_width"), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break into as many rows as the new width asks for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = self.height_for(self.width())
        if height != self.minimumHeight():
            self.setFixedHeight(height)  # a layout in a scroll area does not ask again for the height of a width

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tables."""
        painter, theme = QPainter(self), self._themes.current()
        for table, rect in zip(self._tables, self.table_rects(), strict=True):
            self._painter.paint(painter, table, rect, self._pointed, self._caption_room(rect))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), theme.px("border")))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the pixel beside."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.pixel_walked.emit(*step)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the cell under the pointer."""
        self._point(self._cell_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that there is none."""
        self._point(-1)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is gone."""
        super().focusOutEvent(event)
        self.update()

    def _point(self, cell: int) -> None:
        if cell != self._pointed:
            self._pointed = cell
            self.cell_pointed.emit(cell)
            self.update()

    def _cell_at(self, point: QPoint) -> int:
        for table, rect in zip(self._tables, self.table_rects(), strict=True):
            rows, columns = table.values.shape
            if rect.contains(point):
                row, column = (point.y() - rect.y()) * rows // rect.height(), (point.x() - rect.x()) * columns // rect.width()
                return int(row * columns + column)
        return -1

    def _lay_out(self, width: int) -> tuple[list[QRect], int]:
        """Return where the cells of each table are, and the height of all: as many beside each other as keeps the digits, else as fit best."""
        theme = self._themes.current()
        space, caption = theme.px("space"), QFontMetrics(theme.font("tiny")).height() + theme.px("space_xs")
        if not self._tables:
            return [], 0
        columns = max(table.values.shape[1] for table in self._tables)
        beside = next((number for number in range(len(self._tables), 1, -1) if self._cell_side(width, columns, number) >= least_digits_px(theme)), 1)
        if beside == 1 and (columns > _MOST_ALONE or self._cell_side(width, columns, 1) < least_digits_px(theme)):
            beside = len(self._tables)  # colours need less room than digits, and are seen beside each other
        cell = self._cell_side(width, columns, beside)
        height = max(2, min(cell, theme.px("cell_height")))
        rects, top = [], space
        for first in range(0, len(self._tables), beside):
            left, lowest = (table_gap(self._themes.current()) if self._tables[first].sign else 0), 0
            for table in self._tables[first : first + beside]:
                across = max(table.values.shape[1] * cell, 1)
                rects.append(QRect(left, top, across, table.values.shape[0] * height))
                left += max(across, 1) + table_gap(self._themes.current())
                lowest = max(lowest, table.values.shape[0] * height)
            top += lowest + caption + space
        return rects, top

    def _cell_side(self, width: int, columns: int, beside: int) -> int:
        theme = self._themes.current()
        gaps = max(beside - 1, int(beside < len(self._tables)))  # a later row begins with its sign
        return max(2, min(theme.px("cell_width"), (width - 1 - gaps * table_gap(self._themes.current())) // (beside * columns)))

    def _caption_room(self, rect: QRect) -> int:
        """Return how far a caption may go: to the next table beside, else to the edge."""
        beside = [other.x() for other in self.table_rects() if other.x() > rect.x() and other.y() == rect.y()]
        return min(beside, default=self.width()) - self._themes.current().px("space_s") - rect.x()

    def _show_theme(self, theme: Theme) -> None:
        self._painter = TablePainter(theme)
        self._fit()
        self.update()
