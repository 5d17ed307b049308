"""Branches by mouse and by keys: skips, the order of inputs, arranging."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.architecture import Architecture, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.templates import load_template
from designer.ui.canvas.menus import card_menu, wire_menu
from tests.ui.canvas.person import Canvas, make_canvas


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """LeNet-5 in which the second convolution keeps the size, so that a skip fits."""
    return make_canvas(qtbot, edits.set_field(load_template("lenet5"), "conv2", "padding", "same"))


@pytest.fixture
def skip(canvas: Canvas) -> Canvas:
    """The same with a skip around relu2, and nothing to undo."""

    def with_skip(old: Architecture) -> Architecture:
        return edits.connect(edits.insert_on_wire(old, Wire("relu2", "pool2"), BLOCK_TYPES["add"]())[0], "conv2", "add1")

    canvas.document.replace(with_skip(canvas.document.architecture), None)
    return canvas


def into_add(canvas: Canvas) -> tuple[str, ...]:
    return canvas.document.architecture.sources["add1"]


def test_a_skip_connection_is_two_gestures_laid_out_at_once_and_undone_in_two_steps(canvas: Canvas) -> None:
    wire = canvas.wire("relu2", "pool2")
    canvas.drop_entry("add", wire)
    assert into_add(canvas) == ("relu2",)
    assert "it needs 2" in canvas.scene.cards["add1"].face.texts.detail
    canvas.drag(canvas.output("conv2"), canvas.card("add1"))
    assert into_add(canvas) == ("relu2", "conv2")
    assert not canvas.document.analysis.reports["add1"].problems
    assert {card.x() for card in canvas.scene.cards.values()} == {0.0}, "one column, the skip beside it"
    skip = next(item for key, item in canvas.scene.wiring.items.items() if key.wire == Wire("conv2", "add1"))
    assert max(point.x() for point in skip.points) == canvas.scene.style_used.width + canvas.scene.style_used.spacing.margin
    canvas.document.undo()
    assert into_add(canvas) == ("relu2",)
    canvas.document.undo()
    assert "add1" not in canvas.scene.cards and not canvas.document.can_undo


def test_while_a_block_is_held_over_a_wire_the_wire_runs_through_its_place(canvas: Canvas) -> None:
    wire = canvas.wire("relu2", "pool2")
    before = {key: list(item.points) for key, item in canvas.scene.wiring.items.items()}
    canvas.drag_entry("add", wire)
    item = next(item for key, item in canvas.scene.wiring.items.items() if key.wire == Wire("relu2", "pool2"))
    assert item.points[0] == canvas.output("relu2") and item.points[-1] == canvas.input("pool2")
    assert {point.x() for point in item.points} == {270.0}
    canvas.leave()
    assert {key: list(item.points) for key, item in canvas.scene.wiring.items.items()} == before


def test_the_numbers_of_the_inputs_are_painted_where_wires_enter(skip: Canvas) -> None:
    skip.view.set_zoom(0.6)
    skip.view.reveal("add1")
    at = skip.on_screen(skip.input("add1", 1))
    with_numbers = skip.view.grab().toImage()
    skip.scene.cards["add1"].show_ports((270.0,))
    assert any(
        with_numbers.pixelColor(at.x() + dx, at.y() + dy) != skip.view.grab().toImage().pixelColor(at.x() + dx, at.y() + dy)
        for dx in (-3, 0, 3)
        for dy in (-3, 0, 3)
    )


def test_a_wire_tells_its_two_ends_and_which_input_it_is(skip: Canvas) -> None:
    item = next(item for key, item in skip.scene.wiring.items.items() if key.wire == Wire("conv2", "add1"))
    assert item.shape_text == "input 2 of 2 · 16×14×14"
    assert item.toolTip() == "conv2 16×14×14 → add1 16×14×14\ninput 2 of 2"


def test_dragging_the_end_of_a_wire_to_another_port_of_its_block_changes_the_order(skip: Canvas) -> None:
    skip.drag(skip.input("add1", 0), skip.input("add1", 1))
    assert into_add(skip) == ("conv2", "relu2")
    assert skip.document.undo_label == "Move input 1 of add1 to 2"
    skip.document.undo()
    assert into_add(skip) == ("relu2", "conv2") and not skip.document.can_undo


def test_the_end_of_a_wire_let_go_over_its_own_block_stays_the_input_it_was(skip: Canvas) -> None:
    skip.drag(skip.input("add1", 0), skip.card("add1"))
    assert not skip.document.can_undo


def test_a_wire_dropped_anywhere_on_a_merge_becomes_its_last_input(skip: Canvas) -> None:
    skip.drag(skip.output("pool1"), skip.card("add1", dx=200))
    assert into_add(skip) == ("relu2", "conv2", "pool1")


def test_inputs_are_ordered_with_keys(skip: Canvas) -> None:
    skip.document.select(("add1",))
    commands = skip.view.commands
    commands.next_wire()
    assert [key.wire for key in skip.scene.selected_wires] == [Wire("relu2", "add1")] and skip.selection == []
    commands.next_wire()
    assert [key.wire for key in skip.scene.selected_wires] == [Wire("conv2", "add1")]
    commands.move_earlier()
    assert into_add(skip) == ("conv2", "relu2")
    assert [key.wire for key in skip.scene.selected_wires] == [Wire("conv2", "add1")], "it stays selected"
    commands.move_later()
    assert into_add(skip) == ("relu2", "conv2")
    skip.document.select(("add1",))
    commands.swap_inputs()
    assert into_add(skip) == ("conv2", "relu2")
    assert skip.document.undo_label == "Swap the inputs of add1"


def test_menus_offer_the_order_of_the_inputs(skip: Canvas) -> None:
    def labels(menu: QMenu) -> set[str]:
        found = {action.text().replace("&", "").partition("\t")[0] for action in menu.actions()}
        menu.deleteLater()
        return found

    commands, architecture = skip.view.commands, skip.document.architecture
    assert {"Swap inputs", "Connect to…"} <= labels(card_menu(commands, architecture, ("add1",), skip.view))
    assert "Swap inputs" not in labels(card_menu(commands, architecture, ("conv1",), skip.view))
    assert {"Move input earlier", "Move input later", "Delete wire"} <= labels(wire_menu(commands, skip.view))


def test_a_skip_is_drawn_with_the_keyboard_alone(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.document.select(("relu2",))
    canvas.view.commands.quick_add()
    QTest.keyClicks(canvas.view.quick_add().field(), "add")
    QTest.keyClick(canvas.view.quick_add().field(), Qt.Key.Key_Return)
    canvas.document.select(("conv2",))
    canvas.view.commands.connect_to()
    window = canvas.view.connect_window()
    assert window.isVisible() and window.offered() == ["add1"], "full ports and loops are not offered"
    QTest.keyClicks(window.field(), "add")
    QTest.keyClick(window.field(), Qt.Key.Key_Return)
    assert into_add(canvas) == ("relu2", "conv2")
    assert not window.isVisible() and canvas.document.undo_label == "Connect conv2 to add1"


def test_connecting_by_name_finds_says_and_cancels(skip: Canvas) -> None:
    skip.document.attempt("add", lambda old: edits.add_block(old, BLOCK_TYPES["concat"](), at=(700.0, 0.0))[0])
    skip.document.select(("conv1",))
    skip.view.commands.connect_to()
    window = skip.view.connect_window()
    assert window.offered() == ["concat1", "add1"], "what lacks an input comes first"
    QTest.keyClicks(window.field(), "nothing like it")
    assert window.offered() == []
    QTest.keyClick(window.field(), Qt.Key.Key_Escape)
    assert not window.isVisible()
    skip.document.select(())
    skip.view.commands.connect_to()
    assert not window.isVisible(), "nothing is selected"


def test_arranging_is_one_step_and_says_when_there_is_nothing_to_do(skip: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(skip.document.noticed) as told:
        skip.view.commands.arrange()
    assert told.args == ["Nothing to arrange: no block was moved by hand"] and not skip.document.can_undo
    before = dict(skip.scene.rest)
    skip.drag(skip.card("conv1"), skip.card("conv1") + QPointF(-650, 40))
    skip.drag(skip.card("pool2"), skip.card("pool2") + QPointF(-650, 40))
    skip.view.commands.arrange()
    assert skip.scene.rest == before and skip.document.undo_label == "Arrange the blocks"
    assert skip.selection == ["pool2"] and skip.view.sight().contains(skip.scene.point_of("pool2"))
    skip.document.undo()
    assert skip.document.architecture.by_id["conv1"].at is not None
