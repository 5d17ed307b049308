"""Runs that go on in the worker, over real pipes."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.input import Input
from designer.network.file_format import load, save
from designer.protocol import commands as c
from designer.protocol import events as e
from designer.runs.listing import summarise
from tests.engine.conversation import WorkerProcess, losses
from tests.engine.networks import chain, with_settings


@pytest.fixture(scope="module")
def worker(worker_of_module: WorkerProcess) -> WorkerProcess:
    return worker_of_module


@pytest.fixture(autouse=True)
def _fresh(worker: WorkerProcess) -> None:
    worker.send(c.LookAt(visible=()), c.ResetWeights())
    worker.wait(e.WeightsReset)
    worker.seen.clear()


def digits(**settings: object) -> Architecture:
    specs = (Input((1, 8, 8)), Conv2d(4, (3, 3), padding="same"), BatchNorm(), Dropout(0.2), Dense(10))
    network = chain(*specs, names=("input", "conv1", "norm1", "drop1", "dense1"))
    return with_settings(network, **{"learning_rate": 0.01, "epochs": 3, "optimizer": "sgd", **settings})


def start(run: int, architecture: Architecture, pace: float | None = None, resume: str = "") -> c.StartTraining:
    return c.StartTraining(run=run, revision=run, architecture=save(architecture), pace=pace, fresh=not resume, resume=resume)


def equal(one: str, other: str) -> bool:
    pairs = [(load_file(Path(one) / name), load_file(Path(other) / name)) for name in ("best.safetensors", "last.safetensors")]
    return all(torch.equal(first[name], second[name]) for first, second in pairs for name in first)


def test_after_stop_the_run_goes_on_and_tells_its_whole_curve(worker: WorkerProcess) -> None:
    worker.send(start(1, digits()))
    whole = worker.wait(e.TrainingFinished)
    worker.send(start(2, digits(), pace=400))
    worker.wait(e.StepsDone, lambda event: event.first_step > 60)
    worker.send(c.StopTraining(run=2))
    stopped = worker.wait(e.TrainingFinished)
    assert stopped.ending is e.Ending.STOPPED and 45 < stopped.step < whole.step
    worker.send(start(3, digits(), resume=stopped.folder))
    begun = worker.wait(e.TrainingStarted)
    assert (begun.step, begun.approximate, begun.folder) == (stopped.step, "", stopped.folder)
    assert begun.kept == ("conv1", "norm1", "dense1")
    finished = worker.wait(e.TrainingFinished)
    assert (finished.ending, finished.step, finished.folder) == (e.Ending.COMPLETED, whole.step, stopped.folder)
    assert losses(worker, 3) == losses(worker, 1)
    epochs = [event.epoch for event in worker.seen if isinstance(event, e.EpochFinished) and event.run == 3]
    assert epochs == [1, 2, 3]
    assert equal(whole.folder, finished.folder)


def test_a_complete_run_is_trained_more_with_its_optimiser(worker: WorkerProcess) -> None:
    worker.send(start(10, digits(epochs=3)))
    whole = worker.wait(e.TrainingFinished)
    worker.send(start(11, digits(epochs=2)))
    first = worker.wait(e.TrainingFinished)
    worker.send(start(12, digits(epochs=3), resume=first.folder))
    more = worker.wait(e.TrainingFinished)
    assert (more.ending, more.step) == (e.Ending.COMPLETED, whole.step)
    assert equal(whole.folder, more.folder), "a new optimiser would have gone another way"
    assert summarise(Path(more.folder)).planned_epochs == 3
    assert load((Path(more.folder) / "architecture.cnn").read_text()).training.epochs == 3


def test_a_killed_worker_s_run_goes_on_in_the_next(worker: WorkerProcess, program: Callable[..., list[str]]) -> None:
    worker.send(start(20, digits(epochs=4)))
    whole = worker.wait(e.TrainingFinished)
    with WorkerProcess(program("worker")) as other:
        other.greet()
        other.send(start(1, digits(epochs=4), pace=100))
        folder = other.wait(e.TrainingStarted).folder
        other.wait(e.StepsDone, lambda event: event.first_step > 20)
        other.kill()
    assert summarise(Path(folder)).ending == "interrupted"
    worker.send(start(21, digits(epochs=4), resume=folder))
    assert worker.wait(e.TrainingStarted).approximate == ""
    finished = worker.wait(e.TrainingFinished)
    assert equal(whole.folder, finished.folder) and losses(worker, 21) == losses(worker, 20)


def test_a_closed_window_leaves_a_run_that_was_interrupted(worker: WorkerProcess, program: Callable[..., list[str]]) -> None:
    with WorkerProcess(program("worker")) as other:
        other.greet()
        other.send(start(1, digits(epochs=1000)))
        folder = Path(other.wait(e.TrainingStarted).folder)
        other.wait(e.EpochFinished)
        other.send(c.CloseWorker())
        assert other.wait_end(5) == 0
    assert summarise(folder).ending == "interrupted" and not (folder / "lock").exists()
    worker.send(start(30, digits(epochs=1000), resume=str(folder)))
    begun = worker.wait(e.TrainingStarted)
    assert begun.step > 45
    worker.send(c.StopTraining(run=30))
    worker.wait(e.TrainingFinished)


def test_what_cannot_go_on_is_refused_and_nothing_is_changed(worker: WorkerProcess, program: Callable[..., list[str]], tmp_path: Path) -> None:
    worker.send(start(40, digits(epochs=1)))
    finished = worker.wait(e.TrainingFinished)
    wider = edits.set_field(digits(epochs=2), "conv1", "filters", 5)
    before = {path.name: path.read_bytes() for path in Path(finished.folder).rglob("*") if path.is_file()}
    for run, architecture, folder, text in (
        (41, digits(epochs=1), finished.folder, "the run is complete"),
        (42, digits(epochs=2, learning_rate=0.5, momentum=0.1), finished.folder, "another learning_rate, momentum"),
        (43, wider, finished.folder, "another network"),
        (44, digits(), str(tmp_path), "there is no run"),
    ):
        worker.send(start(run, architecture, resume=folder))
        failed = worker.wait(e.TrainingFailed)
        assert failed.run == run and text in failed.text and "\n" not in failed.text
    assert {path.name: path.read_bytes() for path in Path(finished.folder).rglob("*") if path.is_file()} == before
    worker.send(start(45, digits(), pace=1))
    live = worker.wait(e.TrainingStarted).folder
    with WorkerProcess(program("worker")) as other:
        other.greet()
        other.send(start(1, digits(), resume=live))
        assert "the run is on" in other.wait(e.TrainingFailed).text
    worker.send(c.StopTraining(run=45))
    worker.wait(e.TrainingFinished)


def test_frozen_blocks_and_a_changed_rate_go_along(worker: WorkerProcess) -> None:
    frozen = edits.set_frozen(digits(epochs=2), ["conv1"], True)
    worker.send(start(50, digits(epochs=1)))
    worker.wait(e.TrainingFinished)
    worker.send(c.StartTraining(run=51, revision=51, architecture=save(frozen), pace=200))
    assert worker.wait(e.TrainingStarted).kept == ("conv1", "norm1", "dense1")
    worker.send(c.SetLearningRate(run=51, learning_rate=0.123))
    worker.wait(e.LearningRateSet)
    worker.wait(e.StepsDone, lambda event: event.first_step > 10)
    worker.send(c.StopTraining(run=51))
    stopped = worker.wait(e.TrainingFinished)
    kept = load_file(Path(stopped.folder) / "last.safetensors")["conv1.weight"]
    worker.send(c.ResetWeights(), start(52, frozen, resume=stopped.folder))
    assert worker.wait(e.LearningRateSet).learning_rate == 0.123
    finished = worker.wait(e.TrainingFinished)
    assert torch.equal(load_file(Path(finished.folder) / "last.safetensors")["conv1.weight"], kept)
    worker.send(c.StartTraining(run=53, revision=53, architecture=save(frozen)))
    last = worker.wait(e.TrainingFinished).folder
    assert torch.equal(load_file(Path(last) / "last.safetensors")["conv1.weight"], kept), "the frozen block lost its trained weights"
