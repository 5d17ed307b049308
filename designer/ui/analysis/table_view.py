"""The table itself: rows are selected whole, sorted by a click on a heading, copied and gone to by keys."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from designer.network.analysis_table import COLUMNS, Kind
from designer.ui.analysis.column_layout import ColumnLayout
from designer.ui.analysis.names_column import NamesColumn
from designer.ui.analysis.share_delegate import ShareDelegate
from designer.ui.analysis.table_menus import columns_menu, table_menu
from designer.ui.analysis.table_model import AnalysisModel
from designer.ui.theme import Themes
from designer.ui.widgets.row_table import RowTable


class AnalysisView(RowTable):
    """Show the analysis, the names in sight however far it is scrolled sideways."""

    row_activated = Signal(int)
    """Enter was pressed on a row, or it was double-clicked."""
    copy_requested = Signal(str)
    """Copy ``rows``, ``markdown`` or ``csv``."""

    def __init__(self, model: AnalysisModel, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent, several=True)
        self._model = model
        self.setModel(model)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, column in enumerate(COLUMNS):
            if column.kind is Kind.SHARE:
                self.setItemDelegateForColumn(number, ShareDelegate(themes, self))
        self._set_up_header()
        self.columns = ColumnLayout(self, themes)
        self.names = NamesColumn(self, themes)
        self.doubleClicked.connect(self._activate)

    def selected_rows(self) -> list[int]:
        """Return the rows that are selected, from the top."""
        selection = self.selectionModel().selection()  # asking for every index takes a hundred times as long
        runs = [selection.at(number) for number in range(selection.count())]
        return sorted({row for run in runs for row in range(run.top(), run.bottom() + 1)})

    def select_rows(self, rows: list[int]) -> None:
        """Select exactly these rows, and bring the last one into sight."""
        if rows == self.selected_rows():
            return
        selection = QItemSelection()
        for row in rows:
            selection.select(self._model.index(row, 0), self._model.index(row, len(COLUMNS) - 1))
        flags = QItemSelectionModel.SelectionFlag
        if rows:
            self.selectionModel().setCurrentIndex(self._model.index(rows[-1], 0), flags.NoUpdate)
            self.scrollTo(self._model.index(rows[-1], max(self.columnAt(0), 0)))
        self.selectionModel().select(selection, flags.ClearAndSelect)

    def first_order(self, number: int) -> Qt.SortOrder:
        """Return how a column is sorted first: words from A, numbers from the largest."""
        return Qt.SortOrder(self._model.headerData(number, Qt.Orientation.Horizontal, Qt.ItemDataRole.InitialSortOrderRole))

    def cycle_sort(self, number: int) -> None:
        """Sort as a click on a heading does: one way, the other way, the order of the network."""
        header, first = self.horizontalHeader(), self.first_order(number)
        if header.sortIndicatorSection() != number:
            self.sortByColumn(number, first)
        elif header.sortIndicatorOrder() is first:
            self.sortByColumn(number, Qt.SortOrder(1 - first.value))
        else:
            self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out the column of names with the rest."""
        super().resizeEvent(event)
        self.names.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the selected rows, or go to a block."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit("rows")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the table."""
        at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self._open(table_menu(self), at if event.reason() is QContextMenuEvent.Reason.Keyboard else event.globalPos())

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.setSectionsMovable(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_columns)

    def _open_columns(self, at: QPoint) -> None:
        self._open(columns_menu(self, self), self.horizontalHeader().mapToGlobal(at))

    def _open(self, menu: QMenu, at: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_activated.emit(index.row())
