"""The arithmetic of a pixel over real pipes: before a run, during one, of a frame that is gone, of a block that is not looked at."""

import numpy as np
import pytest

from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import lenet5


@pytest.fixture(scope="module")
def started(worker_of_module: WorkerProcess) -> WorkerProcess:
    worker_of_module.send(c.LoadDataset(name="digits"), c.ShowNetwork(revision=1, architecture=save(lenet5(epochs=30))))
    return worker_of_module


@pytest.fixture
def worker(started: WorkerProcess) -> WorkerProcess:
    started.send(c.LookAt(visible=()), c.AcknowledgeFrame(number=1 << 30))
    started.seen.clear()
    return started


def explained(worker: WorkerProcess, number: int, **place: object) -> e.PixelExplained:
    worker.send(c.ExplainPixel(number=number, **place))  # type: ignore[arg-type]  # its own fields
    return worker.wait(e.PixelExplained, lambda event: event.number == number)


def value_in(drawn: e.MapsDrawn, block: str, channel: int, row: int, column: int) -> float:
    maps = next(maps for maps in drawn.exact if maps.block == block)
    return float(np.frombuffer(maps.values, "<f4").reshape(-1, *maps.shape[1:])[channel, row, column])


def test_a_pixel_of_the_frame_on_the_screen(worker: WorkerProcess) -> None:
    worker.send(c.LookAt(visible=(), selected="conv2"))
    drawn = worker.wait(e.MapsDrawn, lambda event: any(maps.block == "conv2" for maps in event.exact))
    worker.send(c.AcknowledgeFrame(number=drawn.number))
    told = explained(worker, 1, frame=drawn.number, block="conv2", channel=5, row=4, column=6)
    (stage,) = told.stages
    assert (told.frame, told.run, told.value) == (drawn.number, 0, value_in(drawn, "conv2", 5, 4, 6))
    assert (stage.call, stage.block, stage.rows, stage.columns) == ("Conv2d", "pool1", tuple(range(4, 9)), tuple(range(6, 11)))
    window = np.frombuffer(stage.values, "<f4").reshape(6, 5, 5)
    assert window[2, 1, 3] == np.float32(value_in(drawn, "pool1", 2, 5, 9)), "the very numbers that the frame shows"
    products = window.astype(float) * np.frombuffer(stage.weights, "<f4").reshape(6, 5, 5)
    assert products.sum() + stage.bias == pytest.approx(told.value, abs=1e-6 * stage.magnitude)

    worker.send(c.ChooseProbe(index=3))
    other = worker.wait(e.MapsDrawn, lambda event: event.number > drawn.number)
    still = explained(worker, 2, frame=drawn.number, block="conv2", channel=5, row=4, column=6)
    assert (still.frame, still.value) == (drawn.number, told.value), "the next frame is not painted yet: this one is still on the screen"
    worker.send(c.AcknowledgeFrame(number=other.number))
    newest = explained(worker, 3, frame=drawn.number, block="conv2", channel=5, row=4, column=6)
    assert (newest.frame, newest.value) == (other.number, value_in(other, "conv2", 5, 4, 6)), "the newest, which says so"


def test_what_the_frame_does_not_hold_has_no_stages(worker: WorkerProcess) -> None:
    worker.send(c.LookAt(visible=("dense1",), selected="conv1"))
    drawn = worker.wait(e.MapsDrawn, lambda event: any(maps.block == "conv1" for maps in event.exact))
    worker.send(c.AcknowledgeFrame(number=drawn.number))
    assert explained(worker, 10, frame=drawn.number, block="conv1", channel=0, row=0, column=0).stages
    elsewhere = [("dense1", 0, 0), ("softmax", 0, 0), ("nobody", 0, 0), ("conv1", 6, 0), ("conv1", 0, 28), ("conv1", -1, 0)]
    for number, (block, channel, row) in enumerate(elsewhere):
        assert explained(worker, 11 + number, frame=drawn.number, block=block, channel=channel, row=row, column=0).stages == ()


def test_while_training_it_adds_up_to_the_frame_and_training_goes_on(worker: WorkerProcess) -> None:
    worker.send(c.LookAt(visible=(), selected="conv2"), c.StartTraining(run=1, revision=1, architecture=save(lenet5(epochs=30))))
    steps = set()
    for number in range(100, 110):
        drawn = worker.wait(e.MapsDrawn, lambda event: event.run == 1 and event.step not in steps)
        told = explained(worker, number, frame=drawn.number, block="conv2", channel=number % 16, row=5, column=5)
        assert (told.frame, told.run, told.step) == (drawn.number, 1, drawn.step)
        assert told.value == value_in(drawn, "conv2", number % 16, 5, 5)
        assert abs(told.stages[-1].result - told.value) <= 1e-6 * told.stages[-1].magnitude
        steps.add(drawn.step)
        worker.send(c.AcknowledgeFrame(number=drawn.number))
    assert len(steps) == 10
    worker.send(c.StopTraining(run=1))
    worker.wait(e.TrainingFinished)
