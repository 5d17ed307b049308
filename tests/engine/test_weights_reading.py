from __future__ import annotations

import json
import os
import pickle
import random
import struct
from pathlib import Path

import pytest
import torch
from safetensors.torch import save

from designer.data.preparation import Preparation
from designer.engine.errors import EngineError
from designer.engine.looking import Subject
from designer.engine.pictures import SHIPPED, Probe, Shelf
from designer.engine.store import WeightStore
from designer.engine.weights_reading import read_weights
from designer.engine.window_weights import load_weights, save_weights
from designer.engine.wiring import shown_network
from designer.network import edits
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from tests.engine.networks import CPU, small


def subject_of(architecture: Architecture, store: WeightStore) -> Subject:
    return Subject(shown_network(architecture, analyse(architecture), store, CPU), CPU, 1)


def saved(path: Path, seed: int = 7) -> dict[str, torch.Tensor]:
    """Write the weights of the small network, drawn with another seed, and return them."""
    subject = subject_of(small(seed=seed), WeightStore())
    save_weights(str(path), subject, None, Shelf())
    return subject.network.state()


def test_weights_come_back_bit_for_bit(tmp_path: Path) -> None:
    wanted, store = saved(tmp_path / "w"), WeightStore()
    subject = subject_of(small(), store)
    loaded = load_weights(str(tmp_path / "w"), subject, store)
    assert (loaded.blocks, loaded.misfits, loaded.left_over) == (("conv1", "dense1"), (), 0)
    now = subject_of(small(), store).network.state()
    assert all(torch.equal(now[name], wanted[name]) for name in wanted)
    assert not torch.equal(subject.network.state()["conv1.weight"], wanted["conv1.weight"])  # the other seed drew others


def test_a_block_of_another_shape_keeps_its_own_and_is_named(tmp_path: Path) -> None:
    wanted, store = saved(tmp_path / "w"), WeightStore()
    changed = edits.set_field(small(), "dense1", "units", 5)
    before = subject_of(changed, store).network.state()["dense1.weight"].clone()
    loaded = load_weights(str(tmp_path / "w"), subject_of(changed, store), store)
    assert loaded.blocks == ("conv1",)
    assert loaded.misfits == ("weight of dense1 is 4×48 there and 5×48 here",)
    assert loaded.left_over == 2
    now = subject_of(changed, store).network.state()
    assert torch.equal(now["conv1.weight"], wanted["conv1.weight"]) and torch.equal(now["dense1.weight"], before)


def test_a_block_takes_all_of_its_tensors_or_none(tmp_path: Path) -> None:
    tensors, store = saved(tmp_path / "w"), WeightStore()
    del tensors["conv1.bias"]
    (tmp_path / "w").write_bytes(save(tensors))
    loaded = load_weights(str(tmp_path / "w"), subject_of(small(), store), store)
    assert loaded.blocks == ("dense1",) and loaded.misfits == ("conv1 has no bias there",)
    assert not torch.equal(subject_of(small(), store).network.state()["conv1.weight"], tensors["conv1.weight"])


def test_weights_of_another_network_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(save({"layer.0": torch.ones(3)}))
    store = WeightStore()
    with pytest.raises(EngineError, match=r"none of its weights fits this network \(conv1 has no weight there; dense1 has no weight there\)"):
        load_weights(str(tmp_path / "w"), subject_of(small(), store), store)


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16, torch.float64])
def test_other_floats_are_taken_as_float32(tmp_path: Path, kind: torch.dtype) -> None:
    (tmp_path / "w").write_bytes(save({"a": torch.tensor([[0.5, -2.0]], dtype=kind), "counter": torch.tensor(3)}))
    tensors = read_weights(tmp_path / "w").tensors
    assert list(tensors) == ["a"] and tensors["a"].dtype is torch.float32 and tensors["a"].tolist() == [[0.5, -2.0]]


def test_what_was_written_beside_the_tensors_comes_along(tmp_path: Path) -> None:
    saved(tmp_path / "w")
    assert json.loads(read_weights(tmp_path / "w").about["architecture"])["name"] == "Test"


def test_what_is_done_to_the_pictures_is_written_with_their_mean_and_deviation(tmp_path: Path) -> None:
    shelf, architecture = Shelf(), edits.set_training(small(), "normalize", "standard")
    dataset = shelf.load(SHIPPED, None)
    save_weights(str(tmp_path / "w"), subject_of(architecture, WeightStore()), Probe(dataset), shelf)
    prepared = shelf.prepare(SHIPPED, None, analyse(architecture).reports["input"].output_shape or (), "standard").preparation
    assert Preparation.from_json(read_weights(tmp_path / "w").about["preparation"]) == prepared and prepared.mean


def test_values_that_are_no_numbers_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(save({"conv1.weight": torch.tensor([1.0, float("nan"), float("inf")])}))
    with pytest.raises(EngineError, match=r"2 of the 3 values of conv1\.weight are not finite"):
        read_weights(tmp_path / "w")


def test_a_file_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "pickled").write_bytes(pickle.dumps({"conv1.weight": [1.0]}))
    (tmp_path / "huge header").write_bytes(struct.pack("<Q", 2**60) + b"{}")
    (tmp_path / "empty").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("pickled", "damaged"), ("huge header", "damaged"), ("empty", "damaged"), ("pipe", "plain file"), ("none", "no such")):
        with pytest.raises(EngineError, match=words) as told:
            read_weights(tmp_path / name)
        assert "\n" not in str(told.value)


def test_damaged_files_are_refused_or_whole(tmp_path: Path) -> None:
    """300 files cut or with flipped bits: one sentence each, or tensors of the shapes that the header names."""
    saved(tmp_path / "w")
    whole, randomness, refused = (tmp_path / "w").read_bytes(), random.Random(5), 0
    for _ in range(300):
        data = bytearray(whole)
        if randomness.random() < 0.4:
            del data[randomness.randrange(len(data)) :]
        for _ in range(randomness.randrange(4)):
            if data:
                data[randomness.randrange(min(len(data), 1_500))] ^= 1 << randomness.randrange(8)
        (tmp_path / "damaged").write_bytes(data)
        try:
            tensors = read_weights(tmp_path / "damaged").tensors
        except EngineError:
            refused += 1
        else:
            assert all(bool(torch.isfinite(tensor).all()) for tensor in tensors.values())
    assert refused > 100
