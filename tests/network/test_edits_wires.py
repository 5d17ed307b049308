"""Connecting and disconnecting, moving blocks along the wires."""

from __future__ import annotations

import pytest

from designer.network import edits
from designer.network.architecture import Architecture, Wire
from designer.network.errors import EditError
from tests.network.small_networks import chains, listed, network, shared

CHAIN = network("input conv1 relu1 pool1 dense1")
FORK = network("input conv1 relu1 add1 dense1", "conv1 pool1 add1")
LOOSE = network("input conv1", "relu1", "add1")


def test_connecting() -> None:
    after = edits.connect(LOOSE, "conv1", "relu1")
    assert after.sources["relu1"] == ("conv1",)
    assert shared(LOOSE, after) == set(LOOSE.by_id)


def test_connecting_at_a_position() -> None:
    after = edits.connect(FORK, "input", "add1", position=1)
    assert after.sources["add1"] == ("relu1", "input", "pool1")
    assert edits.connect(FORK, "input", "add1", position=0).sources["add1"] == ("input", "relu1", "pool1")
    assert edits.connect(FORK, "input", "add1").sources["add1"] == ("relu1", "pool1", "input")


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ("conv1", "conv1", "conv1 cannot feed itself"),
        ("add1", "add1", "add1 cannot feed itself"),
        ("conv1", "input", "input takes no wires"),
        ("dense1", "relu1", "relu1 takes one input, and has conv1"),
        ("dense1", "add1", "a loop: dense1 already follows add1"),
        ("conv1", "none", "there is no block 'none'"),
        ("none", "conv1", "there is no block 'none'"),
    ],
)
def test_what_may_not_be_connected_and_why(source: str, target: str, reason: str) -> None:
    assert edits.why_not_connect(FORK, source, target) == reason
    with pytest.raises(EditError, match=reason):
        edits.connect(FORK, source, target)


def test_a_merge_may_take_a_block_twice() -> None:
    assert edits.why_not_connect(FORK, "relu1", "add1") is None


def test_disconnecting() -> None:
    after = edits.disconnect(FORK, Wire("conv1", "pool1"), Wire("input", "conv1"))
    assert after.sources["pool1"] == () and after.sources["conv1"] == ()
    with pytest.raises(EditError, match="no wire from 'conv1' to 'dense1'"):
        edits.disconnect(FORK, Wire("input", "conv1"), Wire("conv1", "dense1"))
    doubled = network("conv1 add1", "conv1 add1")
    assert edits.disconnect(doubled, Wire("conv1", "add1")).sources["add1"] == ("conv1",)


def test_leading_a_wire_elsewhere() -> None:
    after = edits.reconnect(FORK, Wire("relu1", "add1"), source="conv1")
    assert after.sources["add1"] == ("conv1", "pool1")
    moved = edits.reconnect(FORK, Wire("add1", "dense1"), target="dense1")
    assert moved is FORK
    assert edits.reconnect(network("conv1 relu1", "pool1"), Wire("conv1", "relu1"), target="pool1").sources["pool1"] == ("conv1",)
    for ends in ({"source": "dense1"}, {"target": "conv1"}, {"target": "none"}, {"source": "none"}):
        with pytest.raises(EditError):
            edits.reconnect(FORK, Wire("relu1", "add1"), **ends)


def test_moving_along_the_chain() -> None:
    later = edits.move_along_chain(CHAIN, "relu1", +1)
    assert chains(later) == {"input conv1", "conv1 pool1", "pool1 relu1", "relu1 dense1"}
    assert listed(later) == "input conv1 pool1 relu1 dense1"
    assert edits.move_along_chain(later, "relu1", -1) == CHAIN
    assert shared(CHAIN, later) == set(CHAIN.by_id)
    assert edits.move_along_chain(CHAIN, "conv1", +3).sources["conv1"] == ("dense1",)


def test_cards_change_places_too() -> None:
    placed = edits.move_cards(CHAIN, {"conv1": (0, 0), "relu1": (0, 100)})
    after = edits.move_along_chain(placed, "relu1", -1)
    assert (after.by_id["relu1"].at, after.by_id["conv1"].at) == ((0, 0), (0, 100))


def test_a_block_that_feeds_several_goes_on_feeding_them() -> None:
    forked = network("input conv1 relu1 pool1", "relu1 dense1")
    after = edits.move_along_chain(forked, "relu1", -1)
    assert chains(after) == {"input relu1", "relu1 conv1", "conv1 pool1", "conv1 dense1"}


@pytest.mark.parametrize(
    ("block", "step", "reason"),
    [
        ("conv1", -1, "nothing goes before input"),
        ("input", -1, "nothing is before input"),
        ("dense1", +1, "nothing is behind dense1"),
        ("conv1", +1, "conv1 has 2 blocks behind it"),
        ("relu1", -1, "conv1 feeds 2 blocks"),
        ("relu1", +1, "2 wires enter add1"),
        ("add1", -1, "add1 has 2 blocks before it"),
        ("dense1", -1, "2 wires enter add1"),
        ("none", -1, "there is no block 'none'"),
    ],
)
def test_where_a_block_cannot_be_moved(block: str, step: int, reason: str) -> None:
    with pytest.raises(EditError, match=reason):
        edits.move_along_chain(FORK, block, step)


def test_resplicing() -> None:
    after = edits.resplice(CHAIN, "relu1", Wire("pool1", "dense1"))
    assert chains(after) == {"input conv1", "conv1 pool1", "pool1 relu1", "relu1 dense1"}
    assert listed(after) == "input conv1 pool1 relu1 dense1"
    assert shared(CHAIN, after) == set(CHAIN.by_id)
    assert edits.resplice(CHAIN, "relu1", Wire("conv1", "relu1")) is CHAIN
    loose = network("input conv1 pool1", "relu1")
    assert edits.resplice(loose, "relu1", Wire("conv1", "pool1")).sources["pool1"] == ("relu1",)


def test_resplicing_from_a_branch_keeps_the_merges_inputs_in_order() -> None:
    after = edits.resplice(FORK, "relu1", Wire("conv1", "pool1"))
    assert after.sources["add1"] == ("conv1", "pool1") and after.sources["pool1"] == ("relu1",)


def test_what_cannot_be_respliced() -> None:
    for block, wire in (("add1", Wire("input", "conv1")), ("input", Wire("relu1", "add1")), ("relu1", Wire("input", "dense1"))):
        with pytest.raises(EditError):
            edits.resplice(FORK, block, wire)


def test_taking_out_closes_the_chain_and_keeps_the_block() -> None:
    after = edits.take_out(CHAIN, "relu1")
    assert chains(after) == {"input conv1", "conv1 pool1", "pool1 dense1"} and after.targets["relu1"] == ()
    assert edits.take_out(after, "relu1") is after
    with pytest.raises(EditError, match="2 wires enter add1"):
        edits.take_out(FORK, "add1")


def merge() -> Architecture:
    return network("input conv1 relu1 add1", "conv1 add1", "input add1")


def test_an_input_takes_another_place_and_the_others_move_up() -> None:
    before = merge()
    assert before.sources["add1"] == ("relu1", "conv1", "input")
    assert edits.move_input(before, "add1", 0, 2).sources["add1"] == ("conv1", "input", "relu1")
    assert edits.move_input(before, "add1", 2, 0).sources["add1"] == ("input", "relu1", "conv1")
    assert edits.move_input(before, "add1", 1, 1) is before
    assert sorted(edits.move_input(before, "add1", 0, 2).wires) == sorted(before.wires)
    assert [wire for wire in edits.move_input(before, "add1", 0, 2).wires if wire.target != "add1"] == [
        wire for wire in before.wires if wire.target != "add1"
    ]


def test_an_input_that_is_not_there_cannot_move() -> None:
    with pytest.raises(EditError, match="add1 has 3 inputs, none is number 4"):
        edits.move_input(merge(), "add1", 1, 3)


def test_inputs_are_swapped() -> None:
    before = merge()
    assert edits.swap_inputs(before, "add1").sources["add1"] == ("input", "conv1", "relu1")
    assert edits.swap_inputs(edits.swap_inputs(before, "add1"), "add1") == before
    with pytest.raises(EditError, match="relu1 has one input"):
        edits.swap_inputs(before, "relu1")


def test_targets_are_blocks_with_room_that_close_no_loop_and_those_that_lack_an_input_come_first() -> None:
    before = network("input conv1 relu1 conv2 relu2 add1", "add2", "relu3")
    assert edits.targets_for(before, "relu1") == ("add1", "add2", "relu3")
    assert edits.targets_for(before, "add1") == ("add2", "relu3")
    for target in edits.targets_for(before, "relu1"):
        assert edits.why_not_connect(before, "relu1", target) is None
    offered = {name for name in before.order if edits.why_not_connect(before, "relu1", name) is None}
    assert set(edits.targets_for(before, "relu1")) == offered


def test_arranging_leaves_every_place_to_the_layout_and_shares_what_was_not_moved() -> None:
    moved = edits.move_cards(merge(), {"conv1": (5.0, 6.0)})
    arranged = edits.arrange(moved)
    assert {block.at for block in arranged.blocks} == {None}
    assert arranged.by_id["relu1"] is moved.by_id["relu1"] and arranged.wires is moved.wires
    with pytest.raises(EditError, match="Nothing to arrange: no block was moved by hand"):
        edits.arrange(arranged)
