from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from designer.network import edits
from designer.network.architecture import Wire
from designer.network.blocks import BLOCK_TYPES
from designer.ui.canvas.overlays import FrameItem
from designer.ui.canvas.wire import WireLook
from tests.ui.canvas.person import Canvas

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_click_selects_and_ctrl_adds(canvas: Canvas) -> None:
    canvas.click(canvas.card("conv1"))
    assert canvas.selection == ["conv1"]
    canvas.click(canvas.card("pool1"), CTRL)
    assert canvas.selection == ["conv1", "pool1"]
    canvas.click(canvas.card("conv1"), CTRL)
    assert canvas.selection == ["pool1"]
    assert [name for name, card in canvas.scene.cards.items() if card.selected] == ["pool1"]
    assert not canvas.document.can_undo


def test_a_moved_card_stays_where_it_was_put_and_no_other_moves(canvas: Canvas) -> None:
    before = dict(canvas.scene.rest)
    canvas.drag(canvas.card("conv2"), canvas.card("conv2") + QPointF(-650, 40))
    assert canvas.document.architecture.by_id["conv2"].at == (-650.0, before["conv2"][1] + 40)
    assert {name for name, block in canvas.document.architecture.by_id.items() if block.at} == {"conv2"}
    assert {name for name, place in canvas.scene.rest.items() if place != before[name]} == {"conv2"}
    assert canvas.document.undo_label == "Move conv2"
    canvas.document.undo()
    assert canvas.scene.rest == before and canvas.scene.cards["conv2"].pos() == QPointF(*before["conv2"])
    assert not canvas.document.can_undo


def test_several_cards_move_as_one_step(canvas: Canvas) -> None:
    canvas.document.select(("dense3", "softmax"))
    canvas.drag(canvas.card("softmax"), canvas.card("softmax") + QPointF(0, 90))
    moved = {block.id for block in canvas.document.architecture.blocks if block.at}
    assert moved == {"dense3", "softmax"} and canvas.document.selection == ("dense3", "softmax")
    canvas.document.undo()
    assert not canvas.document.can_undo


def test_nothing_changes_until_the_gesture_ends_and_esc_cancels(canvas: Canvas) -> None:
    architecture, places = canvas.document.architecture, dict(canvas.scene.rest)
    canvas.drag(canvas.card("conv2"), canvas.card("conv2") + QPointF(-600, 50), drop=False)
    assert canvas.scene.cards["conv2"].pos() != QPointF(*places["conv2"])
    assert canvas.document.architecture is architecture
    QTest.keyClick(canvas.view, Qt.Key.Key_Escape)
    assert {name: (card.x(), card.y()) for name, card in canvas.scene.cards.items()} == places
    canvas.release(canvas.card("conv2"))
    assert canvas.document.architecture is architecture and canvas.document.selection == ("conv2",)


def test_a_card_dropped_on_a_wire_is_spliced_in_there(canvas: Canvas) -> None:
    canvas.drag(canvas.card("relu1"), canvas.wire("pool2", "dense1"), drop=False)
    assert canvas.note() == "Release to put relu1 here"
    assert [key.wire for key, item in canvas.scene.wiring.items.items() if item.look is WireLook.BRIGHT] == [Wire("pool2", "dense1")]
    canvas.release(canvas.wire("pool2", "dense1"))
    assert canvas.order[:8] == ["input", "conv1", "pool1", "conv2", "relu2", "pool2", "relu1", "dense1"]
    assert canvas.document.architecture.by_id["relu1"].at is None
    canvas.document.undo()
    assert canvas.order[:3] == ["input", "conv1", "relu1"] and not canvas.document.can_undo


def test_a_card_dragged_with_ctrl_leaves_the_chain_which_closes(canvas: Canvas) -> None:
    canvas.drag(canvas.card("relu1"), canvas.card("relu1") + QPointF(-620, 0), keys=CTRL)
    architecture = canvas.document.architecture
    assert Wire("conv1", "pool1") in architecture.wires and architecture.sources["relu1"] == ()
    assert architecture.by_id["relu1"].at is not None
    assert canvas.scene.cards["relu1"].face.texts.shape == "not connected"
    canvas.document.undo()
    assert canvas.document.architecture.sources["relu1"] == ("conv1",) and not canvas.document.can_undo


def test_a_rubber_band_selects_what_it_touches(canvas: Canvas) -> None:
    start = canvas.card("pool1", dx=-300, dy=-5)
    canvas.drag(start, canvas.card("conv2", dx=0), drop=False)
    assert [item for item in canvas.scene.items() if isinstance(item, FrameItem)]
    assert canvas.selection == []
    canvas.release(canvas.card("conv2", dx=0))
    assert canvas.selection == ["pool1", "conv2"]
    canvas.drag(canvas.card("softmax", dx=-300), canvas.card("softmax"), keys=SHIFT)
    assert canvas.selection == ["pool1", "conv2", "softmax"]
    canvas.click(canvas.card("softmax", dx=-300))
    assert canvas.selection == []
    assert not [item for item in canvas.scene.items() if isinstance(item, FrameItem)]


def loose_relu(canvas: Canvas) -> str:
    canvas.document.attempt("add", lambda old: edits.add_block(old, BLOCK_TYPES["relu"](), at=(-600.0, 300.0))[0])
    return "relu5"


def test_a_wire_is_drawn_from_port_to_port(canvas: Canvas) -> None:
    name = loose_relu(canvas)
    canvas.drag(canvas.output("conv1"), canvas.input(name))
    assert Wire("conv1", name) in canvas.document.architecture.wires
    assert canvas.document.undo_label == f"Connect conv1 to {name}"
    canvas.document.undo()
    assert canvas.document.architecture.sources[name] == ()


def test_a_wire_may_be_drawn_backwards_from_an_input(canvas: Canvas) -> None:
    name = loose_relu(canvas)
    canvas.drag(canvas.input(name), canvas.output("pool1"))
    assert canvas.document.architecture.sources[name] == ("pool1",)


def test_a_full_port_and_a_loop_are_refused_while_dragging(canvas: Canvas) -> None:
    name, architecture = loose_relu(canvas), canvas.document.architecture
    canvas.drag(canvas.output(name), canvas.input("conv2"), drop=False)
    assert "conv2 takes one input" in canvas.note()
    canvas.release(canvas.input("conv2"))
    assert canvas.document.architecture.wires == architecture.wires
    canvas.document.attempt("connect", lambda old: edits.connect(old, "conv1", name))
    canvas.document.attempt("add", lambda old: edits.insert_after(old, name, BLOCK_TYPES["add"]())[0])
    canvas.drag(canvas.output("add1"), canvas.card("add1"), drop=False)
    assert "itself" in canvas.note()
    QTest.keyClick(canvas.view, Qt.Key.Key_Escape)
    assert canvas.note() == ""


def test_the_end_of_a_wire_is_led_to_another_block(canvas: Canvas) -> None:
    name = loose_relu(canvas)
    canvas.drag(canvas.input("softmax"), canvas.input(name))
    wires = canvas.document.architecture.wires
    assert Wire("dense3", name) in wires and Wire("dense3", "softmax") not in wires
    canvas.document.undo()
    assert Wire("dense3", "softmax") in canvas.document.architecture.wires


def test_a_wire_let_go_over_empty_space_offers_what_fits(canvas: Canvas) -> None:
    canvas.drag(canvas.output("dense1"), QPointF(-200, 300))
    popup = canvas.view.quick_add()
    assert popup.isVisible()
    assert "Dense" in popup.offered() and "Conv" not in popup.offered() and "Input" not in popup.offered()
    QTest.keyClicks(popup.field(), "relu")
    QTest.keyClick(popup.field(), Qt.Key.Key_Return)
    architecture = canvas.document.architecture
    assert architecture.sources["relu5"] == ("dense1",) and architecture.by_id["relu5"].at is not None
    canvas.document.undo()
    assert "relu5" not in canvas.document.architecture.by_id and not canvas.document.can_undo


def test_wires_are_selected_and_deleted(canvas: Canvas) -> None:
    before = dict(canvas.scene.rest)
    canvas.click(canvas.wire("conv1", "relu1"))
    canvas.view.commands.delete()
    assert Wire("conv1", "relu1") not in canvas.document.architecture.wires
    assert canvas.scene.rest == before, "a gap is a gap: nothing jumps"
    canvas.document.undo()
    assert Wire("conv1", "relu1") in canvas.document.architecture.wires


def test_undo_in_the_middle_of_a_gesture_cancels_it(canvas: Canvas) -> None:
    canvas.document.attempt("edit", lambda old: edits.set_field(old, "conv1", "filters", 9))
    canvas.drag(canvas.card("conv2"), canvas.card("conv2") + QPointF(-600, 50), drop=False)
    canvas.document.undo()
    canvas.move(canvas.card("conv2"))
    canvas.release(canvas.card("conv2"))
    assert canvas.document.architecture.by_id["conv2"].at is None and not canvas.document.can_undo
