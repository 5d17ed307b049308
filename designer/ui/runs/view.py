"""The table of the runs: rows are selected whole, ticked by Space or Enter, sorted by a click on a heading, notes typed in place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from designer.runs.listing import RunSummary
from designer.ui.runs.columns import COLUMNS, ENDED, NAME, NOTES, column_number
from designer.ui.runs.model import RunFilter, RunsModel
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.row_table import RowTable

__all__ = ["RunsView"]

_NARROWEST_PX = 24
_NAME, _ENDED, _NOTES = column_number(NAME), column_number(ENDED), column_number(NOTES)


class RunsView(RowTable):
    """Show the runs that pass the filter."""

    menu_requested = Signal(QPoint)
    """A menu is wanted at this place of the screen."""
    delete_requested = Signal()
    """Delete was pressed."""
    copy_requested = Signal()
    """The selected paths are to be copied."""

    def __init__(self, model: RunsModel, proxy: RunFilter, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent, several=True)
        self._model, self._proxy = model, proxy
        self.setModel(proxy)
        self.setAccessibleName(self.tr("Runs; Space lays the curves of one over the others"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(_NARROWEST_PX)
        header.setSortIndicator(proxy.sortColumn(), proxy.sortOrder())
        self.setSortingEnabled(True)
        self.doubleClicked.connect(self._activate)
        themes.on_change(self._show_theme)

    def selected_runs(self) -> list[RunSummary]:
        """Return the runs that are selected, from the top."""
        return [self._run(index) for index in sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())]

    def current_run(self) -> RunSummary | None:
        """Return the run that the keys are at."""
        return self._run(self.currentIndex()) if self.currentIndex().isValid() else None

    def edit_notes(self) -> None:
        """Type notes for the run that the keys are at."""
        index = self.currentIndex()
        if index.isValid():
            notes = index.siblingAtColumn(_NOTES)
            self.setCurrentIndex(notes)
            self.edit(notes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the notes what the other columns leave."""
        super().resizeEvent(event)
        self._fit_notes()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick, note, copy or delete what is selected."""
        if self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # what the field of the notes leaves over, as its Enter
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tick_selected()
        elif event.key() == Qt.Key.Key_F2:
            self.edit_notes()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu."""
        at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_requested.emit(at if event.reason() is QContextMenuEvent.Reason.Keyboard else event.globalPos())

    def _run(self, index: QModelIndex) -> RunSummary:
        return self._model.run(self._proxy.mapToSource(index).row())

    def _activate(self, index: QModelIndex) -> None:
        if index.column() != _NOTES:
            self._tick(index)

    def _tick_selected(self) -> None:
        rows = self.selectionModel().selectedRows() or [self.currentIndex()]
        for index in [index for index in rows if index.isValid()]:
            self._tick(index)

    def _tick(self, index: QModelIndex) -> None:
        first = index.siblingAtColumn(_NAME)
        ticked = Qt.CheckState(first.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        self._proxy.setData(first, state, Qt.ItemDataRole.CheckStateRole)

    def _lay_out(self) -> None:
        metrics = self.fontMetrics()
        for number, column in enumerate(COLUMNS[:-1]):
            heading = metrics.horizontalAdvance(str(self.model().headerData(number, Qt.Orientation.Horizontal))) + self._arrow
            beside = self._beside if number == _NAME else self._arrow if number == _ENDED else 0
            self.horizontalHeader().resizeSection(number, max(metrics.horizontalAdvance(column.likely) + beside, heading) + 2 * self._space)

        self._fit_notes()

    def _fit_notes(self) -> None:
        others = sum(self.columnWidth(number) for number in range(len(COLUMNS)) if number != _NOTES)
        self.horizontalHeader().resizeSection(_NOTES, max(self.viewport().width() - others, self._notes_px))

    def _show_theme(self, theme: Theme) -> None:
        self._space, self._arrow = theme.px("space"), theme.px("icon")
        self._notes_px = theme.px("palette_width")
        self._beside = theme.px("check") + theme.px("icon")
        self.verticalHeader().setDefaultSectionSize(theme.px("target"))
        self._lay_out()
