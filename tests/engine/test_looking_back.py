"""The maps of a run's past, over real pipes: after the run and while it trains."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from designer.engine.past import Past
from designer.engine.pictures import SHIPPED, Probe, Shelf
from designer.network.architecture import Architecture
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from designer.runs.history import kept_steps
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import CPU, chain, with_settings

LOOK = c.LookAt(visible=("conv1", "dense1"), selected="conv1")


def network() -> Architecture:
    specs = (Input((1, 8, 8)), Conv2d(4, (3, 3), padding="same"), Dense(10))
    return with_settings(chain(*specs, names=("input", "conv1", "dense1")), learning_rate=0.01, epochs=2)


@pytest.fixture(scope="module")
def worker(worker_of_module: WorkerProcess) -> WorkerProcess:
    return worker_of_module


@pytest.fixture(scope="module")
def run(worker: WorkerProcess) -> Path:
    """Train a small run to its end and return its folder."""
    worker.send(LOOK, c.StartTraining(run=1, revision=7, architecture=save(network())))
    return Path(worker.wait(e.TrainingFinished).folder)


def maps_of(run: Path, step: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    picture = Probe(Shelf().load(SHIPPED, None)).picture((1, 8, 8))
    recorded = Past().network(run, step, CPU).record(picture, ("conv1",))["conv1"]
    found: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = recorded[0].numpy()
    return found


def shown(frame: e.MapsDrawn) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.frombuffer(frame.exact[0].values, np.float32).reshape(frame.exact[0].shape)


def test_every_moment_that_was_told_of_is_shown_with_its_own_maps(worker: WorkerProcess, run: Path) -> None:
    worker.send(c.DescribeHistory(folder=str(run)))
    told = worker.wait(e.HistoryTold, lambda event: event.folder == str(run))
    while told.steps != kept_steps(run):  # those of the run itself come first
        told = worker.wait(e.HistoryTold)
    assert told.steps[0] == 0 and told.steps[-1] == 90
    for step in (0, told.steps[3], 90):
        worker.send(c.LookBack(folder=str(run), step=step))
        frame = worker.wait(e.MapsDrawn, lambda event, step=step: event.past == str(run) and event.step == step)  # type: ignore[misc]  # binds the loop's value
        worker.send(c.AcknowledgeFrame(number=frame.number))
        np.testing.assert_allclose(shown(frame), maps_of(run, step), rtol=1e-6, atol=1e-6)
        assert frame.trained is (step > 0) and frame.untrained == (("conv1", "dense1") if step == 0 else ())
    worker.send(c.LookBack())
    worker.send(c.AcknowledgeFrame(number=worker.wait(e.MapsDrawn, lambda event: event.past == "").number))


def test_a_moment_that_is_not_kept_is_refused_and_the_view_stays(worker: WorkerProcess, run: Path) -> None:
    worker.send(c.LookBack(folder=str(run), step=89))
    assert "keeps no weights of step 89" in worker.wait(e.CommandFailed).text
    worker.send(c.LookBack(folder=str(run.parent / "gone"), step=0))
    assert "gone" in worker.wait(e.CommandFailed).text
    worker.send(c.DescribeHistory(folder="/nowhere"))
    assert worker.wait(e.HistoryTold, lambda event: event.folder == "/nowhere").steps == ()


def test_looking_back_while_training_changes_no_bit_and_a_new_run_shows_the_present(worker: WorkerProcess, run: Path) -> None:
    worker.send(c.StartTraining(run=2, revision=8, architecture=save(network()), paused=True, fresh=True))
    begun = worker.wait(e.TrainingStarted)
    worker.send(c.LookBack(folder=str(run), step=0), c.ResumeTraining(run=2))
    finished = worker.wait(e.TrainingFinished)
    frames = [event for event in worker.seen if isinstance(event, e.MapsDrawn) and event.past]
    assert frames and begun.folder == finished.folder
    first, second = (Past().network(folder, 90, CPU).state() for folder in (run, Path(finished.folder)))
    assert all(torch.equal(first[name], second[name]) for name in first)
    worker.send(c.StartTraining(run=3, revision=9, architecture=save(network())))
    present = worker.wait(e.MapsDrawn, lambda event: event.run == 3)
    assert present.past == ""
    worker.send(c.AcknowledgeFrame(number=present.number))
    worker.wait(e.TrainingFinished)
