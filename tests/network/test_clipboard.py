"""Copying as text and pasting."""

from __future__ import annotations

import pytest

from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.clipboard import copy_text, paste
from designer.network.errors import EditError
from designer.network.file_format import load
from tests.network.small_networks import chains, network, shared

CHAIN = network("input conv1 relu1 pool1 dense1")


def test_the_text_is_a_file_whose_wires_stay_inside() -> None:
    copied = load(copy_text(CHAIN, ["relu1", "conv1", "dense1"]))
    assert set(copied.by_id) == {"conv1", "relu1", "dense1"} and chains(copied) == {"conv1 relu1"}


def test_pasting_gives_new_ids_and_skips_the_input() -> None:
    after, new = paste(CHAIN, copy_text(CHAIN, CHAIN.by_id))
    assert new == ("conv2", "relu2", "pool2", "dense2")
    assert chains(after) - chains(CHAIN) == {"conv2 relu2", "relu2 pool2", "pool2 dense2"}
    assert shared(CHAIN, after) == set(CHAIN.by_id)


def test_pasting_elsewhere_keeps_the_ids() -> None:
    after, new = paste(Architecture(), copy_text(CHAIN, CHAIN.by_id))
    assert new == tuple(CHAIN.by_id) and after.blocks == CHAIN.blocks and after.wires == CHAIN.wires


def test_the_arrangement_comes_to_the_pointer() -> None:
    text = copy_text(CHAIN, ["conv1", "relu1", "pool1"], {"conv1": (100, 300), "relu1": (150, 200)})
    after, _ = paste(CHAIN, text, at=(-10, 5))
    assert [after.by_id[name].at for name in ("conv2", "relu2", "pool2")] == [(-10, 105), (40, 5), (-10, 225)]
    stacked, _ = paste(CHAIN, copy_text(CHAIN, ["conv1", "relu1"]), at=(0, 0))
    assert [stacked.by_id[name].at for name in ("conv2", "relu2")] == [(0, 0), (0, 120)]


def test_settings_travel_along() -> None:
    network_before = edits.set_frozen(edits.set_field(edits.set_title(CHAIN, "conv1", "T"), "conv1", "kernel", 5), "conv1", True)
    after, (new,) = paste(network_before, copy_text(network_before, "conv1"))
    copy, original = after.by_id[new], network_before.by_id["conv1"]
    assert (copy.spec, copy.title, copy.frozen) == (original.spec, "T", True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the clipboard holds no network (file: it is empty"),
        ("hello", "the clipboard holds no network (line 1"),
        ("[" * 5000, "the clipboard holds no network (file: nested deeper"),
        ('{"format": "cnn-designer", "version": 1, "blocks": []}', "without blocks"),
        ('{"format": "cnn-designer", "version": 1, "blocks": [{"id": "i", "type": "input", "shape": [1, 2, 3]}]}', "has its input already"),
    ],
)
def test_a_text_that_is_no_network_is_one_line(text: str, reason: str) -> None:
    with pytest.raises(EditError) as caught:
        paste(CHAIN, text)
    assert reason in str(caught.value) and "\n" not in str(caught.value)


def test_copying_nothing_is_refused() -> None:
    with pytest.raises(EditError, match="nothing is selected"):
        copy_text(CHAIN, [])
