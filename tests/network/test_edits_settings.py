"""Fields, titles, places, training settings, name and notes; copies; labels."""

from __future__ import annotations

import pytest

from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.blocks.conv2d import Conv2d
from designer.network.edits_labels import set_field_label, set_training_label
from designer.network.errors import EditError
from tests.network.small_networks import chains, network, shared

CHAIN = network("input conv1 relu1 conv2 pool1 dense1")


def test_setting_a_field_of_one_block() -> None:
    after = edits.set_field(CHAIN, "conv1", "kernel", 5)
    assert after.by_id["conv1"].spec == Conv2d(kernel=(5, 5))
    assert shared(CHAIN, after) == set(CHAIN.by_id) - {"conv1"}
    assert edits.set_field(CHAIN, "conv1", "kernel", [3, 3]) is CHAIN


def test_setting_a_field_of_several_blocks_leaves_those_without_it_alone() -> None:
    after = edits.set_field(CHAIN, ["conv1", "conv2", "pool1", "relu1"], "stride", (2, 2))
    assert shared(CHAIN, after) == {"input", "relu1", "pool1", "dense1"}


@pytest.mark.parametrize(
    ("ids", "name", "value", "reason"),
    [
        ("conv1", "kernel", 0, "conv1, Kernel h × w: found 0; allowed is a whole number or"),
        ("conv1", "filters", True, "found true"),
        ("relu1", "kernel", 3, "relu1 has no setting 'kernel'"),
        ("conv1", "kernal", 3, "no setting 'kernal'"),
        ([], "kernel", 3, "nothing has no setting"),
    ],
)
def test_values_outside_the_limits_are_refused(ids: str | list[str], name: str, value: object, reason: str) -> None:
    with pytest.raises(EditError, match=reason):
        edits.set_field(CHAIN, ids, name, value)


def test_titles_frozen_and_quiet() -> None:
    assert edits.set_title(CHAIN, "conv1", "edges").by_id["conv1"].shown_name == "edges"
    assert edits.set_title(CHAIN, "conv1", "") is CHAIN
    frozen = edits.set_frozen(CHAIN, ["conv1", "relu1"], True)
    assert [block.id for block in frozen.blocks if block.frozen] == ["conv1"]
    with pytest.raises(EditError, match="relu1 has no parameters to freeze"):
        edits.set_frozen(CHAIN, "relu1", True)
    quiet = edits.set_quiet(edits.set_quiet(CHAIN, "conv1", "one"), "conv1", "two")
    assert quiet.by_id["conv1"].quiet == ("one", "two")
    assert edits.set_quiet(quiet, "conv1", "one") is quiet
    assert edits.set_quiet(quiet, "conv1", "one", quiet=False).by_id["conv1"].quiet == ("two",)


def test_cards_stay_within_what_a_file_holds() -> None:
    after = edits.move_cards(CHAIN, {"conv1": (-1e9, 2e6), "relu1": (-0.0, 5)})
    assert after.by_id["conv1"].at == (-1e6, 1e6)
    assert str(after.by_id["relu1"].at) == "(0.0, 5)"
    assert edits.move_cards(after, {"conv1": None, "relu1": None}) == CHAIN
    assert edits.move_cards(after, {"conv1": (-1e6, 1e6)}) is after
    with pytest.raises(EditError):
        edits.move_cards(CHAIN, {"conv1": (float("inf"), 0)})


def test_training_settings() -> None:
    after = edits.set_training(CHAIN, "epochs", 5)
    assert after.training.epochs == 5 and after.training.written == ("epochs",)
    assert edits.set_training(CHAIN, "epochs", 20) is CHAIN
    for key, value in (("epochs", 0), ("epoch", 5), ("learning_rate", float("nan")), ("dataset", "\ud800"), ("dataset", "")):
        with pytest.raises(EditError):
            edits.set_training(CHAIN, key, value)


def test_name_and_notes_hold_what_a_file_can() -> None:
    named = edits.set_notes(edits.set_name(CHAIN, "Größe"), "a\nb")
    assert (named.name, named.notes) == ("Größe", "a\nb")
    assert edits.set_name(named, "Größe") is named
    for edit in (edits.set_name, edits.set_notes):
        with pytest.raises(EditError, match="half a character"):
            edit(CHAIN, "a\ud800")
        with pytest.raises(EditError, match="at most"):
            edit(CHAIN, "a" * 100_001)


def test_duplicating_copies_the_wires_between() -> None:
    placed = edits.move_cards(CHAIN, {"conv1": (10, 20)})
    after, new = edits.duplicate(placed, ["relu1", "conv1", "input", "pool1"], offset=(5, 5))
    assert new == ("conv3", "relu2", "pool2")
    assert chains(after) - chains(CHAIN) == {"conv3 relu2"}
    assert [after.by_id[name].at for name in ("conv3", "relu2")] == [(15, 25), None]
    with pytest.raises(EditError, match="has its input already"):
        edits.duplicate(CHAIN, "input")
    with pytest.raises(EditError, match="nothing is selected"):
        edits.duplicate(CHAIN, [])


def test_labels_say_what_changed() -> None:
    after = edits.set_field(CHAIN, ["conv1", "conv2"], "kernel", 5)
    assert set_field_label("conv1", "kernel")(CHAIN, after) == "Set kernel 3 → 5 in conv1"
    assert set_field_label(["conv1", "conv2", "relu1"], "kernel")(CHAIN, after) == "Set kernel 3 → 5 in 2 blocks"
    oblong = edits.set_field(CHAIN, "conv1", "kernel", (3, 5))
    assert set_field_label("conv1", "kernel")(CHAIN, oblong) == "Set kernel 3 → 3×5 in conv1"
    padded = edits.set_field(CHAIN, "conv1", "padding", "same")
    assert set_field_label("conv1", "padding")(CHAIN, padded) == "Set padding VALID → SAME in conv1"
    assert set_field_label("none", "kernel")(CHAIN, after) == "Set kernel"
    trained = edits.set_training(Architecture(), "learning_rate", 0.01)
    assert set_training_label("learning_rate")(Architecture(), trained) == "Set learning rate 0.002 → 0.01"
