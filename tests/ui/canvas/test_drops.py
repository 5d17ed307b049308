from __future__ import annotations

import itertools

from PySide6.QtCore import QMimeData, QPointF, Qt
from pytestqt.qtbot import QtBot

from designer.network import clipboard
from designer.network.architecture import Wire
from designer.ui.canvas.wire import WireLook
from tests.ui.canvas.person import Canvas

ALT = Qt.KeyboardModifier.AltModifier


def test_over_a_wire_the_ghost_shows_the_shape_and_neighbours_make_room(canvas: Canvas) -> None:
    architecture = canvas.document.architecture
    before = canvas.scene.cards["pool1"].y()
    canvas.drag_entry("max_pool", canvas.wire("relu1", "pool1") + QPointF(10, 0))
    ghost = canvas.ghost()
    assert ghost is not None and ghost.face.texts.shape == "6×14×14"
    assert canvas.scene.cards["pool1"].y() == before + canvas.scene.style_used.spacing.row
    assert [key.wire for key, item in canvas.scene.wiring.items.items() if item.look is WireLook.BRIGHT] == [Wire("relu1", "pool1")]
    assert canvas.document.architecture is architecture
    canvas.leave()
    assert canvas.ghost() is None and canvas.scene.cards["pool1"].y() == before
    assert canvas.document.architecture is architecture


def test_a_drop_on_a_wire_splices_as_one_step(canvas: Canvas) -> None:
    canvas.drop_entry("max_pool", canvas.wire("relu1", "pool1"))
    assert canvas.order[:5] == ["input", "conv1", "relu1", "pool3", "pool1"]
    assert canvas.selection == ["pool3"]
    assert canvas.scene.cards["pool3"].face.texts.shape == "6×14×14" and canvas.ghost() is None
    canvas.document.undo()
    assert "pool3" not in canvas.scene.cards and canvas.order[3] == "pool1" and not canvas.document.can_undo


def test_the_band_is_16_px_wide(canvas: Canvas) -> None:
    wire = canvas.wire("relu1", "pool1")
    canvas.drop_entry("relu", wire + QPointF(60, 0))
    assert not canvas.scene.is_wired("relu5")
    canvas.document.undo()
    canvas.drop_entry("relu", wire + QPointF(15, 0))
    assert canvas.document.architecture.sources["relu5"] == ("relu1",)


def test_near_an_open_end_it_connects(canvas: Canvas) -> None:
    canvas.drop_entry("dense", canvas.output("softmax") + QPointF(40, 25))
    assert canvas.document.architecture.sources["dense4"] == ("softmax",)
    canvas.document.undo()
    assert not canvas.document.can_undo


def test_above_an_open_input_it_connects(empty_canvas: Canvas) -> None:
    empty_canvas.drop_entry("conv2d", QPointF(0, 100))
    assert empty_canvas.scene.cards["conv1"].face.texts.mood.value == "wrong", "no input yet"
    empty_canvas.drop_entry("input", empty_canvas.input("conv1") - QPointF(30, 20))
    assert empty_canvas.document.architecture.wires == (Wire("input", "conv1"),)
    assert empty_canvas.scene.cards["input"].y() < empty_canvas.scene.cards["conv1"].y()


def test_elsewhere_it_lies_unconnected_where_it_was_dropped(canvas: Canvas) -> None:
    canvas.drag_entry("conv2d", QPointF(-280, 500))
    ghost = canvas.ghost()
    assert ghost is not None and ghost.face.texts.shape == "not connected"
    place = ghost.pos()
    canvas.drop(QPointF(-280, 500))
    assert canvas.document.architecture.by_id["conv3"].at == (place.x(), place.y())
    assert canvas.document.architecture.sources["conv3"] == ()
    canvas.document.undo()
    assert "conv3" not in canvas.scene.cards


def test_alt_does_not_attach(canvas: Canvas) -> None:
    canvas.drop_entry("relu", canvas.wire("relu1", "pool1"), ALT)
    assert not canvas.scene.is_wired("relu5")
    assert Wire("relu1", "pool1") in canvas.document.architecture.wires


def test_held_on_a_block_it_replaces_it_and_keeps_the_wires(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.drag_entry("avg_pool", canvas.card("pool1"))
    assert canvas.note() == ""
    qtbot.waitUntil(lambda: canvas.note() == "Release to replace pool1")
    canvas.drop(canvas.card("pool1"))
    architecture = canvas.document.architecture
    assert [block.spec.type_name for block in architecture.blocks][3] == "avg_pool"
    new = architecture.blocks[3].id
    assert Wire("relu1", new) in architecture.wires and Wire(new, "conv2") in architecture.wires
    canvas.document.undo()
    assert "pool1" in canvas.scene.cards and not canvas.document.can_undo


def test_what_takes_no_wires_replaces_nothing(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.drag_entry("input", canvas.card("pool1"))
    gesture = canvas.holding()
    qtbot.waitUntil(lambda: not gesture.waits())
    assert canvas.note() == ""
    canvas.leave()
    assert not canvas.document.can_undo


def test_text_of_a_network_can_be_dropped(canvas: Canvas) -> None:
    data = QMimeData()
    data.setText(clipboard.copy_text(canvas.document.architecture, ("conv1", "relu1")))
    canvas.drag_in(data, QPointF(-280, 300))
    canvas.drop(QPointF(-280, 300))
    assert canvas.selection == ["conv3", "relu5"]
    assert Wire("conv3", "relu5") in canvas.document.architecture.wires


def test_a_second_drop_makes_room_below_moved_cards(canvas: Canvas) -> None:
    canvas.view.commands.select_all()
    canvas.drag(canvas.card("conv1"), canvas.card("conv1") + QPointF(-400, 0))
    canvas.drop_entry("relu", canvas.wire("conv1", "relu1"))
    places = canvas.scene.rest
    chain = [places[name] for name in canvas.order]
    assert canvas.order[2] == "relu5"
    assert len({x for x, _ in chain}) == 1 and [y for _, y in chain] == sorted({y for _, y in chain})
    gaps = {later[1] - earlier[1] for earlier, later in itertools.pairwise(chain)}
    assert gaps == {canvas.scene.style_used.spacing.row}
    canvas.document.undo()
    assert "relu5" not in canvas.scene.cards
