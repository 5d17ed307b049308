"""Weights of a run back into the network on the screen, and the network on the screen itself, over real pipes."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from designer.engine.tensorboard_export import EVENTS_FILE
from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import chain, with_settings


@pytest.fixture(scope="module")
def worker(worker_of_module: WorkerProcess) -> WorkerProcess:
    return worker_of_module


def digits() -> Architecture:
    specs = (Input((1, 8, 8)), Conv2d(4, (3, 3), padding="same"), Dense(10))
    return with_settings(chain(*specs, names=("input", "conv1", "dense1")), learning_rate=0.01, epochs=2)


def train(worker: WorkerProcess, run: int, architecture: Architecture) -> e.TrainingFinished:
    worker.send(c.StartTraining(run=run, revision=run * 10, architecture=save(architecture)))
    return worker.wait(e.TrainingFinished)


def logits(worker: WorkerProcess, trained: bool) -> NDArray[np.float32]:
    """Return what the last dense layer says to the probe, once a frame of no run shows it."""

    def shows_it(frame: e.MapsDrawn) -> bool:
        return frame.run == 0 and frame.trained is trained and any(part.block == "dense1" for part in frame.exact)

    frame = worker.wait(e.MapsDrawn, shows_it)
    worker.send(c.AcknowledgeFrame(number=frame.number))
    return np.frombuffer(next(part for part in frame.exact if part.block == "dense1").values, np.float32)


def test_what_was_trained_is_looked_at_though_it_was_never_shown_before(worker: WorkerProcess) -> None:
    """The window may begin a run right after another document was opened, before it told the worker of that one."""
    other = edits.set_field(digits(), "dense1", "units", 7)
    worker.send(c.ShowNetwork(revision=1, architecture=save(other)), c.LookAt(visible=(), selected="dense1"))
    assert len(logits(worker, trained=False)) == 7
    train(worker, 1, digits())
    assert len(logits(worker, trained=True)) == 10


def test_restored_weights_give_the_maps_that_they_gave(worker: WorkerProcess, tmp_path: Path) -> None:
    finished = train(worker, 2, digits())
    trained = logits(worker, trained=True)
    worker.send(c.ResetWeights())
    worker.wait(e.WeightsReset)
    assert not np.allclose(logits(worker, trained=False), trained)
    worker.send(c.LoadWeights(path=str(Path(finished.folder) / "last.safetensors")))
    loaded = worker.wait(e.WeightsLoaded)
    assert (loaded.blocks, loaded.misfits, loaded.left_over) == (("conv1", "dense1"), (), 0)
    assert np.array_equal(logits(worker, trained=True), trained)
    worker.send(c.ExportRuns(paths=(finished.folder,), folder=str(tmp_path / "tb")))
    assert worker.wait(e.RunsExported).runs == 1
    assert (tmp_path / "tb" / Path(finished.folder).name / EVENTS_FILE).stat().st_size > 1_000


def test_while_a_run_is_on_weights_stay_and_nothing_is_exported(worker: WorkerProcess, tmp_path: Path) -> None:
    worker.send(c.StartTraining(run=3, revision=30, architecture=save(digits()), paused=True))
    folder = worker.wait(e.TrainingStarted).folder
    for command in (c.LoadWeights(path=f"{folder}/best.safetensors"), c.ExportRuns(paths=(folder,), folder=str(tmp_path))):
        worker.send(command)
        failed = worker.wait(e.CommandFailed)
        assert failed.command == type(command).__name__ and "stop it first" in failed.text
    worker.send(c.StopTraining(run=3))
    worker.wait(e.TrainingFinished)


def test_a_file_that_is_missing_is_one_sentence(worker: WorkerProcess, tmp_path: Path) -> None:
    worker.send(c.LoadWeights(path=str(tmp_path / "none")))
    assert worker.wait(e.CommandFailed).text.endswith("there is no such weights file")
