"""Adding, removing and replacing blocks."""

from __future__ import annotations

import pytest

from designer.network import edits
from designer.network.architecture import Architecture, Wire
from designer.network.blocks.add import Add
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.blocks.max_pool import MaxPool
from designer.network.blocks.relu import Relu
from designer.network.blocks.softmax import Softmax
from designer.network.errors import EditError
from tests.network.small_networks import chains, listed, network, shared

CHAIN = network("input conv1 relu1 pool1 dense1")
FORK = network("input conv1 relu1 add1 dense1", "conv1 pool1 add1")


def test_new_blocks_are_counted_by_their_stem() -> None:
    architecture, first = edits.add_block(Architecture(), Input())
    architecture, second = edits.add_block(architecture, Conv2d(), at=(3, 4), frozen=True)
    architecture, third = edits.add_block(architecture, Conv2d())
    architecture, fourth = edits.add_block(architecture, Input())
    assert (first, second, third, fourth) == ("input", "conv1", "conv2", "input2")
    assert (architecture.by_id["conv1"].at, architecture.by_id["conv1"].frozen) == ((3, 4), True)
    assert architecture.wires == ()


def test_a_block_without_weights_cannot_be_frozen() -> None:
    with pytest.raises(EditError, match="no parameters to freeze"):
        edits.add_block(Architecture(), Relu(), frozen=True)


def test_inserting_on_a_wire_keeps_everything_else() -> None:
    after, name = edits.insert_on_wire(CHAIN, Wire("conv1", "relu1"), Conv2d(), at=(1.5, 2))
    assert name == "conv2"
    assert listed(after) == "input conv1 conv2 relu1 pool1 dense1"
    assert chains(after) == {"input conv1", "conv1 conv2", "conv2 relu1", "relu1 pool1", "pool1 dense1"}
    assert shared(CHAIN, after) == set(CHAIN.by_id)


def test_inserting_on_a_wire_keeps_the_order_of_a_merges_inputs() -> None:
    after, name = edits.insert_on_wire(FORK, Wire("relu1", "add1"), MaxPool())
    assert FORK.sources["add1"] == ("relu1", "pool1")
    assert after.sources["add1"] == (name, "pool1")


def test_inserting_on_one_of_two_equal_wires_leaves_the_other() -> None:
    doubled = network("conv1 add1", "conv1 add1")
    after, name = edits.insert_on_wire(doubled, Wire("conv1", "add1"), Relu())
    assert after.sources["add1"] == (name, "conv1")


def test_inserting_after_takes_over_all_targets() -> None:
    after, name = edits.insert_after(FORK, "conv1", Relu())
    assert after.targets["conv1"] == (name,)
    assert after.targets[name] == ("relu1", "pool1")
    assert after.sources["add1"] == ("relu1", "pool1")
    assert listed(after) == f"input conv1 {name} relu1 add1 dense1 pool1"
    end, name = edits.insert_after(CHAIN, "dense1", Softmax())
    assert end.sources[name] == ("dense1",)


def test_inserting_before() -> None:
    after, name = edits.insert_before(CHAIN, "pool1", Conv2d())
    assert after.sources["pool1"] == (name,) and after.sources[name] == ("relu1",)
    loose, name = edits.insert_before(network("conv1 relu1"), "conv1", Input())
    assert loose.sources["conv1"] == (name,) and listed(loose) == "input conv1 relu1"
    for block, reason in (("input", "takes no wires"), ("add1", "2 wires enter add1")):
        with pytest.raises(EditError, match=reason):
            edits.insert_before(FORK, block, Relu())


def test_an_input_never_follows_a_block() -> None:
    with pytest.raises(EditError, match="takes no wires"):
        edits.insert_on_wire(CHAIN, Wire("conv1", "relu1"), Input())
    with pytest.raises(EditError, match="takes no wires"):
        edits.insert_after(CHAIN, "dense1", Input())


@pytest.mark.parametrize(
    "edit",
    [
        lambda: edits.insert_on_wire(CHAIN, Wire("conv1", "dense1"), Relu()),
        lambda: edits.insert_after(CHAIN, "conv9", Relu()),
        lambda: edits.remove_blocks(CHAIN, ["conv1", "conv9"]),
        lambda: edits.replace_block(CHAIN, "conv9", Relu()),
        lambda: edits.set_field(CHAIN, "conv9", "kernel", 3),
        lambda: edits.add_block(CHAIN, Relu(), at=(float("nan"), 0)),
    ],
)
def test_what_does_not_exist_is_refused(edit: object) -> None:
    assert callable(edit)
    with pytest.raises(EditError):
        edit()


def test_removing_closes_the_chain() -> None:
    after, note = edits.remove_blocks(CHAIN, "relu1")
    assert (chains(after), note) == ({"input conv1", "conv1 pool1", "pool1 dense1"}, "")
    assert shared(CHAIN, after) == {"input", "conv1", "pool1", "dense1"}
    several, note = edits.remove_blocks(CHAIN, ["pool1", "conv1", "relu1"])
    assert (chains(several), note) == ({"input dense1"}, "")


def test_removing_leaves_the_gap_when_asked() -> None:
    after, note = edits.remove_blocks(CHAIN, {"relu1"}, close=False)
    assert (chains(after), note) == ({"input conv1", "pool1 dense1"}, "")


def test_removing_a_merge_goes_on_with_its_first_input_and_says_what_is_open() -> None:
    after, note = edits.remove_blocks(FORK, "add1")
    assert after.sources["dense1"] == ("relu1",)
    assert after.targets["pool1"] == ()
    assert note == "add1 had 2 inputs: what followed it now follows relu1; pool1 left open"


def test_removing_a_merge_with_its_second_branch_needs_no_note() -> None:
    after, note = edits.remove_blocks(FORK, ["add1", "pool1"])
    assert (chains(after), note) == ({"input conv1", "conv1 relu1", "relu1 dense1"}, "")


def test_removing_a_branch_keeps_the_merges_inputs_in_order() -> None:
    after, _ = edits.remove_blocks(FORK, "relu1")
    assert after.sources["add1"] == ("conv1", "pool1")


def test_removing_the_start_or_nothing() -> None:
    assert chains(edits.remove_blocks(CHAIN, "input")[0]) == {"conv1 relu1", "relu1 pool1", "pool1 dense1"}
    assert edits.remove_blocks(CHAIN, []) == (CHAIN, "")


def test_replacing_keeps_place_and_wires() -> None:
    placed = edits.move_cards(CHAIN, {"relu1": (5, 6)})
    after, name = edits.replace_block(placed, "relu1", MaxPool())
    assert (name, after.by_id[name].at) == ("pool2", (5, 6))
    assert listed(after) == "input conv1 pool2 pool1 dense1"
    assert chains(after) == {"input conv1", "conv1 pool2", "pool2 pool1", "pool1 dense1"}


def test_replacing_by_the_same_type_keeps_the_id() -> None:
    titled = edits.set_title(CHAIN, "conv1", "edges")
    after, name = edits.replace_block(titled, "conv1", Conv2d(filters=3), frozen=True)
    block = after.by_id["conv1"]
    assert (name, block.title, block.frozen, block.spec) == ("conv1", "edges", True, Conv2d(filters=3))
    assert edits.replace_block(CHAIN, "conv1", Conv2d())[0] is CHAIN


def test_replacing_needs_the_same_number_of_inputs() -> None:
    assert edits.why_not_replace(CHAIN, "relu1", Dense()) is None
    assert edits.why_not_replace(CHAIN, "relu1", Add()) == "Add takes any number of inputs, relu1 one input"
    assert edits.why_not_replace(CHAIN, "relu1", Input()) == "Input takes no wires, but 1 enter relu1"
    assert edits.why_not_replace(CHAIN, "input", Relu()) is not None
    assert edits.why_not_replace(FORK, "add1", Relu()) == "Relu takes one input, but 2 enter add1".replace("Relu", Relu.LABEL)
    with pytest.raises(EditError):
        edits.replace_block(FORK, "add1", Relu())


def test_no_edit_makes_a_document_that_would_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("designer.network.edits_checks.MOST_BLOCKS", 5)
    for edit in (edits.add_block, lambda a, s: edits.insert_after(a, "conv1", s), lambda a, s: edits.duplicate(a, "conv1")):
        with pytest.raises(EditError, match="at most 5"):
            edit(CHAIN, Relu())
