"""Remedies become edits."""

from __future__ import annotations

import pytest

from designer.network.analysis import analyse
from designer.network.blocks.conv2d import Conv2d
from designer.network.errors import EditError
from designer.network.fixes import best_first, fixes_for, ordered_fixes, outcome_of
from designer.network.remedies import (
    AddBlock,
    ChangeFields,
    ConnectFrom,
    Disconnect,
    FeedFrom,
    InsertAfter,
    InsertBefore,
    MergeEnds,
    MergeInputs,
    MoveBlock,
    Remedy,
    RemoveBlock,
    RemoveBlocks,
    ReplaceBlock,
    Together,
)
from tests.network.networks import chain, lenet5, spec
from tests.network.small_networks import chains, network

CHAIN = network("input conv1 relu1 pool1 dense1")


def applied(remedy: Remedy, block: str, *rows: str) -> set[str]:
    (fix,) = fixes_for([remedy], block)
    assert fix.label == remedy.label
    return chains(fix.apply(network(*rows)))


def test_changing_fields() -> None:
    here, there = fixes_for(
        [ChangeFields("Kernel 5", {"kernel": (5, 5), "padding": "same"}), ChangeFields("Filters 3", {"filters": 3}, block="conv1")], "conv1"
    )
    assert here.apply(CHAIN).by_id["conv1"].spec == Conv2d(kernel=(5, 5), padding="same")
    assert there.apply(CHAIN).by_id["conv1"].spec == Conv2d(filters=3)


def test_removing() -> None:
    assert applied(RemoveBlock("Remove"), "relu1", "input relu1 pool1") == {"input pool1"}
    assert applied(RemoveBlock("Remove", block="pool1"), "dense1", "input pool1 dense1") == {"input dense1"}


def test_inserting_before() -> None:
    assert applied(InsertBefore("Flatten", "flatten"), "dense1", "input dense1") == {"input flatten1", "flatten1 dense1"}
    assert applied(InsertBefore("Flatten", "flatten"), "add1", "conv1 add1", "relu1 add1") == {
        "conv1 flatten1",
        "relu1 flatten2",
        "flatten1 add1",
        "flatten2 add1",
    }
    assert applied(InsertBefore("Input", "input", {"shape": (1, 8, 8)}), "conv1", "conv1") == {"input conv1"}


def test_connecting_from() -> None:
    assert applied(ConnectFrom("Connect input", "input"), "conv1", "input", "conv1") == {"input conv1"}


def test_joining_the_ends_keeps_their_order() -> None:
    (fix,) = fixes_for([MergeEnds("Join by Add", "add")], "conv1")
    after = fix.apply(network("input conv1 relu1", "conv1 pool1", "conv1 dense1", "softmax"))
    assert after.sources["add1"] == ("relu1", "pool1", "dense1")
    with pytest.raises(EditError, match="several ends"):
        fix.apply(CHAIN)


def test_a_fix_that_no_longer_applies_is_refused() -> None:
    for remedy in (
        RemoveBlock("Remove"),
        ChangeFields("Kernel", {"kernel": 3}),
        InsertBefore("Flatten", "flatten"),
        ConnectFrom("Connect", "input"),
        InsertBefore("What", "what"),
    ):
        (fix,) = fixes_for([remedy], "gone")
        with pytest.raises(EditError):
            fix.apply(CHAIN)


def test_inserting_on_some_of_the_wires() -> None:
    rows = ("conv1 add1", "relu1 add1", "pool1 add1")
    assert applied(InsertBefore("Norm", "batch_norm", inputs=(1,)), "add1", *rows) == {"conv1 add1", "relu1 norm1", "norm1 add1", "pool1 add1"}
    (fix,) = fixes_for([InsertBefore("Norm", "batch_norm", inputs=(0, 1))], "add1")
    twice = fix.apply(network("conv1 add1", "conv1 add1"))
    assert twice.sources["add1"] == ("norm1", "norm1"), "one block serves a source that stands twice"
    with pytest.raises(EditError):
        fix.apply(network("conv1 add1"))


def test_inserting_elsewhere() -> None:
    flatten = InsertBefore("Flatten", "flatten", block="conv1")
    assert applied(flatten, "relu1", "input conv1 relu1") == {"input flatten1", "flatten1 conv1", "conv1 relu1"}
    assert applied(InsertAfter("ReLU", "relu", block="conv1"), "dense1", "conv1 dense1") == {"conv1 relu1", "relu1 dense1"}
    assert applied(InsertAfter("ReLU", "relu"), "conv1", "conv1 dense1") == {"conv1 relu1", "relu1 dense1"}


def test_replacing_keeps_the_wires() -> None:
    instead = ReplaceBlock("Concat", "concat")
    assert applied(instead, "add1", "conv1 add1", "relu1 add1 dense1") == {"conv1 concat1", "relu1 concat1", "concat1 dense1"}


def test_moving() -> None:
    assert applied(MoveBlock("Move", before="dense1"), "conv1", "input dense1 conv1 relu1") == {"input conv1", "conv1 dense1", "dense1 relu1"}
    assert applied(MoveBlock("Move", after="dense1"), "softmax", "input softmax dense1") == {"input dense1", "dense1 softmax"}
    assert applied(MoveBlock("Move", after="conv1"), "relu1", "input relu1 conv1 dense1") == {"input conv1", "conv1 relu1", "relu1 dense1"}
    for remedy in (MoveBlock("Move"), MoveBlock("Move", before="gone"), MoveBlock("Move", before="input"), MoveBlock("Move", after="conv1")):
        (fix,) = fixes_for([remedy], "relu1")
        with pytest.raises(EditError):
            fix.apply(network("input conv1 pool1", "conv1 dense1", "input relu1 norm1"))


def test_wires_taken_away_and_led_elsewhere() -> None:
    rows = ("input conv1 add1", "input add1 dense1")
    assert applied(Disconnect("Disconnect", ("input",)), "add1", *rows) == {"input conv1", "conv1 add1", "add1 dense1"}
    assert applied(FeedFrom("Follow", "conv1"), "add1", *rows) == {"input conv1", "conv1 dense1"}
    assert applied(MergeInputs("Add", "add"), "dense1", "conv1 dense1", "relu1 dense1") == {"conv1 add1", "relu1 add1", "add1 dense1"}
    (fix,) = fixes_for([MergeInputs("Add", "add")], "dense1")
    with pytest.raises(EditError, match="several wires"):
        fix.apply(CHAIN)


def test_a_branch_goes_with_all_its_wires() -> None:
    assert applied(RemoveBlocks("Remove", ("relu1", "norm1")), "norm1", "input conv1 dense1", "conv1 relu1 norm1") == {"input conv1", "conv1 dense1"}


def test_adding_to_an_empty_network() -> None:
    (fix,) = fixes_for([AddBlock("Add an input", "input")], "")
    assert list(fix.apply(network()).by_id) == ["input"]
    (offered,) = analyse(network()).problems
    assert [remedy.label for remedy in offered.remedies] == ["Add an input"]


def test_several_steps_are_one_edit() -> None:
    steps = (InsertBefore("Norm", "batch_norm"), ChangeFields("Filters", {"filters": 3}))
    (fix,) = fixes_for([Together("Both", steps)], "conv1")
    after = fix.apply(CHAIN)
    assert (after.sources["conv1"], after.by_id["conv1"].spec) == (("norm1",), Conv2d(filters=3))


def test_fixes_that_leave_another_error_come_after_those_that_leave_none() -> None:
    """The padding that the pool's kernel allows would be first, but the kernel does not fit then either."""
    broken = chain(
        ("input", spec("input", shape=(1, 4, 4))),
        ("pool1", spec("max_pool", kernel=(7, 7), padding=(5, 5))),
        ("conv1", spec("conv2d", kernel=(3, 3))),
        ("dense1", spec("dense")),
        ("softmax", spec("softmax")),
    )
    analysis = analyse(broken, 10)
    (problem,) = analysis.errors
    assert (problem.block, problem.code) == ("pool1", "padding-too-large")
    assert [remedy.label for remedy in problem.remedies] == ["Padding 3", "Padding VALID"]
    left = [len(analyse(fix.apply(broken), 10).errors) for fix in ordered_fixes(analysis, problem)]
    assert left == sorted(left)
    assert [remedy.label for remedy in best_first(analysis).problems[0].remedies] == [fix.label for fix in ordered_fixes(analysis, problem)]


def test_an_outcome_tells_what_changed() -> None:
    analysis = analyse(lenet5(side=10), 10)
    (problem,) = analysis.errors
    assert problem.block == "pool2"
    same = next(fix for fix in ordered_fixes(analysis, problem) if fix.label == "Padding SAME")
    outcome = outcome_of(same, analysis, "pool2")
    assert [(report.id, report.output_shape) for report in outcome.changed] == [("pool2", (16, 1, 1)), ("dense1", (120,)), ("dense2", (84,))]
    assert outcome.analysis.errors == ()
    inserted = fixes_for([InsertBefore("Norm", "batch_norm")], "conv2")[0]
    assert [report.id for report in outcome_of(inserted, analyse(lenet5(), 10), "conv2").changed] == ["norm1"]
    with pytest.raises(EditError):
        outcome_of(fixes_for([RemoveBlock("Remove")], "gone")[0], analysis, "gone")
