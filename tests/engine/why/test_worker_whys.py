"""Reasons and exciting pictures, asked of a real worker; a run gives the same bits while it is asked."""

from __future__ import annotations

import os

import numpy as np
import pytest
import torch

from designer.data.dataset import Split
from designer.data.prepared import load_prepared
from designer.engine.why.exciting import field_of
from designer.network.architecture import Architecture
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.input import Input
from designer.network.blocks.relu import Relu
from designer.network.blocks.softmax import Softmax
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from tests.engine.conversation import WorkerProcess, losses
from tests.engine.networks import chain, lenet5, network_of, with_settings


@pytest.fixture(scope="module")
def worker(worker_of_module: WorkerProcess) -> WorkerProcess:
    worker_of_module.send(c.LoadDataset(name="digits"))
    return worker_of_module


def show(worker: WorkerProcess, architecture: Architecture, revision: int = 1) -> str:
    worker.seen.clear()
    text = save(architecture)
    worker.send(c.ResetWeights(), c.ShowNetwork(revision=revision, architecture=text))
    worker.wait(e.NetworkShown, lambda event: event.revision == revision)
    return text


def map_of(event: e.WhyAnswered) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.frombuffer(event.values, "<f4").reshape(event.shape)


def test_every_method_answers_about_the_probe(worker: WorkerProcess) -> None:
    show(worker, lenet5(normalize="standard"), 3)
    worker.send(c.ChooseProbe(index=5))
    for number, (method, block, shape) in enumerate(
        [("saliency", "", (28, 28)), ("integrated", "", (28, 28)), ("gradcam", "conv2", (10, 10)), ("occlusion", "", (28, 28))], 1
    ):
        worker.send(c.AskWhy(number=number, method=method, block=block, target=7, steps=32))
        answer = worker.wait(e.WhyAnswered)
        assert (answer.number, answer.method, answer.block, answer.target, answer.shape) == (number, method, block, 7, shape)
        assert (answer.run, answer.step, answer.trained, answer.revision) == (0, 0, False, 3)
        shares = np.frombuffer(answer.probabilities, "<f4")
        assert len(shares) == 10 and shares.sum() == pytest.approx(1, abs=1e-5) and shares.argmax() == answer.predicted
        assert answer.picture.size == (28, 28, 1) and max(answer.picture.pixels) > 200, "seen without normalising"
        assert np.isfinite(map_of(answer)).all() and map_of(answer).any()
        if method in ("saliency", "gradcam"):
            assert map_of(answer).min() >= 0
        if method == "integrated":
            assert answer.attributed == pytest.approx(map_of(answer).sum(), abs=1e-4)
            assert answer.attributed == pytest.approx(answer.score - answer.base_score, abs=0.02)
    worker.send(c.AskWhy(number=9, method="saliency"))
    answer = worker.wait(e.WhyAnswered)
    assert answer.target == answer.predicted


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({"method": "magic"}, "there are saliency, integrated, gradcam, occlusion"),
        ({"method": "saliency", "target": 10}, "counted from 0 to 9"),
        ({"method": "gradcam", "block": "dense2"}, "has no maps but 84 values"),
        ({"method": "gradcam", "block": "nowhere"}, "do not depend on nowhere"),
        ({"method": "occlusion", "patch": 0}, "hides nothing"),
        ({"method": "occlusion", "stride": 0}, "hides nothing"),
    ],
)
def test_what_cannot_be_told_is_said(worker: WorkerProcess, question: dict[str, str | int], said: str) -> None:
    show(worker, lenet5())
    worker.send(c.AskWhy(number=30, **question))  # type: ignore[arg-type]  # keys of unlike types
    ended = worker.wait(e.WhyEnded)
    assert ended.number == 30 and said in ended.text


def test_a_network_without_an_end_and_one_that_takes_no_pictures(worker: WorkerProcess) -> None:
    broken = chain(Input((1, 8, 8)), Conv2d(2, (9, 9)), Dense(3))
    worker.send(c.ShowNetwork(revision=8, architecture=save(broken)), c.AskWhy(number=31, method="saliency"))
    assert "mend its problems" in worker.wait(e.WhyEnded).text
    strange = chain(Input((5, 8, 8)), Dense(3))
    worker.send(c.ShowNetwork(revision=9, architecture=save(strange)), c.AskWhy(number=32, method="saliency"))
    assert "takes no pictures" in worker.wait(e.WhyEnded).text


def test_the_most_exciting_pictures_are_those_of_the_highest_maximum(worker: WorkerProcess) -> None:
    architecture = lenet5(normalize="standard")
    text = show(worker, architecture, 4)
    worker.send(c.FindExciting(number=40, block="conv2", channel=11, architecture=text, count=9))
    found = worker.wait(e.ExcitingFound)
    told = [event for event in worker.seen if isinstance(event, e.ExcitingTold)]
    assert told and told[0].count == found.looked_at
    network = network_of(architecture).eval()
    data = load_prepared("digits", None, (1, 28, 28), "standard")
    maps = network.record(torch.from_numpy(data.test.images), {"conv2"})["conv2"][:, 11].numpy()
    assert found.looked_at == len(maps) and found.silent == int((maps == 0).all((1, 2)).sum())
    order = np.argsort(-maps.max((1, 2)), kind="stable")[:9]
    assert [picture.value for picture in found.pictures] == pytest.approx(maps.max((1, 2))[order].tolist(), rel=1e-5)
    for picture in found.pictures:
        highest = maps[picture.index]
        assert highest[picture.place] == pytest.approx(highest.max(), rel=1e-5)
        assert picture.label == data.labels(Split.TEST)[picture.index]
        assert picture.field == field_of(network, "conv2", picture.place)
        assert picture.field is not None and picture.field[1] - picture.field[0] <= 27
        assert picture.picture.size == (28, 28, 1)
    assert (found.block, found.channel, found.part, found.dataset, found.shape) == ("conv2", 11, "test", "digits", (28, 28))
    worker.send(c.FindExciting(number=41, block="softmax", channel=3, architecture=text, count=2, part="validation"))
    units = worker.wait(e.ExcitingFound)
    assert [picture.field for picture in units.pictures] == [(0, 27, 0, 27)] * 2 and units.part == "validation"


@pytest.mark.parametrize(
    ("block", "channel", "part", "said"),
    [("conv2", 16, "test", "counted from 0 to 15"), ("x", 0, "test", "maps of x cannot"), ("conv2", 0, "all", "there is no part")],
)
def test_a_search_that_cannot_be(worker: WorkerProcess, block: str, channel: int, part: str, said: str) -> None:
    text = show(worker, lenet5())
    worker.send(c.FindExciting(number=44, block=block, channel=channel, part=part, architecture=text))
    assert said in worker.wait(e.WhyEnded, lambda event: event.number == 44).text


def test_questions_are_cancelled_and_take_the_place_of_older_ones(worker: WorkerProcess) -> None:
    text = show(worker, lenet5())
    worker.send(
        c.AskWhy(number=50, method="occlusion", patch=2, stride=1), c.AskWhy(number=51, method="occlusion", patch=2, stride=1),
        c.CancelWhy(number=51), c.FindExciting(number=52, block="conv1", channel=0, architecture=text, part="training"),
        c.CancelWhy(number=52), c.AskWhy(number=53, method="saliency"),
    )  # fmt: skip
    assert worker.wait(e.WhyAnswered).number == 53
    ended = [(event.number, event.text) for event in worker.seen if isinstance(event, e.WhyEnded)]
    assert ended == [(50, ""), (51, ""), (52, "")]


def with_modes(**settings: object) -> Architecture:
    """Return a network whose layers compute otherwise in training: norm and dropout."""
    specs = (Input((1, 8, 8)), Conv2d(8, (3, 3)), BatchNorm(), Relu(), Dropout(0.3), Dense(32), Relu(), Dropout(0.3), Dense(10), Softmax())
    return with_settings(chain(*specs), **settings)


def test_a_run_gives_the_same_bits_while_it_is_asked(worker: WorkerProcess) -> None:
    text = save(with_modes(epochs=4, batch_size=16, momentum=0.9))
    found = []
    for run in (101, 102):
        worker.seen.clear()
        worker.send(c.StartTraining(run=run, revision=1, architecture=text, fresh=True))
        if run == 102:
            ask_until_it_ends(worker, text)
        else:
            worker.wait(e.TrainingFinished)
        worker.send(c.SaveWeights(path=str(run_file(run))))
        saved = worker.wait(e.WeightsSaved)
        epochs = [(event.validation_loss, event.validation_accuracy) for event in worker.seen if isinstance(event, e.EpochFinished)]
        found.append((losses(worker, run), epochs, saved.sha256))
    asked = [event for event in worker.seen if isinstance(event, e.WhyAnswered) and event.run == 102 and event.step > 0]
    searched = [event for event in worker.seen if isinstance(event, e.ExcitingFound) and event.run == 102]
    assert {event.method for event in asked} == {"saliency", "integrated", "gradcam", "occlusion"} and searched
    print(f"{len(found[0][0])} steps, {len(asked)} questions and {len(searched)} searches answered between them: losses, validation and weights")
    assert found[0] == found[1], "losses of every step, validation and the weights, to the last bit"


def run_file(run: int) -> str:
    return os.path.join(os.environ["CNN_DESIGNER_HOME"], f"{run}.safetensors")


def ask_until_it_ends(worker: WorkerProcess, text: str) -> None:
    """Ask something new whenever an answer came, until the run is over."""
    methods = ("saliency", "integrated", "gradcam", "occlusion")
    number = 200
    worker.wait(e.TrainingStarted)
    while True:
        number += 1
        if number % 5 == 0:
            worker.send(c.FindExciting(number=number, block="b1", channel=number % 8, architecture=text))
        else:
            worker.send(c.AskWhy(number=number, method=methods[number % 5 - 1], block="b3", target=number % 10))
        event = worker.wait(object, lambda one: isinstance(one, e.WhyAnswered | e.ExcitingFound | e.TrainingFinished))
        if isinstance(event, e.TrainingFinished):
            return
