"""Runs that the window starts, over real pipes."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from designer.engine.network import Network
from designer.engine.store import WeightStore
from designer.engine.wiring import shown_network
from designer.network import edits
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.input import Input
from designer.network.file_format import load, save
from designer.protocol import commands as c
from designer.protocol import events as e
from designer.runs.listing import summarise
from tests.engine.conversation import WorkerProcess, losses
from tests.engine.networks import CPU, chain, lenet5, with_settings


@pytest.fixture(scope="module")
def started(worker_of_module: WorkerProcess) -> WorkerProcess:
    return worker_of_module


@pytest.fixture
def worker(started: WorkerProcess) -> WorkerProcess:
    started.send(c.LookAt(visible=()), c.AcknowledgeFrame(number=1 << 30), c.SetPace(), c.ResetWeights())
    started.wait(e.WeightsReset)
    started.seen.clear()
    return started


def digits(**settings: object) -> Architecture:
    specs = (Input((1, 8, 8)), Conv2d(4, (3, 3), padding="same"), Dropout(0.2), Dense(10))
    return with_settings(chain(*specs, names=("input", "conv1", "drop1", "dense1")), **{"learning_rate": 0.01, "epochs": 2, **settings})


def start(run: int, architecture: Architecture, pace: float | None = None, paused: bool = False, fresh: bool = False) -> c.StartTraining:
    return c.StartTraining(run=run, revision=run * 10, architecture=save(architecture), pace=pace, paused=paused, fresh=fresh)


def network_from(folder: str, name: str) -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file

    return load_file(Path(folder) / name)


def test_a_run_from_start_to_end(worker: WorkerProcess) -> None:
    worker.send(start(1, digits()))
    begun = worker.wait(e.TrainingStarted)
    assert (begun.steps_per_epoch, begun.epochs, begun.parameters, begun.folded, begun.kept) == (45, 2, 4 * 10 + 256 * 10 + 10, "", ())
    finished = worker.wait(e.TrainingFinished)
    epochs = [event for event in worker.seen if isinstance(event, e.EpochFinished)]
    assert [event.epoch for event in epochs] == [1, 2] and [event.step for event in epochs] == [45, 90]
    assert finished.ending is e.Ending.COMPLETED and finished.step == 90
    assert finished.best_epoch is not None and finished.test_accuracy is not None and finished.test_accuracy > 0.5
    told = losses(worker, 1)
    assert len(told) == 90 and np.mean(told[-10:]) < np.mean(told[:10])
    weights = [45 * [32], 45 * [32]]
    weights[0][-1] = weights[1][-1] = 1437 - 44 * 32
    assert epochs[0].train_loss == pytest.approx(np.average(told[:45], weights=weights[0]), rel=1e-5)


def test_the_folder_tells_the_same_as_the_messages(worker: WorkerProcess) -> None:
    worker.send(start(1, digits(seed=4)))
    finished = worker.wait(e.TrainingFinished)
    folder = Path(finished.folder)
    assert {path.name for path in folder.iterdir()} == {
        "architecture.cnn", "run.json", "metrics.jsonl", "best.safetensors", "last.safetensors", "checkpoint.safetensors", "history",
    }  # fmt: skip
    assert load((folder / "architecture.cnn").read_text()) == load(save(digits(seed=4)))
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    assert [line["loss"] for line in lines if "loss" in line] == losses(worker, 1)
    assert [line["epoch"] for line in lines if "epoch" in line] == [1, 2]
    description = json.loads((folder / "run.json").read_text())
    assert (description["seed"], description["data"]["name"], description["preparation"]["divisor"]) == (4, "digits", 16)
    assert summarise(folder).test_accuracy == finished.test_accuracy and summarise(folder).ending == "completed"
    assert set(network_from(finished.folder, "best.safetensors")) == {"conv1.weight", "conv1.bias", "dense1.weight", "dense1.bias"}


def test_frames_of_a_run_are_snapshots_of_its_steps_and_the_first_is_the_random_network(worker: WorkerProcess) -> None:
    architecture = lenet5(epochs=1)
    worker.send(c.LookAt(visible=("conv1",), selected="dense3"), c.ShowNetwork(revision=1, architecture=save(architecture)))
    idle = worker.wait(e.MapsDrawn, lambda event: event.revision == 1)
    worker.send(c.AcknowledgeFrame(number=idle.number), start(2, architecture, paused=True))
    first = worker.wait(e.MapsDrawn, lambda event: event.run == 2)
    assert (first.step, first.trained, first.revision) == (0, False, 20)
    assert first.untrained == idle.untrained == ("conv1", "conv2", "dense1", "dense2", "dense3")
    assert first.exact == idle.exact and first.cards == idle.cards
    worker.send(c.AcknowledgeFrame(number=first.number), c.StepTraining(run=2))
    second = worker.wait(e.MapsDrawn, lambda event: event.step == 1)
    assert second.trained and second.exact[0].values != first.exact[0].values
    assert second.untrained == ()
    worker.send(c.AcknowledgeFrame(number=second.number), c.StopTraining(run=2))
    finished = worker.wait(e.TrainingFinished)
    last = network_after(architecture, finished.folder)
    from designer.data.registry import load as load_data
    from designer.engine.pictures import Probe

    picture = Probe(load_data("digits", None)).picture((1, 28, 28))
    assert np.array_equal(np.frombuffer(second.exact[0].values, np.float32), last.record(picture, ["dense3"])["dense3"][0].numpy())
    after = worker.wait(e.MapsDrawn, lambda event: event.run == 0)
    assert after.trained and after.exact == second.exact
    wider = edits.set_field(architecture, "conv2", "filters", 20)
    worker.send(c.AcknowledgeFrame(number=after.number), c.ShowNetwork(revision=3, architecture=save(wider)))
    edited = worker.wait(e.MapsDrawn, lambda event: event.revision == 3)
    assert edited.trained and edited.untrained == ("conv2", "dense1"), "those whose shapes are new are random again"
    worker.send(c.AcknowledgeFrame(number=edited.number))


def network_after(architecture: Architecture, folder: str) -> Network:
    network = shown_network(architecture, analyse(architecture), WeightStore(), CPU)
    network.load_state(network_from(folder, "last.safetensors"))
    return network


def test_while_paused_the_step_stands_still_and_a_step_makes_one(worker: WorkerProcess) -> None:
    worker.send(start(3, digits(epochs=50)))
    worker.wait(e.StepsDone)
    worker.send(c.PauseTraining(run=3))
    at = worker.wait(e.TrainingPaused).step
    assert len(losses(worker, 3)) == at > 0
    worker.send(c.DescribeDatasets(), c.StepTraining(run=3))
    made = worker.wait(e.StepMade)
    assert made.step == at + 1
    assert made.loss_before == pytest.approx(losses(worker, 3)[-1]) and made.loss_after != made.loss_before
    worker.send(c.StepTraining(run=3), c.StepTraining(run=3))
    assert [worker.wait(e.StepMade).step for _ in range(2)] == [at + 2, at + 3]
    worker.send(c.ResumeTraining(run=3))
    assert worker.wait(e.TrainingResumed).step == at + 3
    worker.wait(e.StepsDone, lambda event: event.first_step > at + 3)
    worker.send(c.StopTraining(run=3))
    assert worker.wait(e.TrainingFinished).ending is e.Ending.STOPPED


def test_a_run_made_of_single_steps_is_the_run_made_at_once(worker: WorkerProcess) -> None:
    architecture = digits(batch_size=360, epochs=2)
    worker.send(start(4, architecture, fresh=True))
    at_once = worker.wait(e.TrainingFinished)
    worker.send(c.ResetWeights(), start(5, architecture, paused=True))
    worker.send(*(c.StepTraining(run=5) for _ in range(8)))
    single = worker.wait(e.TrainingFinished, lambda event: event.run == 5)
    assert losses(worker, 5) == losses(worker, 4)
    assert single.ending is e.Ending.COMPLETED
    assert (single.validation_accuracy, single.test_accuracy) == (at_once.validation_accuracy, at_once.test_accuracy)
    first, second = (network_from(run.folder, "last.safetensors") for run in (at_once, single))
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_after_the_last_single_step_of_an_epoch_its_results_are_told_and_the_run_still_waits(worker: WorkerProcess) -> None:
    worker.send(start(6, digits(batch_size=720, epochs=3), paused=True), c.StepTraining(run=6), c.StepTraining(run=6))
    assert worker.wait(e.EpochFinished).step == 2
    worker.send(c.DescribeDatasets())
    worker.wait(e.DatasetsDescribed)
    assert len(losses(worker, 6)) == 2
    worker.send(c.StopTraining(run=6))
    assert worker.wait(e.TrainingFinished).step == 2


def test_a_step_needs_a_paused_run(worker: WorkerProcess) -> None:
    worker.send(start(7, digits(epochs=50)), c.StepTraining(run=7))
    assert "pause it first" in worker.wait(e.CommandFailed).text
    worker.send(c.StopTraining(run=7))
    worker.wait(e.TrainingFinished)


def test_pace_waits_between_steps_and_a_command_interrupts_the_wait(worker: WorkerProcess) -> None:
    worker.send(start(8, digits(), pace=0.01))  # a step every 100 seconds
    assert worker.wait(e.StepsDone).first_step == 1
    worker.send(c.PauseTraining(run=8))
    assert worker.wait(e.TrainingPaused).step == 1
    worker.send(c.ResumeTraining(run=8))
    assert worker.wait(e.StepsDone).first_step == 2
    worker.send(c.SetPace())
    worker.wait(e.TrainingFinished)
    speeds = [event.images_per_second for event in worker.seen if isinstance(event, e.EpochFinished)]
    assert min(speeds) > 50, "a wait was counted as training"


def test_stop_in_a_wait_ends_the_run(worker: WorkerProcess) -> None:
    worker.send(start(9, digits(), pace=0.01))
    worker.wait(e.StepsDone)
    worker.send(c.StopTraining(run=9))
    finished = worker.wait(e.TrainingFinished)
    assert (finished.step, finished.best_epoch, finished.test_accuracy) == (1, None, None)
    assert summarise(Path(finished.folder)).ending == "stopped"


def test_edits_during_a_run_are_kept_for_afterwards(worker: WorkerProcess) -> None:
    worker.send(c.LookAt(visible=("conv1",)), start(10, digits(), paused=True))
    first = worker.wait(e.MapsDrawn, lambda event: event.run == 10)
    worker.send(c.AcknowledgeFrame(number=first.number), c.ShowNetwork(revision=777, architecture=save(digits(seed=3))), c.ChooseProbe(index=5))
    second = worker.wait(e.MapsDrawn)
    assert (second.run, second.revision) == (10, 100)
    worker.send(c.AcknowledgeFrame(number=second.number), c.StopTraining(run=10))
    worker.wait(e.TrainingFinished)
    assert worker.wait(e.NetworkShown).revision == 777
    worker.send(c.AcknowledgeFrame(number=worker.wait(e.MapsDrawn).number))


def test_training_more_keeps_the_weights_that_still_fit(worker: WorkerProcess) -> None:
    worker.send(start(11, digits(epochs=1)))
    worker.wait(e.TrainingFinished)
    wider = chain(Input((1, 8, 8)), Conv2d(4, (3, 3), padding="same"), Dense(12), Dense(10), names=("input", "conv1", "dense1", "dense2"))
    worker.send(start(12, with_settings(wider, epochs=1)))
    assert worker.wait(e.TrainingStarted).kept == ("conv1",)
    worker.wait(e.TrainingFinished)
    worker.send(start(13, digits(epochs=1)))
    assert worker.wait(e.TrainingStarted).kept == ("conv1", "dense1")
    worker.wait(e.TrainingFinished)
    worker.send(start(14, digits(epochs=1), fresh=True))
    assert worker.wait(e.TrainingStarted).kept == ()
    worker.wait(e.TrainingFinished)


def test_what_cannot_be_trained_is_refused_and_the_worker_goes_on(worker: WorkerProcess) -> None:
    few = chain(Input((1, 8, 8)), Dense(4))
    for run, architecture, text in (
        (15, few, "4 values, but the data has 10 classes"),
        (16, digits(dataset="mnist"), "no data folder is set"),
        (17, digits(dataset="nowhere"), "there is no data set 'nowhere'"),
        (18, chain(Input((1, 8, 8)), Conv2d(2, (9, 9)), Dense(10)), "a 9×9 kernel"),
        (19, chain(Input((1, 8, 8)), Dense(10), frozen=("b1",)), "nothing to train"),
    ):
        worker.send(start(run, architecture))
        failed = worker.wait(e.TrainingFailed)
        assert failed.run == run and text in failed.text
    worker.send(start(20, digits(epochs=1)))
    worker.wait(e.TrainingFinished)


def test_a_second_run_is_refused_while_one_is_on(worker: WorkerProcess) -> None:
    worker.send(start(21, digits(), paused=True), start(22, digits()))
    assert worker.wait(e.TrainingFailed).run == 22
    worker.send(c.ResetWeights())
    assert "while a run is on" in worker.wait(e.CommandFailed).text
    worker.send(c.StopTraining(run=21))
    assert worker.wait(e.TrainingFinished).run == 21


def test_a_loss_that_is_not_a_number_ends_the_run_and_its_weights_are_not_kept(worker: WorkerProcess) -> None:
    worker.send(start(23, digits(learning_rate=1e30, optimizer="sgd", epochs=5)))
    failed = worker.wait(e.TrainingFailed)
    assert failed.run == 23 and "try learning rate 0.1 or" in failed.text
    worker.send(start(24, digits(epochs=1)))
    assert worker.wait(e.TrainingStarted).kept == ()
    assert worker.wait(e.TrainingFinished).ending is e.Ending.COMPLETED


def test_the_same_run_twice_gives_the_same_weights(worker: WorkerProcess) -> None:
    folders = []
    for run in (25, 26):
        worker.send(c.ResetWeights(), start(run, digits(seed=9)))
        folders.append(worker.wait(e.TrainingFinished).folder)
    first, second = (network_from(folder, "last.safetensors") for folder in folders)
    assert all(torch.equal(first[name], second[name]) for name in first)
