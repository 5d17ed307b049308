"""Remedies become edits."""

from __future__ import annotations

import pytest

from designer.network.blocks.conv2d import Conv2d
from designer.network.errors import EditError
from designer.network.fixes import fixes_for
from designer.network.remedies import ChangeFields, ConnectFrom, InsertBefore, MergeEnds, Remedy, RemoveBlock
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
