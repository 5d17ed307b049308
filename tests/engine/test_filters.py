"""Filters beside their maps and changed by hand, over real pipes."""

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from designer.engine.filters import MOST_FILTER_BYTES, exact_filters
from designer.engine.frames import take_snapshot
from designer.engine.weights_reading import read_weights
from designer.network.architecture import Architecture
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import chain, network_of, with_settings

Values = NDArray[np.float32]


@pytest.fixture(scope="module")
def worker(worker_of_module: WorkerProcess) -> WorkerProcess:
    return worker_of_module


def digits() -> Architecture:
    specs = (Input((1, 8, 8)), Conv2d(4, (3, 3), padding="same"), Conv2d(3, (3, 3), padding="same"), Dense(10))
    return with_settings(chain(*specs, names=("input", "conv1", "conv2", "dense1")), learning_rate=0.01, epochs=1)


def frame(worker: WorkerProcess, block: str) -> e.MapsDrawn:
    found = worker.wait(e.MapsDrawn, lambda frame: frame.filters is not None and frame.filters.block == block)
    worker.send(c.AcknowledgeFrame(number=found.number))
    return found


def filters(found: e.MapsDrawn) -> Values:
    assert found.filters is not None
    return np.frombuffer(found.filters.values, np.float32).reshape(-1, *found.filters.shape[1:])


def change(
    values: Values, block: str = "conv2", weight: str = "weight", filter_: int | None = 1, channel: int | None = 2, number: int = 1
) -> c.ChangeWeights:  # fmt: skip
    return c.ChangeWeights(number=number, block=block, weight=weight, filter=filter_, channel=channel, values=values.astype("<f4").tobytes())


def show(worker: WorkerProcess, block: str = "conv2") -> e.MapsDrawn:
    worker.send(c.ResetWeights(), c.ShowNetwork(revision=1, architecture=save(digits())), c.LookAt(visible=(), selected=None))
    worker.wait(e.NetworkShown)
    worker.send(c.LookAt(visible=(), selected=block, filters=True))
    return frame(worker, block)


def test_filters_come_with_the_maps_they_made(worker: WorkerProcess) -> None:
    found = show(worker)
    assert found.filters is not None and found.filters.shape == (3, 4, 3, 3)
    parts = {part.block: np.frombuffer(part.values, np.float32).reshape(-1, 8, 8) for part in found.exact}
    bias = torch.tensor(np.frombuffer(found.filters.bias, np.float32))
    made = torch.nn.functional.conv2d(torch.tensor(parts["conv1"])[None], torch.tensor(filters(found)), bias, padding=1)
    np.testing.assert_allclose(made[0].numpy(), parts["conv2"], atol=1e-6)


def test_a_slice_and_a_bias_changed_by_hand_are_kept_shown_and_saved(worker: WorkerProcess, tmp_path: Path) -> None:
    old = filters(show(worker))
    wanted = np.arange(9, dtype=np.float32).reshape(3, 3)
    worker.send(change(wanted, number=7))
    answer = worker.wait(e.WeightsChanged)
    assert (answer.number, answer.block, answer.edited) == (7, "conv2", True)
    found = frame(worker, "conv2")
    expected = old.copy()
    expected[1, 2] = wanted
    assert np.array_equal(filters(found), expected)
    assert found.edited == ("conv2",) and not found.trained and set(found.untrained) == {"conv1", "conv2", "dense1"}
    worker.send(change(np.array([5], np.float32), weight="bias", channel=None))
    frame(worker, "conv2")
    worker.send(c.SaveWeights(path=str(tmp_path / "w.safetensors")))
    worker.wait(e.WeightsSaved)
    saved = read_weights(tmp_path / "w.safetensors").tensors
    assert np.array_equal(saved["conv2.weight"].numpy(), expected) and saved["conv2.bias"][1] == 5

    worker.send(change(old[1, 2]), change(np.frombuffer(show_bias(found), np.float32)[1:2], weight="bias", channel=None))
    worker.wait(e.WeightsChanged)
    assert not worker.wait(e.WeightsChanged).edited, "it is again what it was"


def test_all_filters_and_all_biases_are_changed_at_once(worker: WorkerProcess) -> None:
    show(worker)
    wanted, biases = np.arange(108, dtype=np.float32).reshape(3, 4, 3, 3), np.array([1, -2, 3], np.float32)
    worker.send(change(wanted, filter_=None, channel=None), change(biases, weight="bias", filter_=None, channel=None, number=2))
    worker.wait(e.WeightsChanged, lambda answer: answer.number == 2)
    found = frame(worker, "conv2")
    assert np.array_equal(filters(found), wanted) and show_bias(found) == biases.tobytes() and found.edited == ("conv2",)


def show_bias(found: e.MapsDrawn) -> bytes:
    assert found.filters is not None
    return found.filters.bias


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (change(np.zeros(8, np.float32)), "9 values are needed for 3×3, 8 came"),
        (change(np.full(9, np.nan, np.float32)), "9 of 9 values are not finite"),
        (change(np.zeros(9, np.float32), filter_=3), "no filter 3"),
        (change(np.zeros(9, np.float32), channel=-1), "no channel -1"),
        (change(np.zeros(9, np.float32), filter_=None), "channel 2 of which filter"),
        (change(np.zeros(9, np.float32), filter_=None, channel=None), "108 values are needed for 3×4×3×3, 9 came"),
        (change(np.zeros(9, np.float32), block="relu9"), "no weights"),
        (change(np.zeros(9, np.float32), weight="gamma"), "weight, bias"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence_and_changes_nothing(worker: WorkerProcess, command: c.ChangeWeights, words: str) -> None:
    old = filters(show(worker))
    worker.send(command)
    failed = worker.wait(e.CommandFailed)
    assert failed.command == "ChangeWeights" and words in failed.text
    worker.send(c.LookAt(visible=("conv1",), selected="conv2", filters=True))
    assert np.array_equal(filters(frame(worker, "conv2")), old)


def test_while_a_run_is_on_training_alone_changes_filters_and_it_goes_on_from_what_was_changed(worker: WorkerProcess) -> None:
    show(worker)
    worker.send(change(np.zeros((4, 3, 3), np.float32), channel=None))
    worker.wait(e.WeightsChanged)
    worker.send(c.StartTraining(run=5, revision=2, architecture=save(digits()), paused=True))
    started = worker.wait(e.TrainingStarted)
    assert "conv2" in started.kept
    found = worker.wait(e.MapsDrawn, lambda frame: frame.run == 5 and frame.filters is not None)
    worker.send(c.AcknowledgeFrame(number=found.number))
    assert not filters(found)[1].any()
    worker.send(change(np.ones((3, 3), np.float32)))
    assert "stop it first" in worker.wait(e.CommandFailed).text
    worker.send(c.StopTraining(run=5))
    worker.wait(e.TrainingFinished)


def test_of_a_large_block_the_filters_in_sight_come() -> None:
    units, values = 40, (MOST_FILTER_BYTES // 4) // 16
    network = network_of(chain(Input((1, 256, values // 256)), Dense(units), names=("input", "dense1")))
    for wanted, first in ((0, 0), (10, 10), (39, units - 16)):
        view = c.LookAt(visible=(), selected="dense1", filters=True, first_filter=wanted)
        snapshot = take_snapshot(network, torch.zeros(1, 1, 256, values // 256), view)
        found = exact_filters(network, snapshot, view, ())
        assert found is not None
        assert (found.first, len(found.values), len(found.bias)) == (first, MOST_FILTER_BYTES, 64)
        assert found.values == snapshot.weights["dense1.weight"][first : first + 16].numpy().tobytes()


def test_norms_have_no_filters_and_nobody_gets_what_was_not_asked_for() -> None:
    network = network_of(chain(Input((1, 8, 8)), Conv2d(2), BatchNorm(), names=("input", "conv1", "norm1")))
    for selected, asked in (("norm1", True), ("conv1", False), ("input", True)):
        view = c.LookAt(visible=(), selected=selected, filters=asked)
        assert exact_filters(network, take_snapshot(network, torch.zeros(1, 1, 8, 8), view), view, ()) is None
