"""Data that does not fit the memory: the same bits, read ahead by processes that end when they should."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from designer.data.dataset import Dataset, Split
from designer.data.errors import DataError
from designer.data.picture_files import FilePictures
from designer.data.preparation import Normalize
from designer.data.prepared import Form, PreparedData, prepare_dataset
from designer.data.registry import load
from designer.data.sources.picture_folder import load_folder
from designer.engine.decoders import Decoders
from designer.engine.evaluation import Part, Pictures, Positions
from designer.engine.results import TrainingParts
from designer.engine.streaming import HostPart, RawPart, StreamedPart, close_parts, pictures_of, training_parts
from designer.engine.training import Trainer
from designer.engine.weights_file import weights_sha256
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.input import Input
from tests.data.pictures import class_files, file_bytes, pixels, write_folder, write_zip
from tests.engine.networks import CPU, chain, network_of, with_settings

SHAPE = (3, 9, 8)
ROOT = Path(__file__).resolve().parents[2]
NOBODY = torch.tensor([], dtype=torch.int64)
BATCHES: list[Positions] = [torch.tensor([5, 0, 17]), slice(2, 6), NOBODY, torch.tensor([1]), slice(30, 99), torch.tensor([40, 40])]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    others = {"cat/big.jpg": file_bytes(pixels(1, 60, 40, 3), "JPEG"), "dog/grey.png": file_bytes(pixels(2, 6, 5))}
    return write_folder(tmp_path / "pets", class_files({"cat": 25, "dog": 25}) | others)


def on_disk(path: Path) -> Dataset:
    return load_folder(path, lambda progress: None, most_bytes=0)


def asked_for(dataset: Dataset, normalize: bool = False) -> PreparedData:
    data = prepare_dataset(dataset, SHAPE, "standard" if normalize else "none", most_bytes=0)
    assert data.form is Form.ASKED_FOR
    return data


@pytest.fixture
def closing() -> Iterator[list[TrainingParts]]:
    """Close the parts that a test makes."""
    made: list[TrainingParts] = []
    yield made
    for parts in made:
        close_parts(parts)


def same(found: Pictures, expected: Pictures, batches: list[Positions] = BATCHES) -> bool:
    pairs = list(zip(found.batches(batches), expected.batches(batches), strict=True))
    assert len(pairs) == len(batches)
    return all(torch.equal(one, other) for first, second in pairs for one, other in zip(first, second, strict=True))


@pytest.mark.parametrize("normalize", [False, True])
@pytest.mark.parametrize("kind", ["folder", "zip", "memory"])
def test_streamed_pictures_have_the_bits_of_held_ones(tmp_path: Path, folder: Path, closing: list[TrainingParts], kind: str, normalize: bool) -> None:
    if kind == "zip":
        folder = write_zip(tmp_path / "pets.zip", {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}, "top/")
    held = training_parts(prepare_dataset(load(str(folder)), SHAPE, "standard" if normalize else "none"), CPU)
    streamed = training_parts(asked_for(load(str(folder)) if kind == "memory" else on_disk(folder), normalize), CPU)
    closing.append(streamed)
    assert isinstance(held.train, Part) and isinstance(streamed.train, StreamedPart)
    assert same(streamed.train, held.train) and same(streamed.test, held.test, [slice(0, 99)]) and streamed.brightness == held.brightness
    assert torch.equal(streamed.train.labels, held.train.labels)


@pytest.mark.parametrize("normalize", ["none", "standard"])
@pytest.mark.parametrize(("colour", "channels"), [(True, 3), (True, 1), (False, 3), (False, 1)])
def test_pictures_held_as_bytes_have_the_bits_of_prepared_ones(tmp_path: Path, normalize: str, colour: bool, channels: int) -> None:
    np.savez(tmp_path / "set.npz", images=pixels(1, 80, 9, 8, 3) if colour else pixels(1, 80, 9, 8), labels=np.arange(80) % 3)
    dataset, shape = load(str(tmp_path / "set.npz")), (channels, 9, 8)
    wanted: Normalize = "standard" if normalize == "standard" else "none"
    raw = prepare_dataset(dataset, shape, wanted, most_bytes=80 * 72 * 3)
    assert raw.form is Form.RAW
    part = pictures_of(raw, Split.TRAIN, CPU)
    assert isinstance(part, RawPart) and same(part, pictures_of(prepare_dataset(dataset, shape, wanted), Split.TRAIN, CPU))


def test_pictures_on_the_host_are_sent_in_their_order() -> None:
    images, labels = torch.rand(64, *SHAPE), torch.arange(64)
    assert same(HostPart(images, labels, CPU), Part(images, labels))


def test_a_run_with_streamed_pictures_gives_the_same_weights(folder: Path, closing: list[TrainingParts]) -> None:
    architecture = with_settings(chain(Input(SHAPE), Conv2d(2, (3, 3)), Dropout(0.3), Dense(2)), epochs=2, batch_size=7, flip="horizontal", shift=0.1)
    hashes = set()
    for data in (prepare_dataset(load(str(folder)), SHAPE), asked_for(on_disk(folder))):
        parts = training_parts(data, CPU)
        closing.append(parts)
        trainer = Trainer(network_of(architecture), parts, architecture.training)
        for _ in trainer.moments():
            pass
        assert trainer.test is not None
        hashes.add((weights_sha256(trainer.network.state()), trainer.test, trainer.epochs[-1].validation))
    assert len(hashes) == 1


def test_a_file_that_vanishes_ends_the_reading_with_its_name(folder: Path, closing: list[TrainingParts]) -> None:
    parts = training_parts(asked_for(on_disk(folder)), CPU)
    closing.append(parts)
    batches = parts.train.batches([torch.tensor([number]) for number in range(len(parts.train.labels))])
    next(batches)
    for path in (folder / "dog").iterdir():
        path.unlink()
    with pytest.raises(DataError, match=r"pets/dog/\w+\.png could be read when the data set was loaded, and now it cannot \(No such file"):
        list(batches)
    (folder / "dog").rmdir()
    assert len(list(parts.train.batches([torch.nonzero(parts.train.labels == 0)[:3, 0]]))) == 1, "others can still be read"


def decoders_of(folder: Path, count: int = 2) -> tuple[Decoders, PreparedData]:
    dataset = on_disk(folder)
    data = asked_for(dataset)
    assert isinstance(dataset.images, FilePictures)
    return Decoders(dataset.images, data.preparation, count), data


def pids(decoders: Decoders) -> list[int]:
    return [decoder._process.pid for decoder in decoders._all]


def test_a_process_that_is_killed_is_told_of_and_replaced(folder: Path) -> None:
    decoders, data = decoders_of(folder, 1)
    first = decoders.prepared(np.arange(4))
    (pid,) = pids(decoders)
    os.kill(pid, signal.SIGSTOP)  # it cannot answer any more, and has not ended yet
    os.kill(pid, signal.SIGKILL)
    try:
        again = decoders.prepared(np.arange(4))  # it had ended when it was asked: another one answers
    except DataError as error:
        assert "ended unexpectedly" in str(error)
        again = decoders.prepared(np.arange(4))
    assert np.array_equal(first, again) and np.array_equal(again, data.dataset.images.prepared(np.arange(4), data.preparation))
    decoders.close()


def test_processes_start_when_they_are_needed_and_end_when_they_are_not(folder: Path) -> None:
    decoders, _ = decoders_of(folder)
    assert pids(decoders) == []
    decoders.prepared(np.arange(3))
    (pid,) = pids(decoders)
    decoders.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert len(decoders.prepared(np.arange(3))) == 3, "after a pause they start again"
    (pid,) = pids(decoders)
    del decoders
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_batches_that_nobody_wants_any_more_are_not_read(folder: Path) -> None:
    asked: list[int] = []
    part = training_parts(asked_for(load(str(folder))), CPU).train
    assert isinstance(part, StreamedPart)
    read = part._reader.read
    part._reader.read = lambda indices: (asked.extend(indices.tolist()), read(indices))[1]  # type: ignore[func-returns-value]  # counts, then reads
    batches = part.batches([torch.tensor([number]) for number in range(40)])
    next(batches)
    batches.close()  # type: ignore[attr-defined]  # a generator
    assert len(asked) <= 4


ORPHAN = """
import sys
import numpy as np
from pathlib import Path
from designer.data.preparation import Preparation
from designer.data.sources.picture_folder import load_folder
from designer.engine.decoders import Decoders
dataset = load_folder(Path(sys.argv[1]), lambda progress: None, most_bytes=0)
decoders = Decoders(dataset.images, Preparation(3, 9, 8), 2)
decoders.prepared(np.arange(5))
print(*(decoder._process.pid for decoder in decoders._all), flush=True)
while True:
    decoders.prepared(np.arange(50))
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux can wait for a process that is not a child")
def test_no_process_outlives_one_that_is_killed(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ORPHAN, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        found = [int(pid) for pid in parent.stdout.readline().split()]
        watched = [os.pidfd_open(pid) for pid in found]
        parent.kill()
        for descriptor in watched:
            waiting = select.poll()
            waiting.register(descriptor, select.POLLIN)
            assert waiting.poll(2000), "it should be gone within two seconds"
            os.close(descriptor)
    assert found


def test_reading_ahead_is_bounded_by_memory(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    part = training_parts(asked_for(on_disk(folder)), CPU).train
    assert isinstance(part, StreamedPart)
    reader = part._reader
    assert reader.batches_ahead(1) == 2 * reader.at_once
    monkeypatch.setattr("designer.engine.streaming.MOST_AHEAD_BYTES", 3 * 4 * 3 * 9 * 8)
    assert (reader.batches_ahead(1), reader.batches_ahead(3), reader.batches_ahead(1000)) == (min(3, 2 * reader.at_once), 1, 1)
