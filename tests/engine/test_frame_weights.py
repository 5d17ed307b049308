"""What a frame keeps of the weights: nothing until they change, then what may be asked for, of large ones a single filter."""

import numpy as np
import pytest
import torch

from designer.engine.arithmetic.answering import KeptFrame, KeptFrames, explained
from designer.engine.frame_weights import MOST_COPIED_BYTES, FrameWeights
from designer.engine.frames import Snapshot, take_snapshot
from designer.engine.network import Network
from designer.network.architecture import Architecture
from designer.network.blocks.dense import Dense
from designer.network.blocks.flatten import Flatten
from designer.network.blocks.input import Input
from designer.network.blocks.relu import Relu
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import chain, lenet5, network_of, with_settings

UNITS, INPUTS = 1_200, 32 * 32


def large() -> Architecture:
    """Return a network whose first dense layer is too large to be copied."""
    specs = (Input((1, 32, 32)), Flatten(), Dense(UNITS), Relu(), Dense(10))
    return with_settings(chain(*specs, names=("input", "flat1", "dense1", "relu1", "dense2")), batch_size=8, epochs=50)


def train_a_little(network: Network) -> None:
    """Change every weight where it lies, as an optimiser does."""
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.mul_(0.5).add_(1)


def test_weights_that_stand_still_are_not_copied() -> None:
    network = network_of(lenet5())
    weights = FrameWeights.of(network, "dense1")
    assert set(weights) == {"dense1.weight", "dense1.bias"} and weights.copied_bytes == 0
    assert all(tensor.data_ptr() == network.state()[name].data_ptr() for name, tensor in weights.items())
    for block in ("relu1", None):
        assert not FrameWeights.of(network, block)


def test_before_they_change_small_ones_are_copied_once() -> None:
    network = network_of(lenet5())
    before, weights = network.copy_state(), FrameWeights.of(network, "dense1")
    weights.settle()
    train_a_little(network)
    weights.settle()
    assert weights.copied_bytes == 4 * (400 * 120 + 120)
    assert all(torch.equal(tensor, before[name]) for name, tensor in weights.items())
    assert weights.for_filter(7) is weights, "they change no more: another thread may read them"


def test_of_large_ones_only_the_filter_that_is_looked_at_is_kept() -> None:
    network = network_of(large())
    before = network.copy_state()
    blind, watched = FrameWeights.of(network, "dense1"), FrameWeights.of(network, "dense1")
    blind.settle()
    watched.settle(5)
    train_a_little(network)
    assert 4 * UNITS * INPUTS > MOST_COPIED_BYTES
    assert (blind.copied_bytes, watched.copied_bytes) == (4 * UNITS, 4 * UNITS + 4 * INPUTS), "the bias, and one row"
    assert blind.for_filter(5) is None and watched.for_filter(6) is None
    kept = watched.for_filter(5)
    assert kept is not None and torch.equal(kept["dense1.weight"][5], before["dense1.weight"][5])


def test_a_question_takes_its_own_copy_at_once() -> None:
    network = network_of(large())
    before, weights = network.copy_state(), FrameWeights.of(network, "dense1")
    taken = weights.for_filter(3)
    assert taken is not None and taken.copied_bytes == 4 * UNITS + 4 * INPUTS and weights.copied_bytes == 0
    train_a_little(network)
    assert torch.equal(taken["dense1.weight"][3], before["dense1.weight"][3])


@pytest.mark.parametrize("unit", [0, 5, UNITS - 1])
def test_one_filter_explains_as_all_do(unit: int) -> None:
    network = network_of(large())
    snapshot = take_snapshot(network, torch.rand(1, 1, 32, 32), c.LookAt(visible=(), selected="dense1"))
    whole = Snapshot(snapshot.activations, FrameWeights(network.copy_state()))
    snapshot.weights.settle(unit)
    train_a_little(network)
    place = (unit, 0, 0)
    found = explained(network.analysis, snapshot, "dense1", place)
    assert found == explained(network.analysis, whole, "dense1", place)
    assert found[-1].result == pytest.approx(float(snapshot.activations["dense1"][0, unit]), abs=1e-6 * found[-1].magnitude)


def test_kept_frames_keep_the_filter_of_the_last_question() -> None:
    network, frames = network_of(large()), KeptFrames()
    view = c.LookAt(visible=(), selected="dense1")

    def draw(number: int) -> KeptFrame:
        made = KeptFrame(number, 1, number, take_snapshot(network, torch.rand(1, 1, 32, 32), view), network.analysis, "dense1")
        frames.keep(made)
        return made

    def question(unit: int, block: str = "dense1") -> c.ExplainPixel:
        return c.ExplainPixel(number=1, frame=1, block=block, channel=unit, row=0, column=0)

    first = draw(1)
    assert first.for_question(question(4)) is not None
    frames.settle()
    assert first.for_question(question(4)) is None and first.for_question(question(4, "relu1")) is first
    frames.asked(question(4))
    second = draw(2)
    frames.settle()
    assert second.for_question(question(4)) is not None and second.for_question(question(6)) is None


def test_while_training_a_click_on_a_large_block_adds_up_to_the_value_shown(worker_of_module: WorkerProcess) -> None:
    worker = worker_of_module
    worker.send(c.LookAt(visible=(), selected="dense1"), c.StartTraining(run=1, revision=1, architecture=save(large())))
    shown: dict[int, e.MapsDrawn] = {}

    def answered(number: int, frame: e.MapsDrawn, unit: int) -> e.PixelExplained:
        worker.send(c.ExplainPixel(number=number, frame=frame.number, block="dense1", channel=unit, row=0, column=0))
        told = worker.wait(e.PixelExplained, lambda event: event.number == number)
        shown.update({event.number: event for event in worker.seen if isinstance(event, e.MapsDrawn)})
        values = np.frombuffer(next(maps for maps in shown[told.frame].exact if maps.block == "dense1").values, "<f4")
        assert told.value == float(values[unit]) and told.step == shown[told.frame].step
        assert abs(told.stages[-1].result - told.value) <= 1e-6 * told.stages[-1].magnitude
        worker.send(c.AcknowledgeFrame(number=told.frame))
        return told

    step = 0
    for number, unit in enumerate((3, 3, 3, 700, 700, 1_199, 0), start=1):
        frame = worker.wait(e.MapsDrawn, lambda event, after=step: event.run == 1 and event.step > after)  # type: ignore[misc]
        told = answered(number, frame, unit)
        assert told.frame >= frame.number
        step = told.step
    worker.send(c.StopTraining(run=1))
    worker.wait(e.TrainingFinished)


def test_a_frame_of_the_past_adds_up_when_another_moment_has_taken_its_place(worker_of_module: WorkerProcess) -> None:
    worker = worker_of_module
    worker.send(c.AcknowledgeFrame(number=1 << 30), c.LookAt(visible=(), selected="conv1"))
    worker.send(c.StartTraining(run=2, revision=2, architecture=save(lenet5(epochs=1, learning_rate=0.05))))
    folder = worker.wait(e.TrainingFinished, lambda event: event.run == 2).folder
    worker.send(c.LookBack(folder=folder, step=1))
    early = worker.wait(e.MapsDrawn, lambda event: event.past == folder and event.step == 1)
    worker.send(c.AcknowledgeFrame(number=early.number), c.LookBack(folder=folder, step=32))
    late = worker.wait(e.MapsDrawn, lambda event: event.past == folder and event.step == 32)  # not painted yet: the one before is on the screen
    worker.send(c.ExplainPixel(number=50, frame=early.number, block="conv1", channel=2, row=9, column=9))
    told = worker.wait(e.PixelExplained, lambda event: event.number == 50)
    values = np.frombuffer(early.exact[0].values, "<f4").reshape(6, 28, 28)
    assert (told.frame, told.step, told.value) == (early.number, 1, float(values[2, 9, 9]))
    assert abs(told.stages[-1].result - told.value) <= 1e-6 * told.stages[-1].magnitude
    worker.send(c.AcknowledgeFrame(number=late.number), c.LookBack(folder="", step=0))
    worker.wait(e.MapsDrawn, lambda event: not event.past)
