"""The Analysis tab under a person's hands."""

from __future__ import annotations

import csv
import io

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.analysis_table import COLUMNS
from designer.network.templates import load_template
from designer.ui.analysis.panel import AnalysisPanel
from designer.ui.analysis.table_menus import columns_menu, table_menu
from designer.ui.analysis.table_model import column_number
from designer.ui.document import Document
from designer.ui.theme import ThemeChoice, Themes

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
LEFT, CONTROL, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def names(panel: AnalysisPanel) -> list[str]:
    return [panel.model.block_id(row) for row in range(panel.model.rowCount())]


def click_heading(panel: AnalysisPanel, key: str) -> None:
    header = panel.view.horizontalHeader()
    number = column_number(key)
    at = QPoint(header.sectionViewportPosition(number) + header.sectionSize(number) // 2, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, pos=at)


def click_row(panel: AnalysisPanel, name: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QPoint:
    at = panel.view.visualRect(panel.model.index(names(panel).index(name), 1)).center()
    QTest.mouseClick(panel.view.viewport(), LEFT, modifier, at)
    return at


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def action(menu: QMenu, text: str) -> QAction:
    return next(found for found in menu.actions() if found.text().replace("&", "") == text)


def test_three_clicks_on_a_heading_sort_both_ways_and_return(panel: AnalysisPanel, document: Document) -> None:
    order = names(panel)
    click_heading(panel, "parameters")
    assert names(panel)[:3] == ["dense1", "dense2", "conv2"], "the largest number first"
    click_heading(panel, "parameters")
    assert names(panel)[-3:] == ["conv2", "dense2", "dense1"]
    click_heading(panel, "parameters")
    assert names(panel) == order == list(document.analysis.order)
    click_heading(panel, "type")
    assert names(panel)[:2] == ["conv1", "conv2"], "words from A"


def test_totals_stay_below_however_the_rows_are_sorted(panel: AnalysisPanel, document: Document) -> None:
    click_heading(panel, "parameters")
    assert panel.totals.text_of(column_number("parameters")) == "61,706"
    assert panel.totals.text_of(column_number("macs")) == "416,520"
    assert panel.totals.accessibleName().startswith("Totals: Parameters 61,706")
    document.attempt("x", lambda old: edits.set_field(old, "dense3", "units", 11))
    assert panel.totals.text_of(column_number("parameters")) == "61,791"
    document.undo()
    assert panel.totals.text_of(column_number("parameters")) == "61,706"


def test_a_row_selects_its_block_and_a_block_its_row(panel: AnalysisPanel, document: Document) -> None:
    click_row(panel, "pool1")
    assert list(document.selection) == ["pool1"]
    click_row(panel, "conv2", CONTROL)
    assert set(document.selection) == {"pool1", "conv2"}
    document.select(("relu3", "dense1"))
    assert [names(panel)[row] for row in panel.view.selected_rows()] == ["dense1", "relu3"]
    assert list(document.selection) == ["relu3", "dense1"], "the table does not answer back"
    document.select(())
    assert panel.view.selected_rows() == []


def test_selected_rows_stay_selected_when_sorted_and_leave_with_their_blocks(panel: AnalysisPanel, document: Document) -> None:
    document.select(("dense1", "conv1"))
    click_heading(panel, "macs")
    assert {names(panel)[row] for row in panel.view.selected_rows()} == {"dense1", "conv1"}
    document.attempt("x", lambda old: edits.remove_blocks(old, "dense1")[0])
    assert [names(panel)[row] for row in panel.view.selected_rows()] == ["conv1"] == list(document.selection)


def test_arrow_keys_walk_the_blocks(panel: AnalysisPanel, document: Document) -> None:
    click_row(panel, "conv1")
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    assert document.selection == ("relu1",)
    QTest.keyClick(panel.view, Qt.Key.Key_Down, SHIFT)
    assert set(document.selection) == {"relu1", "pool1"}
    QTest.keyClick(panel.view, Qt.Key.Key_A, CONTROL)
    assert len(document.selection) == 13


def test_double_click_and_enter_go_to_the_block(qtbot: QtBot, panel: AnalysisPanel, document: Document) -> None:
    at = click_row(panel, "dense2")
    with qtbot.waitSignal(panel.block_activated) as told:
        QTest.mouseDClick(panel.view.viewport(), LEFT, pos=at)
    assert told.args == ["dense2"] and document.selection == ("dense2",)
    QTest.keyClick(panel.view, Qt.Key.Key_Up)
    with qtbot.waitSignal(panel.block_activated) as told:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert told.args == ["relu3"]


def test_ctrl_c_copies_the_selected_rows_for_a_spreadsheet(qtbot: QtBot, panel: AnalysisPanel) -> None:
    click_row(panel, "conv1")
    click_row(panel, "conv2", CONTROL)
    with qtbot.waitSignal(panel.noticed) as told:
        QTest.keyClick(panel.view, Qt.Key.Key_C, CONTROL)
    assert told.args == ["2 rows copied"]
    rows = list(csv.reader(io.StringIO(clipboard()), delimiter="\t"))
    assert [row[0] for row in rows] == ["conv1", "conv2"] and [row[3] for row in rows] == ["156", "2416"]


def test_ctrl_c_without_a_selection_says_so_and_keeps_the_clipboard(qtbot: QtBot, panel: AnalysisPanel) -> None:
    QGuiApplication.clipboard().setText("mine")
    with qtbot.waitSignal(panel.noticed) as told:
        QTest.keyClick(panel.view, Qt.Key.Key_C, CONTROL)
    assert told.args == ["Nothing is selected, so nothing was copied."] and clipboard() == "mine"


def test_the_buttons_copy_what_is_shown_in_the_order_shown(panel: AnalysisPanel, document: Document) -> None:
    click_heading(panel, "parameters")
    panel.view.setColumnHidden(column_number("trained"), True)
    QTest.mouseClick(panel.csv_button, LEFT)
    rows = list(csv.DictReader(io.StringIO(clipboard())))
    assert [row["block"] for row in rows] == names(panel) and rows[0]["block"] == "dense1"
    assert "trained" not in rows[0]
    assert {row["block"]: int(row["macs"]) for row in rows} == {name: report.macs for name, report in document.analysis.reports.items()}
    QTest.mouseClick(panel.markdown_button, LEFT)
    lines = clipboard().splitlines()
    assert lines[0].startswith("| Block | Type | Output |") and "Trained" not in lines[0]
    assert lines[2].startswith("| dense1 |") and lines[-1].startswith("| **Total** |")


def test_columns_are_hidden_by_the_menu_of_the_heading_and_come_back(panel: AnalysisPanel) -> None:
    menu = columns_menu(panel.view, panel)
    first = menu.actions()[0]
    assert first.text() == "Block" and not first.isEnabled(), "a row without its name says nothing"
    action(menu, "Weights").trigger()
    assert "Weights" not in [column.heading for column in panel.view.columns.shown()]
    action(columns_menu(panel.view, panel), "Show all columns").trigger()
    assert panel.view.columns.shown() == list(COLUMNS)


def test_the_keyboard_menu_sorts_too(qtbot: QtBot, panel: AnalysisPanel) -> None:
    click_row(panel, "conv1")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(panel.view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    sort = next(found.menu() for found in menu.actions() if found.text() == "&Sort by")
    assert isinstance(sort, QMenu)
    action(sort, "MACs").trigger()
    assert names(panel)[0] == "conv2"
    action(sort, "Order of the network").trigger()
    assert names(panel)[0] == "input"
    menu.close()


def test_the_menu_goes_to_the_block_and_copies(qtbot: QtBot, panel: AnalysisPanel) -> None:
    assert not action(table_menu(panel.view), "Go to block").isEnabled()
    click_row(panel, "relu2")
    with qtbot.waitSignal(panel.block_activated) as told:
        action(table_menu(panel.view), "Go to block").trigger()
    assert told.args == ["relu2"]
    for text, start in (("Copy selected rows", "relu2\tReLU\t"), ("Copy as Markdown", "| Block |"), ("Copy as CSV", "block,type,")):
        action(table_menu(panel.view), text).trigger()
        assert clipboard().startswith(start)


def test_widths_and_hidden_columns_are_taken_into_another_window(qtbot: QtBot, panel: AnalysisPanel, document: Document, themes: Themes) -> None:
    panel.view.horizontalHeader().resizeSection(column_number("type"), 222)
    panel.view.setColumnHidden(column_number("jump"), True)
    kept = panel.view.columns.dump()
    other = AnalysisPanel(document, themes)
    qtbot.addWidget(other)
    other.view.columns.load(kept)
    assert other.view.columnWidth(column_number("type")) == 222
    assert [column.key for column in COLUMNS if column not in other.view.columns.shown()] == ["jump"]
    assert other.view.columns.dump() == kept
    themes.choose(ThemeChoice.DARK)
    assert other.view.columnWidth(column_number("type")) == 222


DAMAGED = ("", "{}", "[1]", '{"hidden": 3, "widths": {}}', '{"hidden": ["block"], "widths": {"type": -5, "macs": "x"}}', "[" * 9_999)


@pytest.mark.parametrize("damaged", DAMAGED)
def test_damaged_settings_of_columns_count_as_none(panel: AnalysisPanel, damaged: str) -> None:
    before = [panel.view.columnWidth(number) for number in range(len(COLUMNS))]
    panel.view.columns.load(damaged)
    assert panel.view.columns.shown() == list(COLUMNS)
    assert [panel.view.columnWidth(number) for number in range(len(COLUMNS))] == before


def test_a_hidden_table_rests_and_catches_up(qtbot: QtBot, panel: AnalysisPanel, document: Document) -> None:
    panel.hide()
    before = panel.model.analysis
    document.attempt("x", lambda old: edits.remove_blocks(old, "relu1")[0])
    document.select(("pool1",))
    assert panel.model.analysis is before
    panel.show()
    assert panel.model.analysis is document.analysis and "relu1" not in names(panel)
    assert [names(panel)[row] for row in panel.view.selected_rows()] == ["pool1"]


def test_every_number_of_a_large_network_is_whole(qtbot: QtBot, panel: AnalysisPanel, document: Document) -> None:
    document.replace(load_template("vgg16"), None)
    metrics, strong = panel.view.fontMetrics(), QFontMetrics(panel.view.font())
    for number, column in enumerate(COLUMNS):
        room = panel.view.columnWidth(number)
        texts = [str(panel.model.index(row, number).data()) for row in range(panel.model.rowCount())]
        assert max(map(metrics.horizontalAdvance, texts)) < room, column.key
        assert strong.horizontalAdvance(panel.totals.text_of(number)) < room, column.key
    widths = [panel.view.columnWidth(number) for number in range(len(COLUMNS))]
    document.attempt("x", lambda old: edits.set_field(old, "conv1_1", "filters", 9))
    assert [panel.view.columnWidth(number) for number in range(len(COLUMNS))] == widths, "they rest while it is edited"


def test_a_low_panel_leaves_its_room_to_the_rows(qtbot: QtBot, panel: AnalysisPanel) -> None:
    assert panel.footer.isVisible()
    panel.resize(300, 140)
    qtbot.waitUntil(lambda: not panel.footer.isVisible())
    assert panel.totals.isVisible()
    assert panel.view.rowAt(panel.view.viewport().height() - 1) >= 2


def test_names_stay_in_sight_when_scrolled_sideways(qtbot: QtBot, panel: AnalysisPanel) -> None:
    panel.resize(500, 300)
    assert not panel.view.names.isVisible()
    bar = panel.view.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    assert panel.view.names.isVisible()
    cell = panel.view.names.visualRect(panel.model.index(3, 0)).center()
    below = panel.view.viewport().mapFromGlobal(panel.view.names.viewport().mapToGlobal(cell))
    assert panel.view.rowAt(below.y()) == 3, "a name lies in its own row"
    QTest.mouseClick(panel.view.names.viewport(), LEFT, pos=cell)
    assert panel.view.selected_rows() == [3]
    assert panel.focusWidget() is panel.view, "Ctrl+C copies the row"
    header = panel.view.names.horizontalHeader()
    for first in ("conv1", "softmax", "input"):
        QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(20, header.height() // 2))
        assert names(panel)[0] == first
