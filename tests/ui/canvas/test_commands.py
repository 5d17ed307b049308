from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from designer.network.architecture import Wire
from designer.network.blocks import BLOCK_TYPES
from designer.ui.canvas.title_editor import CardTitleEditor
from tests.ui.canvas.person import Canvas


def test_delete_closes_the_chain(canvas: Canvas) -> None:
    canvas.document.select(("relu1",))
    canvas.view.commands.delete()
    assert Wire("conv1", "pool1") in canvas.document.architecture.wires
    assert "relu1" not in canvas.scene.cards and canvas.document.selection == ("conv1",)
    assert canvas.document.undo_label == "Delete relu1"
    canvas.document.undo()
    assert canvas.order[2] == "relu1" and not canvas.document.can_undo


def test_delete_leaving_the_gap_moves_nothing(canvas: Canvas) -> None:
    before = dict(canvas.scene.rest)
    canvas.document.select(("relu1",))
    canvas.view.commands.delete_leaving_gap()
    assert canvas.document.architecture.sources["pool1"] == ()
    assert all(canvas.scene.rest[name] == before[name] for name in canvas.scene.cards)
    canvas.document.undo()
    assert canvas.document.architecture.by_id["pool1"].at is None


def test_copy_and_paste_travel_as_text(canvas: Canvas) -> None:
    canvas.document.select(("conv1", "relu1"))
    canvas.view.commands.copy()
    text = json.loads(QGuiApplication.clipboard().text())
    assert [block["id"] for block in text["blocks"]] == ["conv1", "relu1"] and text["wires"] == [["conv1", "relu1"]]
    canvas.move(QPointF(-280, 400), held=Qt.MouseButton.NoButton)
    canvas.view.commands.paste()
    assert canvas.selection == ["conv3", "relu5"]
    assert canvas.document.architecture.by_id["conv3"].at == (-280.0, 400.0)
    assert Wire("conv3", "relu5") in canvas.document.architecture.wires
    canvas.document.undo()
    assert "conv3" not in canvas.scene.cards and not canvas.document.can_undo


def test_pasting_nonsense_says_so_and_changes_nothing(canvas: Canvas, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("hello")
    with qtbot.waitSignal(canvas.document.noticed) as told:
        canvas.view.commands.paste()
    assert told.args is not None and "the clipboard holds no network" in told.args[0]
    assert not canvas.document.can_undo


def test_copies_are_brought_into_sight(canvas: Canvas) -> None:
    canvas.view.set_zoom(2.0)
    canvas.document.select(("softmax",))
    canvas.view.commands.duplicate()
    (made,) = canvas.selection
    assert canvas.view.sight().contains(canvas.scene.point_of(made))


def test_cut_and_duplicate(canvas: Canvas) -> None:
    canvas.document.select(("pool1",))
    canvas.view.commands.duplicate()
    assert canvas.selection == ["pool3"]
    assert canvas.scene.rest["pool3"][0] > canvas.scene.rest["pool1"][0] + canvas.scene.style_used.width
    canvas.view.commands.cut()
    assert "pool3" not in canvas.scene.cards
    canvas.view.commands.paste()
    assert "pool3" in canvas.scene.cards


def test_blocks_move_along_the_chain(canvas: Canvas) -> None:
    canvas.document.select(("pool1",))
    canvas.view.commands.move_earlier()
    assert canvas.order[:4] == ["input", "conv1", "pool1", "relu1"]
    canvas.view.commands.move_later()
    assert canvas.order[:4] == ["input", "conv1", "relu1", "pool1"]


def test_arrows_walk_along_the_wires(canvas: Canvas) -> None:
    seen: list[str] = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_End):
        QTest.keyClick(canvas.view, key)
        seen += canvas.document.selection
    assert seen == ["input", "conv1", "relu1", "conv1", "input", "input", "softmax"]


def test_a_block_of_the_palette_goes_behind_the_selected_one(canvas: Canvas) -> None:
    canvas.document.select(("conv1",))
    canvas.view.commands.add_entry(BLOCK_TYPES["batch_norm"].palette()[0])
    assert canvas.order[2] == canvas.document.selection[0] and canvas.document.architecture.sources["relu1"] == canvas.document.selection


def test_without_a_selection_it_goes_to_the_end_before_the_softmax(canvas: Canvas) -> None:
    canvas.view.commands.add_entry(BLOCK_TYPES["relu"].palette()[0])
    assert canvas.order[-2:] == ["relu5", "softmax"]


def test_a_whole_chain_by_keyboard_alone(empty_canvas: Canvas) -> None:
    commands, popup = empty_canvas.view.commands, empty_canvas.view.quick_add()
    for typed in ("input", "conv", "relu", "dense"):
        commands.quick_add()
        QTest.keyClicks(popup.field(), typed)
        QTest.keyClick(popup.field(), Qt.Key.Key_Return)
    assert empty_canvas.order == ["input", "conv1", "relu1", "dense1"]
    assert len(empty_canvas.document.architecture.wires) == 3 and not popup.isVisible()


def test_double_click_on_empty_canvas_adds_there_or_behind_the_selected_block(canvas: Canvas) -> None:
    popup = canvas.view.quick_add()
    canvas.double_click(QPointF(-250, 200))
    QTest.keyClicks(popup.field(), "relu")
    QTest.keyClick(popup.field(), Qt.Key.Key_Return)
    assert canvas.document.architecture.by_id["relu5"].at == (-250.0, 200.0)
    canvas.document.undo()
    canvas.document.select(("conv1",))
    canvas.double_click(QPointF(-250, 200))
    QTest.keyClicks(popup.field(), "batch")
    QTest.keyClick(popup.field(), Qt.Key.Key_Return)
    assert canvas.document.architecture.sources[canvas.document.selection[0]] == ("conv1",)
    canvas.document.undo()


def test_quick_add_closes_at_esc_and_changes_nothing(canvas: Canvas) -> None:
    canvas.view.commands.quick_add()
    QTest.keyClick(canvas.view.quick_add().field(), Qt.Key.Key_Escape)
    assert not canvas.view.quick_add().isVisible() and not canvas.document.can_undo


def test_the_title_is_edited_on_the_card(canvas: Canvas) -> None:
    canvas.document.select(("conv1",))
    QTest.keyClick(canvas.view, Qt.Key.Key_F2)
    (field,) = canvas.view.findChildren(CardTitleEditor)
    QTest.keyClicks(field, "edges")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert canvas.document.architecture.by_id["conv1"].title == "edges"
    assert canvas.scene.cards["conv1"].face.name == "edges"
    canvas.document.undo()
    assert canvas.scene.cards["conv1"].face.name == "conv1"


NO_KEYBOARD = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
"""Offscreen cannot raise windows nor grab keys, as menus do."""


@NO_KEYBOARD
@pytest.mark.parametrize(("name", "offered"), [("conv1", True), ("relu1", False)])
def test_the_menu_of_a_card_freezes_only_what_has_weights(canvas: Canvas, name: str, offered: bool) -> None:
    at = canvas.on_screen(canvas.card(name))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.view.viewport().mapToGlobal(at))
    QApplication.sendEvent(canvas.view.viewport(), event)
    (menu,) = canvas.view.findChildren(QMenu)
    labels = {action.text().replace("&", "").partition("\t")[0]: action for action in menu.actions()}
    assert canvas.selection == [name]
    assert {"Delete", "Duplicate", "Copy", "Cut", "Rename…"} <= labels.keys()
    assert ("Freeze weights" in labels) == offered
    if offered:
        labels["Freeze weights"].trigger()
        assert canvas.document.architecture.by_id[name].frozen and canvas.scene.cards[name].face.texts.detail.endswith("frozen")
    menu.close()


@NO_KEYBOARD
def test_the_menu_of_empty_canvas_adds_and_pastes(canvas: Canvas) -> None:
    at = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.view.viewport().mapToGlobal(at))
    QApplication.sendEvent(canvas.view.viewport(), event)
    (menu,) = canvas.view.findChildren(QMenu)
    labels = [action.text().replace("&", "").partition("\t")[0] for action in menu.actions()]
    menu.close()
    assert {"Add block…", "Paste", "Fit all"} <= set(labels)


def test_arrange_lets_every_card_stand_by_itself(canvas: Canvas) -> None:
    before = dict(canvas.scene.rest)
    canvas.drag(canvas.card("conv2"), canvas.card("conv2") + QPointF(-650, 40))
    canvas.view.commands.arrange()
    assert canvas.scene.rest == before and all(block.at is None for block in canvas.document.architecture.blocks)
