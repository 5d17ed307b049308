"""The checkpoint's file: whole or not there, refused with one sentence where a byte is wrong."""

import json
import os
import pickle
import random
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save as save_tensors

from designer.engine.checkpoint_file import read_tensors
from designer.engine.resume_state import check_facts, expected_tensors, restore
from designer.engine.training import Trainer
from designer.network.errors import DesignerError
from designer.runs.checkpoint_header import CHECKPOINT, header_bytes, read_header
from tests.engine.checkpoint_bench import Bench


def read(path: Path, trainer: Trainer) -> None:
    """Go through all that is checked before a run goes on."""
    header = read_header(path)
    check_facts(trainer, header.facts)
    restore(trainer, header.facts, read_tensors(header, expected_tensors(trainer, header.facts)))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Bench]:
    """Return a checkpoint taken in the middle of the second epoch."""
    path = tmp_path_factory.mktemp("run") / "run"
    bench = Bench(path)
    bench.go(10)
    return path / CHECKPOINT, bench


def test_the_file_is_plain_safetensors_and_says_everything(written: tuple[Path, Bench]) -> None:
    path, bench = written
    with safe_open(path, "pt") as file:
        names = set(file.keys())
        metadata = file.metadata()
        assert torch.equal(file.get_tensor("network.b1.weight"), bench.trainer.network.state()["b1.weight"])
    assert {"network.b2.running_mean", "best.b4.weight", "optimizer.b4.bias.exp_avg", "random.cpu", "epochs"} <= names
    facts = json.loads(metadata["cnn-designer"])
    wanted = {
        "architecture", "conditions", "position", "base_rate", "scaler", "epochs", "best_epoch", "metrics_bytes", "fingerprint", "program", "kept",
    }  # fmt: skip
    assert wanted <= set(facts)
    assert set(facts["conditions"]) == {"device", "threads", "torch", "cpu_capability", "memory_format", "processes"}
    assert facts["metrics_bytes"] == (path.parent / "metrics.jsonl").stat().st_size
    assert facts["conditions"]["memory_format"] == "channels_last"


def test_what_is_read_is_what_was_written(written: tuple[Path, Bench]) -> None:
    path, bench = written
    trainer = bench.fresh_trainer()
    read(path, trainer)
    assert (trainer.step, trainer.epoch, trainer.steps_in_epoch) == (bench.trainer.step, 2, bench.trainer.steps_in_epoch)
    assert trainer.epochs == bench.trainer.epochs and trainer.best is not None
    for mine, theirs in zip(trainer.network.trainable(), bench.trainer.network.trainable(), strict=True):
        assert torch.equal(mine, theirs) and mine.stride() == theirs.stride()
        for key, value in bench.trainer.optimizer.state[theirs].items():
            assert torch.equal(trainer.optimizer.state[mine][key], value)
            assert trainer.optimizer.state[mine][key].stride() == value.stride(), "a fused update would mix up the values"


def refused(path: Path, data: bytes, trainer: Trainer) -> str:
    """Return the one sentence that a file is refused with."""
    path.write_bytes(data)
    with pytest.raises(DesignerError) as caught:
        read(path, trainer)
    sentence = str(caught.value)
    assert "\n" not in sentence and len(sentence) < 600
    return sentence


def damage(data: bytes, choose: random.Random) -> bytes:
    """Return the bytes cut off, with a flipped bit, or with something else in the middle."""
    at = choose.randrange(len(data))
    kind = choose.randrange(4)
    if kind == 0:
        return data[:at]
    if kind == 1:
        flipped = bytearray(data)
        flipped[at] ^= 1 << choose.randrange(8)
        return bytes(flipped)
    if kind == 2:
        at = choose.randrange(4_000)  # the header
        return data[:at] + bytes(choose.randrange(256) for _ in range(choose.randint(1, 8))) + data[at:]
    return data[:at] + data[at + choose.randint(1, 50) :]


def check_damaged(written: tuple[Path, Bench], folder: Path, count: int, seed: int) -> None:
    whole = written[0].read_bytes()
    trainer, choose = written[1].fresh_trainer(), random.Random(seed)
    for number in range(count):
        data = damage(whole, choose)
        if data != whole:
            began = time.perf_counter()
            sentence = refused(folder / CHECKPOINT, data, trainer)
            assert time.perf_counter() - began < 1, f"damage {number} of seed {seed}: {sentence}"


def test_thirty_damaged_files_are_refused_with_one_sentence(written: tuple[Path, Bench], tmp_path: Path) -> None:
    check_damaged(written, tmp_path, 30, seed=7)


@pytest.mark.ledger
@pytest.mark.timeout(1200)
def test_thousands_of_damaged_files_are_refused_with_one_sentence(written: tuple[Path, Bench], tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    check_damaged(written, tmp_path, 5_000, seed)
    print(f"N = 5,000 damaged checkpoints of seed {seed}: 5,000 refused with one sentence")


def lying(header: Any, **changes: object) -> bytes:
    """Return a header with other facts and a digest that fits nothing: what comes before the digest must see it."""
    facts = msgspec.structs.replace(header.facts, **changes)
    return header_bytes(msgspec.json.encode(facts).decode(), header.digest, header.entries)


def test_headers_that_lie_are_refused_before_the_tensors_are_read(written: tuple[Path, Bench], tmp_path: Path) -> None:
    path, bench = written
    header, whole = read_header(path), path.read_bytes()
    body, trainer = whole[header.data_start :], bench.fresh_trainer()
    place = header.facts.position
    cases: list[tuple[dict[str, object], str]] = [
        ({"format": "other"}, "not a checkpoint"), ({"version": 99}, "newer version"),
        ({"position": msgspec.structs.replace(place, step=10**9)}, "is not step"), ({"steps_per_epoch": 7}, "is not step"),
        ({"position": msgspec.structs.replace(place, right=1e12)}, "sums"), ({"best_epoch": 9}, "best epoch"),
        ({"epochs": 10**12}, "is not step"), ({"with_state": ("nowhere.weight",)}, "not trained"), ({"base_rate": -1.0}, "learning rate"),
        ({"with_state": ()}, "does not belong"), ({"scaler": {"scale": 1.0}}, "scaler"), ({"kept": ("x",)}, "checksum"),
    ]  # fmt: skip
    for changes, words in cases:
        assert words in refused(tmp_path / CHECKPOINT, lying(header, **changes) + body, trainer), changes


def test_changed_facts_are_noticed_by_the_header_alone(written: tuple[Path, Bench], tmp_path: Path) -> None:
    whole = written[0].read_bytes()
    changed = whole.replace(b"digits", b"didits", 1)
    assert changed != whole and "checksum of its facts" in refused(tmp_path / CHECKPOINT, changed, written[1].fresh_trainer())


def raw_header(text: str, body: bytes = b"") -> bytes:
    return len(text.encode()).to_bytes(8, "little") + text.encode() + body


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00" * 7, b"\xff" * 8, (1 << 40).to_bytes(8, "little") + b"{}", raw_header("{}"), raw_header("[]"), raw_header("{" * 100_000),
        raw_header('{"a":1,"a":2}'), raw_header('{"__metadata__":{"cnn-designer":"{}","sha256":"0"}}'),
        raw_header('{"a":{"dtype":"F32","shape":[1000000,1000000,1000000],"data_offsets":[0,4]}}', b"1234"),
        raw_header('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,-4]}}'),
        pickle.dumps({"network": [1.0] * 100}), save_tensors({"a": torch.zeros(3)}),
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(data: bytes, written: tuple[Path, Bench], tmp_path: Path) -> None:
    assert str(tmp_path) in refused(tmp_path / CHECKPOINT, data, written[1].fresh_trainer())


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_in_its_place_does_not_hold_anybody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / CHECKPOINT)
    with pytest.raises(DesignerError, match="not a plain file"):
        read_header(tmp_path / CHECKPOINT)
