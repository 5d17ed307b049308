"""Pictures of one's own, shifted and covered pictures, the next of a class: beside preparing them by hand, and over real pipes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from designer.data.dataset import Split
from designer.data.errors import DataError
from designer.data.preparation import Preparation
from designer.data.registry import load
from designer.engine.own_pictures import OwnPicture, ProbeChange, own_picture, probe_change
from designer.engine.pictures import Probe, Shelf
from designer.engine.store import WeightStore
from designer.engine.wiring import shown_network
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import CPU, lenet5

SHAPE = (1, 28, 28)
STANDARD = Preparation(1, 28, 28, 16, "standard", (0.3,), (0.4,))
random = np.random.default_rng(5)
GREY = random.integers(0, 256, (37, 53), np.uint8)
COLOUR = random.integers(0, 256, (20, 31, 3), np.uint8)


def show(raw: np.ndarray, about: str = "a scribble") -> c.ShowPicture:
    shape = (raw.shape[0], raw.shape[1], 1 if raw.ndim == 2 else 3)
    return c.ShowPicture(pixels=raw.tobytes(), shape=shape, about=about)


@pytest.fixture(scope="module")
def probe() -> Probe:
    return Probe(load("digits", None), 4)


# ---- how it is prepared ----


@pytest.mark.parametrize("raw", [GREY, COLOUR])
@pytest.mark.parametrize("preparation", [Preparation(1, 28, 28, 16), Preparation(3, 28, 28, 16), STANDARD])
def test_an_own_picture_is_prepared_as_a_picture_file_is(probe: Probe, raw: np.ndarray, preparation: Preparation) -> None:
    picture = probe.showing(own_picture(show(raw))).picture(preparation.shape, preparation)
    assert np.array_equal(picture[0].numpy(), preparation.apply_one(raw, 255))


def test_a_digit_drawn_as_it_is_stored_is_the_digit(probe: Probe) -> None:
    stored = probe.dataset.images[int(probe.dataset.splits[Split.TEST][4])]
    drawn = (stored.astype(np.uint16) * 255 // 16).astype(np.uint8)
    own = probe.showing(own_picture(show(drawn))).picture(SHAPE)
    assert np.abs(own.numpy() - probe.picture(SHAPE).numpy()).max() <= 1 / 255


def test_a_shift_moves_pixels_of_the_input_and_lets_black_in(probe: Probe) -> None:
    before = probe.picture(SHAPE, STANDARD).numpy()
    moved = probe.changed(ProbeChange((3, -2))).picture(SHAPE, STANDARD).numpy()
    black = np.float32(np.float32(0 - np.float32(0.3)) / np.float32(0.4))
    assert np.array_equal(moved[0, 0, 3:, :26], before[0, 0, :25, 2:])
    assert (moved[0, 0, :3] == black).all() and (moved[0, 0, :, 26:] == black).all()
    assert (probe.changed(ProbeChange((28, 0))).picture(SHAPE, STANDARD).numpy() == black).all()
    assert torch.equal(probe.changed(ProbeChange((0, 0))).picture(SHAPE, STANDARD), probe.picture(SHAPE, STANDARD))


def test_a_covered_part_is_0_to_the_network_and_nothing_else_changes(probe: Probe) -> None:
    before = probe.picture(SHAPE, STANDARD).numpy()
    covered = probe.changed(ProbeChange(occluded=(20, -3, 100, 8))).picture(SHAPE, STANDARD).numpy()
    expected = before.copy()
    expected[0, 0, 20:, :5] = 0
    assert np.array_equal(covered, expected) and not np.array_equal(covered, before)


def test_what_is_kept_when_something_else_is_shown(probe: Probe) -> None:
    change = ProbeChange((1, 0))
    first = probe.showing(OwnPicture(GREY, "a")).changed(change)
    assert first.showing(OwnPicture(COLOUR, "a")).change == change
    assert first.showing(OwnPicture(COLOUR, "b")).change == ProbeChange()
    assert (first.at(3).own, first.at(3).change) == (None, ProbeChange())
    other = load("digits", None)
    assert first.moved_to(other) == Probe(other, own=first.own, change=change)
    assert probe.moved_to(other) == Probe(other)


def test_the_next_of_a_class_is_counted_around(probe: Probe) -> None:
    labels = probe.dataset.labels[probe.dataset.splits[Split.TEST]]
    sevens = np.flatnonzero(labels == 7).tolist()
    at = probe.at(sevens[0])
    forth = [at.index]
    for _ in sevens:
        at = at.of_class(7, 1)
        forth.append(at.index)
    assert forth == [*sevens, sevens[0]]
    assert at.of_class(7, -1).index == sevens[-1]
    with pytest.raises(DataError, match="there is no class 10; there are 10, counted from 0"):
        probe.of_class(10, 1)


# ---- bad messages ----


@pytest.mark.parametrize(
    ("shape", "size", "text"),
    [
        ((28, 28, 1), 783, "a picture of 28×28×1 takes 784 bytes; 783 came"),
        ((28, 28, 4), 3136, "a picture has 1 channel (grey) or 3 (red, green, blue); 4 came"),
        ((0, 28, 1), 0, "a picture of 0×28 pixels; each side may have 1 to 8,192"),
        ((-4, -4, 1), 16, "a picture of -4×-4 pixels; each side may have 1 to 8,192"),
        ((9_000, 1, 1), 9_000, "a picture of 9000×1 pixels; each side may have 1 to 8,192"),
    ],
)
def test_a_bad_picture_gets_one_sentence(shape: tuple[int, int, int], size: int, text: str) -> None:
    with pytest.raises(DataError) as caught:
        own_picture(c.ShowPicture(pixels=bytes(size), shape=shape, about=""))
    assert str(caught.value) == text


BAD_CHANGES = [c.ChangeProbe(shift=(1 << 40, 0)), c.ChangeProbe(occluded=(0, 0, 0, 3)), c.ChangeProbe(occluded=(1 << 40, 0, 1, 1))]


@pytest.mark.parametrize("change", BAD_CHANGES)
def test_a_bad_change_gets_one_sentence(change: c.ChangeProbe) -> None:
    with pytest.raises(DataError, match="16,384"):
        probe_change(change)


# ---- the worker ----


@pytest.fixture(scope="module")
def worker(worker_of_module: WorkerProcess) -> WorkerProcess:
    return worker_of_module


def maps_by_hand(architecture: Architecture, picture: torch.Tensor) -> dict[str, torch.Tensor]:
    analysis = analyse(architecture)
    return shown_network(architecture, analysis, WeightStore(), CPU).record(picture, [block.id for block in architecture.blocks])


def drawn(worker: WorkerProcess, *commands: c.AnyCommand) -> tuple[e.ProbeChosen, e.MapsDrawn]:
    worker.send(*commands)
    chosen = worker.wait(e.ProbeChosen)
    frame = worker.wait(e.MapsDrawn)
    worker.send(c.AcknowledgeFrame(number=frame.number))
    return chosen, frame


def conv1_of(frame: e.MapsDrawn) -> np.ndarray:
    exact = frame.exact[0]
    return np.frombuffer(exact.values, np.float32).reshape(exact.shape)


@pytest.mark.parametrize("normalize", ["none", "standard"])
def test_the_worker_shows_the_maps_of_an_own_picture_shifted_and_covered(worker: WorkerProcess, normalize: str) -> None:
    architecture = lenet5(normalize=normalize)
    digits, shelf = load("digits", None), Shelf()
    shelf.take("digits", None, digits)
    preparation = shelf.preparation(digits, SHAPE, normalize)
    assert preparation.normalize == normalize
    worker.send(c.LoadDataset(name="digits"), c.ShowNetwork(revision=1, architecture=save(architecture)))
    worker.send(c.LookAt(visible=("softmax",), selected="conv1"))
    worker.wait(e.NetworkShown)
    worker.send(c.AcknowledgeFrame(number=worker.wait(e.MapsDrawn).number))
    for steps, change in (
        ((show(GREY),), ProbeChange()),
        ((c.ChangeProbe(shift=(2, 5)),), ProbeChange((2, 5))),
        ((c.ChangeProbe(shift=(2, 5), occluded=(4, 4, 6, 6)),), ProbeChange((2, 5), (4, 4, 6, 6))),
    ):
        chosen, frame = drawn(worker, *steps)
        assert (chosen.part, chosen.label, chosen.index, chosen.count) == ("own", "a scribble", 0, 1)
        assert (chosen.shift, chosen.occluded) == (change.shift, change.occluded)
        by_hand = torch.from_numpy(change.applied(preparation.apply(GREY[None], 255), preparation))
        expected = maps_by_hand(architecture, by_hand)
        assert np.array_equal(conv1_of(frame), expected["conv1"][0].numpy())
    chosen, _ = drawn(worker, c.ChooseProbe(index=2))
    assert (chosen.part, chosen.index, chosen.shift, chosen.occluded) == ("test", 2, (0, 0), None)


def test_the_worker_refuses_in_one_sentence_and_goes_on(worker: WorkerProcess) -> None:
    worker.send(c.ShowPicture(pixels=b"123", shape=(28, 28, 1), about="x"))
    failed = worker.wait(e.CommandFailed)
    assert (failed.command, failed.text) == ("ShowPicture", "a picture of 28×28×1 takes 784 bytes; 3 came")
    worker.send(c.FindPicture(label=99))
    assert worker.wait(e.CommandFailed).text == "there is no class 99; there are 10, counted from 0"
    worker.send(c.FindPicture(label=3))
    assert worker.wait(e.ProbeChosen).label == "3"


def test_a_drawing_stays_while_a_run_begins_and_its_maps_follow(worker: WorkerProcess) -> None:
    architecture = lenet5(epochs=1, batch_size=256)
    worker.send(c.ShowNetwork(revision=9, architecture=save(architecture)), c.LookAt(visible=("conv1",)), show(COLOUR, "drawing"))
    worker.wait(e.ProbeChosen, lambda event: event.part == "own")
    first = len(worker.seen)
    worker.send(c.StartTraining(run=1, revision=9, architecture=save(architecture)))
    worker.wait(e.MapsDrawn, lambda event: event.run == 1)
    worker.send(show(255 - COLOUR, "drawing"))
    assert worker.wait(e.ProbeChosen).part == "own"
    worker.wait(e.TrainingFinished)
    assert all(event.part == "own" for event in worker.seen[first:] if isinstance(event, e.ProbeChosen))
