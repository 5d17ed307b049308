"""The Analysis tab and the dense twin in the assembled window, by their keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.ui.analysis.table_model import column_number
from designer.ui.main_window import MainWindow
from designer.ui.status_bar import item_tip

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
LEFT, CONTROL, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (1024, 640)])
def test_ctrl_t_shows_the_table_and_a_double_click_centres_the_card(
    make_window: Callable[..., MainWindow], qtbot: QtBot, width: int, height: int
) -> None:
    window = make_window(width, height)
    window.document.attempt("Name", lambda old: edits.set_title(old, "dense2", "second"))
    assert window.analysis_panel.model.analysis is not window.document.analysis, "nobody looks, so nothing is done"
    QTest.keyClick(window, Qt.Key.Key_T, CONTROL)
    view, model = window.analysis_panel.view, window.analysis_panel.model
    qtbot.waitUntil(lambda: view.isVisible() and view.viewport().height() > 0 and view.hasFocus())
    assert model.analysis is window.document.analysis
    row = next(row for row in range(model.rowCount()) if model.block_id(row) == "dense2")
    view.scrollTo(model.index(row, 0))
    at = view.visualRect(model.index(row, 0)).center()
    QTest.mouseClick(view.viewport(), LEFT, pos=at)
    QTest.mouseDClick(view.viewport(), LEFT, pos=at)
    assert window.document.selection == ("dense2",)
    card = window.canvas.canvas_scene.rect_of(("dense2",))
    assert window.canvas.sight().contains(card.center())


def test_ctrl_c_in_the_table_copies_the_row_not_the_block(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window()
    window.actions_table["show_analysis"].trigger()
    window.document.select(("conv2",))
    qtbot.waitUntil(window.analysis_panel.view.hasFocus)
    QTest.keyClick(window.analysis_panel.view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().startswith("conv2\tConv\t16×10×10\t2416\t")
    assert window.status_bar.notice.text() == "1 row copied"


def test_table_summary_and_status_line_tell_the_same_numbers(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    window.actions_table["show_analysis"].trigger()
    totals, status = window.analysis_panel.totals, window.status_bar
    lines = [line.text for line in window.inspector.network.totals.lines()]
    parameters, macs, memory = (totals.text_of(column_number(key)) for key in ("parameters", "macs", "training_bytes"))
    assert status.item("parameters").text() == f"{parameters} parameters" and f"parameters {parameters}" in lines
    assert status.item("macs").text() == f"{macs} MACs" and f"MACs for one picture {macs}" in lines
    assert item_tip("weights", window.document.analysis).endswith(f"about {memory}") and f"training at batch 32 about {memory}" in lines


def test_columns_are_remembered(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    window.analysis_panel.view.setColumnHidden(column_number("offset"), True)
    window.close()
    again = make_window()
    assert again.analysis_panel.view.isColumnHidden(column_number("offset"))


def test_the_dense_twin_opens_by_its_keys_and_has_its_maps(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window()
    QTest.keyClick(window, Qt.Key.Key_D, CONTROL | SHIFT)
    assert window.windowTitle().startswith("LeNet-5, dense twin")
    assert window.status_bar.item("parameters").text() == "1,453,094 parameters"
    back = window.message_line.action_buttons()[0]
    QTest.mouseClick(back, LEFT)
    assert window.document.architecture.name == "LeNet-5"
    assert not window.message_line.isVisible()
