"""The assembled window, with a scripted worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.blocks.max_pool import MaxPool
from designer.network.file_format import save
from designer.network.templates import load_template
from designer.ui.actions import ACTIONS, MENUS
from designer.ui.command_finder import CommandFinder
from designer.ui.compare.menu import COMPARE_KEYS
from designer.ui.keys_dialog import KeysDialog
from designer.ui.main_window import MainWindow
from designer.ui.palette import BlockPalette
from designer.ui.probe.menu import PROBE_KEYS
from designer.ui.theme import ThemeChoice
from designer.ui.training.states import TrainingState
from designer.ui.why.menu import WHY_KEYS

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)  # offscreen cannot raise windows nor grab keys
MakeWindow = Callable[..., MainWindow]


def test_no_shortcut_is_used_twice_and_every_action_is_in_a_menu() -> None:
    keys = [key for row in ACTIONS for key in row.shortcuts]
    assert len(keys) == len(set(keys))
    in_menus = {key for menu in MENUS for key in menu.keys}
    in_submenus = {row.key for row in ACTIONS if row.key.startswith(("theme_", "export_"))} | {*PROBE_KEYS, *COMPARE_KEYS, *WHY_KEYS.values()}
    assert {row.key for row in ACTIONS} == (in_menus | in_submenus) - {key for key in in_menus if key == "" or key.startswith("menu:")}


def test_mnemonics_are_unique_within_their_menu() -> None:
    texts = {row.key: row.text for row in ACTIONS}
    for menu in MENUS:
        letters = [texts[key].split("&")[1][0].lower() for key in menu.keys if "&" in texts.get(key, "")]
        assert len(letters) == len(set(letters)), menu.text


def test_the_window_is_wide_or_narrow_by_its_width(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(1600, 1000)
    inspector, maps, palette = window.docks["inspector"], window.docks["maps"], window.findChild(BlockPalette)
    assert palette is not None and not palette.is_narrow()
    assert not window.tabifiedDockWidgets(inspector) or maps not in window.tabifiedDockWidgets(inspector)
    window.resize(1024, 640)
    qtbot.waitUntil(lambda: maps in window.tabifiedDockWidgets(inspector))
    assert palette.is_narrow()
    assert window.canvas.width() >= window.themes.current().px("canvas_min_width")
    panel = window.docks["training"].widget()
    assert panel is not None and panel.height() == 0, "training is only its tab bar"
    window.resize(1600, 1000)
    qtbot.waitUntil(lambda: maps not in window.tabifiedDockWidgets(inspector))
    qtbot.waitUntil(lambda: panel.height() > 100)
    qtbot.waitUntil(lambda: inspector.width() >= window.themes.current().px("inspector_width") * 3 // 4)


def test_the_lower_row_is_opened_high_enough_to_read_curves_and_cells(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(1024, 640)
    for front in ("inspector", "maps", "filters"):
        window.docks.show(front)
        window.docks.show("training")
        panel = window.docks["training"].widget()
        assert panel is not None
        qtbot.waitUntil(lambda panel=panel: panel.height() >= 150)  # type: ignore[misc]  # bound now
        assert window.docks[front].geometry().bottom() < window.docks["training"].geometry().top(), "docks do not lie over each other"
        window.docks.make_room()
        qtbot.waitUntil(lambda panel=panel: panel.height() == 0)  # type: ignore[misc]  # bound now


def test_undoing_an_insertion_selects_what_was_selected_before(make_window: MakeWindow) -> None:
    document = make_window(1600, 1000).document
    document.select(("conv2",))
    document.attempt("Insert", lambda old: edits.insert_after(old, "relu1", MaxPool())[0])
    document.select(("pool3",))
    document.undo()
    assert document.selection == ("conv2",)
    document.select(())
    document.redo()
    assert not document.selection, "nothing was selected, and nothing is"


def test_what_vanishes_leaves_the_keys_to_the_canvas(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(1600, 1000)
    window.recovery_line.show_message("Something was left unsaved.", actions=(("later", "Later"),))
    (button,) = window.recovery_line.action_buttons()
    button.setFocus()
    assert button.hasFocus()
    window.recovery_line.clear()
    assert window.focusWidget() is window.canvas, "not the search of the palette, which has a Ctrl+Z of its own"


def test_a_click_on_a_collapsed_tab_opens_it_and_a_second_closes_it(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(1024, 640)
    panel = window.docks["training"].widget()
    assert panel is not None
    bar = next(bar for bar in window.findChildren(QTabBar) if "Training" in [bar.tabText(index) for index in range(bar.count())])
    at = bar.tabRect([bar.tabText(index) for index in range(bar.count())].index("Training")).center()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: panel.height() > 50)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: panel.height() == 0)


def test_reset_layout_brings_closed_panels_back(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.docks["maps"].close()
    window.docks["inspector"].setFloating(True)
    window.actions_table["reset_layout"].trigger()
    assert window.docks["maps"].isVisible()
    assert not window.docks["inspector"].isFloating()


def test_panels_theme_and_pace_are_remembered(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.docks["log"].close()
    window.actions_table["theme_dark"].trigger()
    assert window.themes.current().is_dark
    window.pace_menu.chosen.emit("5")
    window.close()
    again = make_window()
    assert not again.docks["log"].isVisible()
    assert again.themes.choice() is ThemeChoice.DARK
    assert again.session.pace.value == "5"


def test_undo_says_what_it_takes_back(make_window: MakeWindow) -> None:
    window = make_window()
    assert not window.actions_table["undo"].isEnabled()
    window.document.attempt("Set filters", lambda architecture: edits.set_field(architecture, "conv1", "filters", 8))
    assert window.actions_table["undo"].text() == "&Undo: Set filters"
    assert window.isWindowModified()
    window.actions_table["undo"].trigger()
    assert not window.isWindowModified()
    assert window.actions_table["redo"].text() == "&Redo: Set filters"


def test_train_with_problems_opens_the_problems(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.document.attempt("Break", lambda architecture: edits.set_field(architecture, "conv2", "kernel", 40))
    window.document.select(("input",))
    assert window.docks["problems"].windowTitle() == "Problems 1"
    window.actions_table["train"].trigger()
    assert window.session.state is TrainingState.READY
    qtbot.waitUntil(lambda: "Problems 1" in [bar.tabText(bar.currentIndex()) for bar in window.findChildren(QTabBar)])
    assert window.document.selection == ("conv2",)


def test_a_dropped_file_is_opened(make_window: MakeWindow, tmp_path: Path) -> None:
    window = make_window()
    path = tmp_path / "mine.cnn"
    path.write_text(save(edits.set_name(load_template("lenet5"), "Mine")), encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, copy, left, none = QPoint(300, 300), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    viewport = window.canvas.viewport()
    QApplication.sendEvent(viewport, QDragEnterEvent(at, copy, data, left, none))
    QApplication.sendEvent(viewport, QDropEvent(QPointF(at), copy, data, left, none))
    assert (window.document.architecture.name, window.document.path) == ("Mine", path)
    assert window.windowTitle().startswith("mine.cnn")


def test_a_command_is_found_by_typing(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.actions_table["find_command"].trigger()
    finder = window.findChild(CommandFinder)
    assert finder is not None and finder.isVisible()
    field = finder.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "theme of")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not finder.isVisible()
    assert window.themes.choice() is ThemeChoice.SYSTEM
    window.actions_table["find_command"].trigger()
    QTest.keyClicks(field, "theme")
    for _ in range(2):
        QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.themes.choice() is ThemeChoice.DARK


def test_the_keys_are_listed(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.actions_table["list_keys"].trigger()
    dialog = window.findChild(KeysDialog)
    assert dialog is not None
    table = dialog.findChild(QTableWidget)
    assert table is not None
    model = table.model()
    shown = {model.index(row, 0).data(): model.index(row, 1).data() for row in range(model.rowCount())}
    assert shown["Train"] == "F5" and shown["Pan"].startswith("Space")
    dialog.close()


def test_delete_on_the_canvas_closes_the_chain_and_text_fields_keep_their_keys(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.activateWindow()
    window.document.select(("relu1",))
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert "relu1" not in window.document.architecture.by_id
    assert window.document.architecture.sources["pool1"] == ("conv1",)
    QTest.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "relu1" in window.document.architecture.by_id


def test_no_focusable_widget_is_without_a_name(make_window: MakeWindow) -> None:
    window = make_window()
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not _has_name(widget)
    ]
    assert not nameless


def _has_name(widget: QWidget) -> bool:
    from PySide6.QtGui import QAccessible

    found = QAccessible.queryAccessibleInterface(widget)
    return bool(found and found.text(QAccessible.Text.Name)) or bool(widget.accessibleName())
