"""The list of runs as Qt asks for it, and the words that it is filtered by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal

from designer.runs.listing import RunSummary
from designer.ui.icons import icon
from designer.ui.runs.columns import COLUMNS, ENDED, NAME, NOTES, column_number
from designer.ui.theme import Theme, Themes

__all__ = ["SORT_ROLE", "RunFilter", "RunsModel"]

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

SORT_ROLE = int(Role.UserRole)

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NO_PARENT = QModelIndex()


class RunsModel(QAbstractTableModel):
    """Hold what is known of each run; a tick in the first column lays its curves over the others."""

    ticked = Signal(object, bool)
    """A run was ticked, or is no longer; carries its `RunSummary`."""
    notes_written = Signal(object, str)
    """Notes were typed for a run; carries its `RunSummary` and the text."""

    def __init__(self, themes: Themes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._runs: list[RunSummary] = []
        self._rows: dict[Path, int] = {}
        self._said: dict[Path, str] = {}
        self._numbers: Mapping[str, int] = {}
        themes.changed.connect(self._show_theme)

    def put(self, runs: Iterable[RunSummary]) -> None:
        """Show runs that are new or known better; all new ones at once, for each change has the table laid out anew."""
        fresh: list[RunSummary] = []
        for run in runs:
            row = self._rows.get(run.path)
            if row is None:
                fresh.append(run)
            elif run != self._runs[row]:
                self._runs[row] = run
                self._said.pop(run.path, None)
                self._tell(row)
        if fresh:
            first = len(self._runs)
            self.beginInsertRows(_NO_PARENT, first, first + len(fresh) - 1)
            self._runs += fresh
            self._rows |= {run.path: first + number for number, run in enumerate(fresh)}
            self.endInsertRows()

    def remove(self, paths: Collection[Path]) -> None:
        """Take runs off the list."""
        for row in sorted((self._rows[path] for path in paths if path in self._rows), reverse=True):
            self.beginRemoveRows(_NO_PARENT, row, row)
            self._said.pop(self._runs[row].path, None)
            del self._runs[row]
            self._rows = {run.path: number for number, run in enumerate(self._runs)}
            self.endRemoveRows()

    def show_numbers(self, numbers: Mapping[str, int]) -> None:
        """Show which runs are laid over each other: numbers 1 to 8 by path."""
        if numbers != self._numbers:
            self._numbers = dict(numbers)
            for row in range(len(self._runs)):
                self._tell(row)

    def run(self, row: int) -> RunSummary:
        """Return the run of a row."""
        return self._runs[row]

    def said(self, row: int) -> str:
        """Return all that a row says, and its folder's name, for the filter."""
        run = self._runs[row]
        if run.path not in self._said:
            self._said[run.path] = " ".join((*(column.text(run) for column in COLUMNS), run.path.name)).casefold()
        return self._said[run.path]

    def find(self, path: Path) -> RunSummary | None:
        """Return the run of a folder."""
        row = self._rows.get(path)
        return None if row is None else self._runs[row]

    def row_of(self, path: Path) -> int | None:
        """Return the row of a folder's run."""
        return self._rows.get(path)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        key = COLUMNS[index.column()].key
        if key == NAME:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable if key == NOTES else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        run, column = self._runs[index.row()], COLUMNS[index.column()]
        match role:
            case Role.DisplayRole:
                number = self._numbers.get(str(run.path)) if column.key == NAME else None
                return f"{number}  {column.text(run)}" if number else column.text(run)
            case Role.EditRole:
                return run.notes if column.key == NOTES else column.text(run)
            case Role.CheckStateRole if column.key == NAME:
                return Qt.CheckState.Checked if str(run.path) in self._numbers else Qt.CheckState.Unchecked
            case Role.ToolTipRole:
                return self._tip(run, column.key)
            case Role.TextAlignmentRole:
                return _RIGHT if column.is_number else _LEFT
            case Role.DecorationRole if column.key == ENDED:
                return self._mark(run)
            case Role.ForegroundRole:
                return self._color(run, column.key)
            case Role.FontRole if run.ending == "running":
                return self._themes.current().font("strong")
        return column.value(run) if role == SORT_ROLE else None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        run = self._runs[index.row()]
        if role == Role.CheckStateRole:
            self.ticked.emit(run, Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        if role == Role.EditRole and COLUMNS[index.column()].key == NOTES and str(value).strip() != run.notes:
            self.notes_written.emit(run, str(value))
            return True
        return False

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        column = COLUMNS[section]
        match role:
            case Role.DisplayRole:
                return _tr(column.heading)
            case Role.TextAlignmentRole:
                return _RIGHT if column.is_number else _LEFT
            case Role.InitialSortOrderRole:  # of numbers and times the largest are looked for first
                largest = column.is_number or column.key == "date"
                return (Qt.SortOrder.DescendingOrder if largest else Qt.SortOrder.AscendingOrder).value
        return None

    def _tip(self, run: RunSummary, key: str) -> str | None:
        if key == NAME:
            return f"<p>{escape(str(run.path))}</p>"  # as a paragraph it wraps, and a name is never read as markup
        text = next(column for column in COLUMNS if column.key == key).text(run)
        return f"<p>{escape(text)}</p>" if text and key in (ENDED, NOTES) else None

    def _mark(self, run: RunSummary) -> Any:
        theme = self._themes.current()
        marks = {"failed": ("error", "error"), "interrupted": ("warning", "warning"), "running": ("play", "accent")}
        name = ("error", "error") if run.problem else marks.get(run.ending)
        return None if name is None else icon(name[0], theme.color(name[1]), theme.px("icon"))

    def _color(self, run: RunSummary, key: str) -> Any:
        theme, number = self._themes.current(), self._numbers.get(str(run.path))
        if run.problem:
            return theme.color("error" if key == ENDED else "text_muted")
        return theme.color(f"run_{number}") if number and key == NAME else theme.color("text")

    def _tell(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    def _show_theme(self, _theme: Theme) -> None:
        if self._runs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._runs) - 1, len(COLUMNS) - 1))


class RunFilter(QSortFilterProxyModel):
    """Keep the runs that have every typed word in one of their cells."""

    def __init__(self, model: RunsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: tuple[str, ...] = ()
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)
        self.sort(column_number("date"), Qt.SortOrder.DescendingOrder)

    def show_words(self, text: str) -> None:
        """Filter by these words."""
        words = tuple(text.casefold().split())
        if words != self._words:
            self._words = words
            self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        return not self._words or all(word in self._model.said(row) for word in self._words)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)
