"""Confusion matrices and the pictures behind them, from a real worker."""

from __future__ import annotations

import numpy as np
import pytest

from designer.data.dataset import Split
from designer.data.registry import load
from designer.network.architecture import Architecture
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import lenet5, small

DIGITS = load("digits", None)


@pytest.fixture(scope="module")
def worker(worker_of_module: WorkerProcess) -> WorkerProcess:
    worker_of_module.send(c.LoadDataset(name="digits"))
    return worker_of_module


def table_of(event: e.ConfusionCounted) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    cells = np.frombuffer(event.cells, "<i4").reshape(-1, 3)
    table = np.zeros((len(event.classes), len(event.classes)), np.int64)
    table[cells[:, 0], cells[:, 1]] = cells[:, 2]
    return table


def train(worker: WorkerProcess, run: int, architecture: Architecture) -> e.TrainingFinished:
    worker.seen.clear()
    worker.send(c.StartTraining(run=run, revision=7, architecture=save(architecture), fresh=True))
    return worker.wait(e.TrainingFinished)


def evaluate(worker: WorkerProcess, number: int, architecture: Architecture, part: str = "validation") -> e.ConfusionCounted:
    worker.send(c.EvaluateNetwork(number=number, revision=9, architecture=save(architecture), part=part))
    return worker.wait(e.ConfusionCounted, lambda event: event.number == number)


def labels(part: Split) -> list[int]:
    found: list[int] = DIGITS.labels[DIGITS.splits[part]].tolist()
    return found


def test_a_run_counts_after_every_epoch_and_after_its_test(worker: WorkerProcess) -> None:
    finished = train(worker, 1, lenet5(epochs=3))
    tested = worker.wait(e.ConfusionCounted, lambda event: event.part == "test")
    counted = [event for event in worker.seen if isinstance(event, e.ConfusionCounted)]
    epochs = [event for event in worker.seen if isinstance(event, e.EpochFinished)]
    parts = [("validation", 1), ("validation", 2), ("validation", 3), ("test", finished.best_epoch)]
    assert [(event.part, event.epoch) for event in counted] == parts
    for event, epoch in zip(counted[:-1], epochs, strict=True):
        table = table_of(event)
        assert (event.run, event.step, event.revision, event.dataset) == (1, epoch.step, 7, "digits")
        assert table.sum(axis=1).tolist() == np.bincount(labels(Split.VALIDATION), minlength=10).tolist()
        assert np.trace(table) / table.sum() == epoch.validation_accuracy
    table = table_of(tested)
    assert finished.test_accuracy == np.trace(table) / table.sum()


def test_the_pictures_of_a_cell_are_those_that_were_counted(worker: WorkerProcess) -> None:
    train(worker, 2, small_digits())
    counted = worker.wait(e.ConfusionCounted, lambda event: event.part == "test")
    table = table_of(counted)
    np.fill_diagonal(table, 0)
    true, predicted = (int(number) for number in np.unravel_index(table.argmax(), table.shape))
    worker.send(c.ListPictures(run=2, number=5, part="test", true=true, predicted=predicted))
    listed = worker.wait(e.PicturesListed)
    assert (listed.number, listed.total, listed.epoch, listed.problem) == (5, table[true, predicted], counted.epoch, "")
    assert {(picture.true, picture.predicted) for picture in listed.pictures} == {(true, predicted)}
    probabilities = [picture.probability for picture in listed.pictures]
    assert probabilities == sorted(probabilities)
    for picture in listed.pictures:
        position = DIGITS.splits[Split.TEST][picture.index]
        assert DIGITS.labels[position] == true
        assert picture.picture.size == (8, 8, 1)
        seen = np.frombuffer(picture.picture.pixels, np.uint8).reshape(8, 8)
        assert np.array_equal(seen, DIGITS.images[int(position)].astype(int) * 255 // 16), "at full brightness"
        assert picture.certainty >= picture.probability
    worker.send(c.ListPictures(run=2, number=6, part="test", only_wrong=True, first=1, count=2))
    worst = worker.wait(e.PicturesListed)
    assert (worst.total, worst.first) == (table.sum(), 1) and len(worst.pictures) == min(2, table.sum() - 1)


def small_digits() -> Architecture:
    """Return a network that is wrong often."""
    return lenet5(epochs=1, batch_size=512)


def test_a_picture_of_any_part_becomes_the_probe(worker: WorkerProcess) -> None:
    for part, split in (("validation", Split.VALIDATION), ("training", Split.TRAIN), ("test", Split.TEST)):
        worker.send(c.ChooseProbe(index=12, part=part))
        chosen = worker.wait(e.ProbeChosen, lambda event: event.index == 12)
        assert (chosen.part, chosen.count, chosen.label) == (part, len(labels(split)), str(labels(split)[12]))
    worker.send(c.ChooseProbe(index=0, part="elsewhere"))
    assert "there are training, validation, test" in worker.wait(e.CommandFailed).text


def test_evaluating_while_idle_counts_what_the_last_epoch_counted(worker: WorkerProcess) -> None:
    architecture = lenet5(epochs=2)
    train(worker, 3, architecture)
    after_epoch = [event for event in worker.seen if isinstance(event, e.ConfusionCounted) and event.part == "validation"][-1]
    now = evaluate(worker, 11, architecture)
    assert (now.run, now.epoch, now.revision) == (0, 0, 9)
    assert now.cells == after_epoch.cells, "the weights are those after the last epoch"
    told = [event for event in worker.seen if isinstance(event, e.EvaluationTold) and event.number == 11]
    assert told and told[0].count == len(labels(Split.VALIDATION))
    training = evaluate(worker, 12, architecture, "training")
    assert table_of(training).sum() == len(labels(Split.TRAIN))
    worker.send(c.ListPictures(run=0, number=1, part="training", true=3, order="first", count=4))
    listed = worker.wait(e.PicturesListed, lambda event: event.number == 1)
    assert [picture.index for picture in listed.pictures] == [index for index, label in enumerate(labels(Split.TRAIN)) if label == 3][:4]


def test_an_evaluation_is_cancelled_and_refused_with_a_reason(worker: WorkerProcess) -> None:
    text = save(lenet5())
    worker.send(c.EvaluateNetwork(number=20, revision=1, architecture=text, part="training"), c.CancelEvaluation(number=20))
    ended = worker.wait(e.EvaluationEnded)
    assert (ended.number, ended.text) == (20, "")
    worker.seen.clear()
    worker.send(c.CancelEvaluation(number=25), c.EvaluateNetwork(number=25, revision=1, architecture=text))  # cancelled while its data was read
    evaluate(worker, 26, lenet5())
    assert [event.number for event in worker.seen if isinstance(event, e.EvaluationEnded | e.ConfusionCounted)] == [25, 26]
    worker.send(c.EvaluateNetwork(number=21, revision=1, architecture=save(small()), part="validation"))
    assert "10 classes" in worker.wait(e.EvaluationEnded, lambda event: event.number == 21).text
    worker.send(c.EvaluateNetwork(number=22, revision=1, architecture=text, part="all"))
    assert "there is no part 'all'" in worker.wait(e.EvaluationEnded, lambda event: event.number == 22).text


def test_questions_that_mean_nothing_are_answered_with_the_reason(worker: WorkerProcess) -> None:
    evaluate(worker, 30, lenet5())
    for question, text in (
        (c.ListPictures(run=99, number=1), "evaluate the network again"),
        (c.ListPictures(run=0, number=1, true=10), "there is no class 10"),
        (c.ListPictures(run=0, number=1, predicted=-1), "there is no class -1"),
        (c.ListPictures(run=0, number=1, order="best"), "there are worst and first"),
        (c.ListPictures(run=0, number=1, part="x"), "there are training, validation, test"),
    ):
        worker.send(question)
        answer = worker.wait(e.PicturesListed)
        assert text in answer.problem and not answer.pictures
    worker.send(c.ListPictures(run=0, number=2, first=-5, count=-1), c.ListPictures(run=0, number=3, first=10**9))
    assert [worker.wait(e.PicturesListed).pictures for _ in range(2)] == [(), ()]
