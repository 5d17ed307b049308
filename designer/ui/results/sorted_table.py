"""A table that is only looked at: sorted by its numbers, and every row leads to pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from designer.ui.results.results import PictureQuestion
from designer.ui.widgets.row_table import RowTable

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NO_PARENT = QModelIndex()
_PLACES = {True: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, False: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter}


@dataclass(frozen=True)
class TableColumn:
    """A heading and what it means."""

    heading: str
    explanation: str
    is_number: bool = True


@dataclass(frozen=True)
class TableRow:
    """One row: texts as they are shown, values that they are sorted by, and the pictures behind it."""

    texts: tuple[str, ...]
    values: tuple[float | str, ...]
    asked: PictureQuestion


class SortedModel(QAbstractTableModel):
    """Rows in the order they were given, or by a column."""

    def __init__(self, columns: Sequence[TableColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._given: tuple[TableRow, ...] = ()
        self._rows: tuple[TableRow, ...] = ()
        self._sorted: tuple[int, bool] | None = None

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """The rows as they are shown."""
        return self._rows

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show other rows in the same order."""
        self._given = tuple(rows)
        arranged = self._arranged()
        if len(arranged) == len(self._rows):
            self._rows = arranged
            if arranged:
                self.dataChanged.emit(self.index(0, 0), self.index(len(arranged) - 1, len(self._columns) - 1))
            return
        self.beginResetModel()
        self._rows = arranged
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by none (−1) as the rows were given."""
        self._sorted = (column, order is Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        self._rows = self._arranged()
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self._rows[index.row()].texts[index.column()]
        if role == Role.TextAlignmentRole:
            return _PLACES[self._columns[index.column()].is_number]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        column = self._columns[section]
        match role:
            case Role.DisplayRole:
                return column.heading
            case Role.ToolTipRole:
                return f"<p>{escape(column.explanation)}</p>"  # as a paragraph it wraps
            case Role.AccessibleDescriptionRole:
                return column.explanation
            case Role.TextAlignmentRole:
                return _PLACES[column.is_number]
        return None

    def _arranged(self) -> tuple[TableRow, ...]:
        if self._sorted is None:
            return self._given
        column, falling = self._sorted
        known = [row for row in self._given if row.values[column] == row.values[column]]  # what is no number comes last either way
        unknown = [row for row in self._given if row.values[column] != row.values[column]]
        return (*sorted(known, key=lambda row: row.values[column], reverse=falling), *unknown)


class SortedTable(RowTable):
    """Show such rows; a click or Enter asks for the pictures of one."""

    asked = Signal(object)
    """The pictures of a row were asked for; carries `PictureQuestion`."""
    copy_requested = Signal()
    """Ctrl+C was pressed."""

    def __init__(self, columns: Sequence[TableColumn], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, several=False)
        self.rows_model = SortedModel(columns, self)
        self.setModel(self.rows_model)
        self.setAccessibleName(name)
        header = self.horizontalHeader()
        header.setSortIndicatorClearable(True)
        with QSignalBlocker(header):
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.clicked.connect(self._ask)

    def show_rows(self, rows: Sequence[TableRow], row_height: int) -> None:
        """Show other rows."""
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.rows_model.show_rows(rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns where that leaves each its heading; else scroll."""
        super().resizeEvent(event)
        header = self.horizontalHeader()
        wanted = sum(header.sectionSizeHint(number) for number in range(header.count()))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch if wanted <= self.viewport().width() else QHeaderView.ResizeMode.ResizeToContents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for the pictures of the current row, or copy the table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _ask(self, index: QModelIndex) -> None:
        if index.isValid():
            self.asked.emit(self.rows_model.rows[index.row()].asked)
