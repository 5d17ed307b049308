"""Why this class, asked of a moment of a run's past: it answers from the weights of that moment and says which it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from designer.engine.past import Past
from designer.engine.pictures import SHIPPED, Probe, Shelf
from designer.engine.why.gradients import saliency
from designer.network.architecture import Architecture
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import CPU, chain, with_settings


def network() -> Architecture:
    specs = (Input((1, 8, 8)), Conv2d(4, (3, 3), padding="same"), Dense(10))
    return with_settings(chain(*specs, names=("input", "conv1", "dense1")), learning_rate=0.01, epochs=2)


@pytest.fixture(scope="module")
def worker(worker_of_module: WorkerProcess) -> WorkerProcess:
    return worker_of_module


@pytest.fixture(scope="module")
def run(worker: WorkerProcess) -> Path:
    """Train a small run to its end and return its folder."""
    worker.send(c.LookAt(visible=("conv1",)), c.StartTraining(run=1, revision=7, architecture=save(network())))
    return Path(worker.wait(e.TrainingFinished).folder)


def expected(run: Path, step: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    picture = Probe(Shelf().load(SHIPPED, None)).picture((1, 8, 8))
    found: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = saliency(Past().network(run, step, CPU), picture, 3).numpy()
    return found


def map_of(event: e.WhyAnswered) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.frombuffer(event.values, "<f4").reshape(event.shape)


def test_the_answer_is_of_the_moment_that_is_looked_at(worker: WorkerProcess, run: Path) -> None:
    for number, step in enumerate((0, 90, 1), 10):
        worker.send(c.LookBack(folder=str(run), step=step), c.AskWhy(number=number, method="saliency", target=3))
        told = worker.wait(e.WhyAnswered)
        assert (told.number, told.past, told.step, told.run, told.trained) == (number, str(run), step, 0, step > 0)
        np.testing.assert_allclose(map_of(told), expected(run, step), rtol=1e-5, atol=1e-6)
    worker.send(c.LookBack(), c.AskWhy(number=20, method="saliency", target=3))
    present = worker.wait(e.WhyAnswered)
    assert (present.past, present.step, present.trained) == ("", 0, True)
    np.testing.assert_allclose(map_of(present), expected(run, 90), rtol=1e-5, atol=1e-6)


def test_another_moment_does_not_mix_into_an_answer_on_its_way(worker: WorkerProcess, run: Path) -> None:
    worker.send(c.LookBack(folder=str(run), step=1), c.AskWhy(number=30, method="integrated", target=3, steps=256))
    alone = worker.wait(e.WhyAnswered)
    worker.send(
        c.AskWhy(number=31, method="integrated", target=3, steps=256), c.LookBack(folder=str(run), step=90),
        c.LookBack(folder=str(run), step=0),
    )  # fmt: skip
    mixed = worker.wait(e.WhyAnswered)
    assert (mixed.past, mixed.step) == (str(run), 1)
    assert mixed.values == alone.values and mixed.probabilities == alone.probabilities


def test_pictures_are_searched_for_by_the_weights_of_the_moment_too(worker: WorkerProcess, run: Path) -> None:
    found = {}
    for number, step in enumerate((0, 90), 40):
        worker.send(c.LookBack(folder=str(run), step=step), c.FindExciting(number=number, block="conv1", channel=1, architecture=save(network())))
        told = worker.wait(e.ExcitingFound)
        assert (told.past, told.step, told.trained) == (str(run), step, step > 0)
        found[step] = [picture.value for picture in told.pictures]
    assert found[0] != found[90]


def test_during_a_run_the_past_answers_while_it_is_looked_at(worker: WorkerProcess, run: Path) -> None:
    worker.send(c.StartTraining(run=2, revision=8, architecture=save(network()), paused=True, fresh=True))
    worker.wait(e.TrainingStarted)
    worker.send(c.LookBack(folder=str(run), step=1), c.AskWhy(number=50, method="integrated", target=3), c.LookBack())
    past = worker.wait(e.WhyAnswered)
    worker.send(c.AskWhy(number=51, method="saliency", target=3))
    present = worker.wait(e.WhyAnswered)
    assert (past.run, past.past, past.step) == (0, str(run), 1) and (present.run, present.past) == (2, "")
    worker.send(c.StopTraining(run=2))
    worker.wait(e.TrainingFinished)
