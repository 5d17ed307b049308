"""The menus of the analysis table: what the mouse does at the headings, for the keyboard too."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from designer.network.analysis_table import COLUMNS
from designer.ui.analysis.column_layout import ALWAYS_SHOWN

if TYPE_CHECKING:
    from designer.ui.analysis.table_view import AnalysisView

_NUMBERS = range(len(COLUMNS))


def table_menu(view: AnalysisView) -> QMenu:
    """Return the menu of the rows: go there, copy, sort, columns."""
    menu = QMenu(view)
    rows = view.selected_rows()
    _add(menu, _tr("&Go to block"), partial(view.row_activated.emit, rows[-1] if rows else -1), bool(rows))
    menu.addSeparator()
    copied = (("rows", _tr("Copy selected &rows")), ("markdown", _tr("Copy as &Markdown")), ("csv", _tr("Copy as CS&V")))
    for kind, text in copied:
        _add(menu, text, partial(view.copy_requested.emit, kind), bool(rows) or kind != "rows")
    menu.addSeparator()
    menu.addMenu(_sort_menu(view, menu))
    menu.addMenu(columns_menu(view, menu))
    return menu


def columns_menu(view: AnalysisView, parent: QWidget) -> QMenu:
    """Return the menu of the columns, those shown checked."""
    menu = QMenu(_tr("&Columns"), parent)
    for number in _NUMBERS:
        action = _add(menu, _heading(view, number), partial(view.columns.toggle, number), number != ALWAYS_SHOWN)
        action.setCheckable(True)
        action.setChecked(not view.isColumnHidden(number))
    menu.addSeparator()
    _add(menu, _tr("Show &all columns"), view.columns.show_all, any(view.isColumnHidden(number) for number in _NUMBERS))
    return menu


def _sort_menu(view: AnalysisView, parent: QWidget) -> QMenu:
    menu = QMenu(_tr("&Sort by"), parent)
    _add(menu, _tr("&Order of the network"), partial(view.sortByColumn, -1, Qt.SortOrder.AscendingOrder), True)
    menu.addSeparator()
    for number in _NUMBERS:
        _add(menu, _heading(view, number), partial(view.sortByColumn, number, view.first_order(number)), True)
    return menu


def _heading(view: AnalysisView, number: int) -> str:
    return str(view.model().headerData(number, Qt.Orientation.Horizontal))


def _add(menu: QMenu, text: str, done: Callable[[], object], enabled: bool) -> QAction:
    action = menu.addAction(text)
    action.triggered.connect(done)
    action.setEnabled(enabled)
    return action


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnalysisTable", text)
