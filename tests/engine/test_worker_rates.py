"""Learning rates, steps that are looked at, and runs that go wrong, over real pipes."""

import json
from pathlib import Path

import numpy as np
import pytest

from designer.engine.step_preview import LONGEST_SIDE_PX, MOST_PICTURES
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from tests.engine.conversation import WorkerProcess
from tests.engine.test_worker_run import digits, start


@pytest.fixture(scope="module")
def started(worker_of_module: WorkerProcess) -> WorkerProcess:
    worker_of_module.send(c.LookAt(visible=()))
    return worker_of_module


@pytest.fixture
def worker(started: WorkerProcess) -> WorkerProcess:
    started.send(c.ResetWeights())
    started.wait(e.WeightsReset)
    started.seen.clear()
    return started


def test_a_rate_set_during_a_run_is_told_used_and_written(worker: WorkerProcess) -> None:
    worker.seen.clear()
    worker.send(start(1, digits(epochs=1, schedule="step", drop_every=1), paused=True))
    worker.wait(e.TrainingPaused)
    worker.send(c.SetLearningRate(run=1, learning_rate=0.5), c.StepTraining(run=1))
    assert worker.wait(e.LearningRateSet) == e.LearningRateSet(run=1, step=1, learning_rate=0.5)
    worker.wait(e.StepMade)
    worker.send(c.SetLearningRate(run=1, learning_rate=-1.0))
    assert "must be a number above 0" in worker.wait(e.CommandFailed).text
    worker.send(c.SetLearningRate(run=1, learning_rate=0.004), c.ResumeTraining(run=1))
    finished = worker.wait(e.TrainingFinished)
    told = [event for event in worker.seen if isinstance(event, e.StepsDone)]
    rates = np.concatenate([np.frombuffer(event.rates, np.float32) for event in told])
    assert rates[0] == 0.5 and set(rates[1:].tolist()) == {np.float32(0.004)}
    assert sum(len(event.losses) for event in told) == rates.nbytes
    assert any(event.learning_rate == 0.004 for event in worker.seen if isinstance(event, e.ProgressTold))
    lines = [json.loads(line) for line in (Path(finished.folder) / "metrics.jsonl").read_text().splitlines()]
    assert [line["learning_rate"] for line in lines if "loss" in line][:2] == pytest.approx([0.5, 0.004])


def test_a_step_shows_its_batch_before_and_after(worker: WorkerProcess) -> None:
    worker.send(start(2, digits(batch_size=48, learning_rate=0.01), paused=True), c.StepTraining(run=2))
    made = worker.wait(e.StepMade)
    preview = made.preview
    assert preview is not None and preview.batch == 48 and preview.shape == (1, 8, 8)
    pictures = np.frombuffer(preview.pictures, np.uint8).reshape(MOST_PICTURES, 1, 8, 8)
    assert pictures.max() > 200 and pictures.min() == 0 and max(preview.shape) <= LONGEST_SIDE_PX
    labels, before, after = (np.frombuffer(values, np.int32) for values in (preview.labels, preview.before, preview.after))
    assert len(labels) == len(before) == len(after) == MOST_PICTURES and labels.max() < 10
    sure_before, sure_after = (np.frombuffer(values, np.float32) for values in (preview.sure_before, preview.sure_after))
    assert sure_after.mean() > sure_before.mean() and made.loss_after < made.loss_before
    worker.send(c.StopTraining(run=2))
    worker.wait(e.TrainingFinished)


def test_rates_are_found_without_a_run_folder_and_a_trial_can_be_stopped(worker: WorkerProcess) -> None:
    text = save(digits(batch_size=32))
    worker.seen.clear()
    worker.send(c.FindLearningRate(run=3, revision=1, architecture=text), c.FindLearningRate(run=4, revision=1, architecture=text))
    assert "being tried" in worker.wait(e.TrainingFailed).text
    found = worker.wait(e.LearningRateFound)
    assert found.run == 3 and 1e-4 < found.learning_rate < 1 and not found.cancelled
    assert not any(isinstance(event, e.TrainingStarted | e.TrainingFinished) for event in worker.seen)
    worker.send(c.FindLearningRate(run=5, revision=1, architecture=text), c.StopTraining(run=5))
    assert worker.wait(e.LearningRateFound).cancelled


def test_a_run_that_goes_wrong_tells_the_block_and_what_would_help(worker: WorkerProcess) -> None:
    worker.send(start(6, digits(optimizer="sgd", learning_rate=1e25, epochs=1)))
    failed = worker.wait(e.TrainingFailed)
    assert failed.run == 6 and failed.block in ("conv1", "dense1") and failed.text.startswith("step ")
    assert [(remedy.key, remedy.value) for remedy in failed.remedies][:2] == [("learning_rate", 0.1), ("clip_norm", 1.0)]
    worker.send(start(7, digits(epochs=1)))
    worker.wait(e.TrainingFinished, lambda event: event.run == 7)


def test_early_stopping_is_told_and_written(worker: WorkerProcess) -> None:
    worker.send(start(8, digits(optimizer="sgd", momentum=0.0, learning_rate=1e-12, epochs=9, patience=2), fresh=True))
    finished = worker.wait(e.TrainingFinished)
    assert finished.ending is e.Ending.COMPLETED and "none of the last 2 was better" in finished.note
    assert json.loads((Path(finished.folder) / "run.json").read_text())["result"]["note"] == finished.note


def test_a_precision_that_is_not_there_is_said_before_the_run(worker: WorkerProcess) -> None:
    worker.send(start(9, digits(precision="float16")))
    assert "cpu cannot train in float16" in worker.wait(e.TrainingFailed).text
