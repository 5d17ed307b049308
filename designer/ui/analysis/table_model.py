"""The analysis as Qt's table model: it changes row by row, sorts by numbers and knows the network's own order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from designer.network.analysis import Analysis, BlockReport
from designer.network.analysis_table import COLUMNS, Kind, sorted_reports
from designer.network.analysis_text import cell_text
from designer.ui.analysis.wording import cell_tooltip, state_icon, state_text, text_color
from designer.ui.icons import icon
from designer.ui.theme import Themes

VALUE_ROLE = Qt.ItemDataRole.UserRole
"""The value itself: a share from 0 to 1, a number, a word."""

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NO_PARENT = QModelIndex()
_TO_THE_LEFT = (Kind.WORDS, Kind.SHAPE)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def column_number(key: str) -> int:
    """Return where a column stands."""
    return next(number for number, column in enumerate(COLUMNS) if column.key == key)


_NAME, _OUTPUT = column_number("block"), column_number("output")


class AnalysisModel(QAbstractTableModel):
    """One row for each block, in the network's order or sorted by a column."""

    def __init__(self, analysis: Analysis, themes: Themes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._analysis = analysis
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self._ids: list[str] = list(analysis.order)

    @property
    def analysis(self) -> Analysis:
        """The analysis shown."""
        return self._analysis

    def block_id(self, row: int) -> str:
        """Return the block of a row."""
        return self._ids[row]

    def rows_of(self, ids: Iterable[str]) -> list[int]:
        """Return the rows of some blocks, from the top."""
        wanted = set(ids)
        return [row for row, name in enumerate(self._ids) if name in wanted]

    def reports(self, rows: Iterable[int] | None = None) -> list[BlockReport]:
        """Return the reports of some rows, or of all, as they are shown."""
        return [self._analysis.reports[self._ids[row]] for row in (range(len(self._ids)) if rows is None else rows)]

    def show_analysis(self, analysis: Analysis) -> None:
        """Show another analysis: rows of gone blocks are removed, others moved, new ones inserted, changed ones repainted."""
        if analysis is self._analysis:
            return
        old, ids = self._analysis, self._arranged(analysis)
        self._remove({name for name in self._ids if name not in analysis.reports})
        self._analysis = analysis
        known = set(self._ids)
        self._permute([name for name in ids if name in known])
        self._insert(ids, known)
        self._tell_changes(old)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by none (−1) the blocks stand in the network's order."""
        self._sorted = (column, order) if column >= 0 else None
        self._permute(self._arranged(self._analysis))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        report, column = self._analysis.reports[self._ids[index.row()]], COLUMNS[index.column()]
        match role:
            case Role.DisplayRole | Role.AccessibleTextRole:
                return self._text(report, index.column())
            case Role.UserRole:
                return column.value(report, self._analysis)
            case Role.TextAlignmentRole:
                return _LEFT if column.kind in _TO_THE_LEFT else _RIGHT
            case Role.ToolTipRole:
                return cell_tooltip(report, column, self._analysis)
            case Role.DecorationRole if index.column() == _NAME:
                theme = self._themes.current()
                name, color = state_icon(report)
                return icon(name, theme.color(color), theme.px("icon"))
            case Role.ForegroundRole:
                return self._themes.current().color(text_color(report, column.value(report, self._analysis)))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return self._analysis.reports[self._ids[section]].block.shown_name if role == Role.DisplayRole else None
        column = COLUMNS[section]
        match role:
            case Role.DisplayRole:
                return _tr(column.heading)
            case Role.ToolTipRole:
                return f"<p>{escape(_tr(column.explanation))}</p>"  # as a paragraph it wraps
            case Role.AccessibleDescriptionRole:
                return _tr(column.explanation)
            case Role.TextAlignmentRole:
                return _LEFT if column.kind in _TO_THE_LEFT else _RIGHT
            case Role.InitialSortOrderRole:  # of numbers the largest are looked for first
                return (Qt.SortOrder.AscendingOrder if column.kind is Kind.WORDS else Qt.SortOrder.DescendingOrder).value
        return None

    def _text(self, report: BlockReport, number: int) -> str:
        if number == _OUTPUT:
            return state_text(report)
        text = cell_text(COLUMNS[number].kind, COLUMNS[number].value(report, self._analysis))
        return _tr(text) if text and COLUMNS[number].kind is Kind.WORDS and number != _NAME else text

    def _arranged(self, analysis: Analysis) -> list[str]:
        if self._sorted is None:
            return list(analysis.order)
        column, order = self._sorted
        reports = [analysis.reports[name] for name in analysis.order]
        return [report.id for report in sorted_reports(reports, COLUMNS[column], analysis, order is Qt.SortOrder.DescendingOrder)]

    def _remove(self, gone: set[str]) -> None:
        for first, last in reversed(_runs(row for row, name in enumerate(self._ids) if name in gone)):
            self.beginRemoveRows(_NO_PARENT, first, last)
            del self._ids[first : last + 1]
            self.endRemoveRows()

    def _permute(self, ids: list[str]) -> None:
        if ids == self._ids:
            return
        self.layoutAboutToBeChanged.emit()
        places = {name: row for row, name in enumerate(ids)}
        before = self.persistentIndexList()
        after = [self.index(places[self._ids[index.row()]], index.column()) for index in before]
        self._ids = ids
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert(self, ids: Sequence[str], known: set[str]) -> None:
        for first, last in _runs(row for row, name in enumerate(ids) if name not in known):
            self.beginInsertRows(_NO_PARENT, first, last)
            self._ids[first:first] = ids[first : last + 1]
            self.endInsertRows()

    def _tell_changes(self, old: Analysis) -> None:
        new, last = self._analysis, len(COLUMNS) - 1
        if _whole(old) != _whole(new) and self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, last))
            return
        changed = [row for row, name in enumerate(self._ids) if old.reports.get(name) is not new.reports[name]]
        for first, end in _runs(changed):
            self.dataChanged.emit(self.index(first, 0), self.index(end, last))


def _whole(analysis: Analysis) -> tuple[int, int, object]:
    """Return what every row's shares and memory depend on."""
    return analysis.parameters, analysis.macs, analysis.architecture.training


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Return first and last of each run of neighbouring rows.

    >>> _runs([2, 3, 4, 7])
    [(2, 4), (7, 7)]
    """
    runs = [[row for _, row in run] for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0])]
    return [(run[0], run[-1]) for run in runs]


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnalysisTable", text)
