"""The worker before and between runs, over real pipes."""

from pathlib import Path

import numpy as np
import pytest
import torch

from designer.data.registry import load
from designer.engine.pictures import Probe
from designer.engine.store import WeightStore
from designer.engine.wiring import shown_network
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import CPU, chain, lenet5, small, with_settings


@pytest.fixture(scope="module")
def started(worker_of_module: WorkerProcess) -> WorkerProcess:
    return worker_of_module


@pytest.fixture
def worker(started: WorkerProcess) -> WorkerProcess:
    """Give the worker with every frame acknowledged and nothing in sight."""
    started.send(c.LookAt(visible=()), c.AcknowledgeFrame(number=1 << 30), c.ResetWeights())
    started.wait(e.WeightsReset)
    started.seen.clear()
    return started


def maps_of(architecture: Architecture, index: int = 0) -> dict[str, torch.Tensor]:
    analysis = analyse(architecture)
    network = shown_network(architecture, analysis, WeightStore(), CPU)
    report = analysis.reports[network.input_id]
    assert report.output_shape is not None
    return network.record(Probe(load("digits", None), index).picture(report.output_shape), [block.id for block in architecture.blocks])


def frame_of(worker: WorkerProcess, revision: int) -> e.MapsDrawn:
    drawn = worker.wait(e.MapsDrawn, lambda event: event.revision == revision)
    worker.send(c.AcknowledgeFrame(number=drawn.number))
    return drawn


def values(maps: e.ExactMaps) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    found = np.frombuffer(maps.values, np.float32)
    return found.reshape(-1, *maps.shape[1:])


def test_the_greeting_names_the_devices(started: WorkerProcess) -> None:
    started.send(c.ChooseDevice(device="warp9"))
    failed = started.wait(e.CommandFailed)
    assert failed.command == "ChooseDevice"
    assert "there is no device 'warp9' here; there is cpu" in failed.text


def test_a_network_is_shown_with_exactly_the_maps_that_training_starts_from(worker: WorkerProcess) -> None:
    worker.send(c.LoadDataset(name="digits"), c.ShowNetwork(revision=3, architecture=save(lenet5())))
    worker.send(c.LookAt(visible=("conv1", "softmax"), selected="pool1"))
    assert worker.wait(e.NetworkShown).revision == 3
    drawn = frame_of(worker, 3)
    expected = maps_of(lenet5())
    assert (drawn.run, drawn.step, drawn.trained) == (0, 0, False)
    assert [card.block for card in drawn.cards] == ["conv1", "softmax"]
    assert [maps.block for maps in drawn.exact] == ["pool1", "relu1"]
    assert np.array_equal(values(drawn.exact[0]), expected["pool1"][0].numpy())
    probabilities = np.frombuffer(drawn.cards[1].values, np.float32)
    assert np.array_equal(probabilities, expected["softmax"][0].numpy())
    loaded = next(event for event in worker.seen if isinstance(event, e.DatasetLoaded))
    assert (loaded.training, loaded.validation, loaded.test, len(loaded.classes)) == (1437, 180, 180, 10)


def test_another_probe_gives_other_maps_and_its_label(worker: WorkerProcess) -> None:
    worker.send(c.ShowNetwork(revision=4, architecture=save(lenet5())), c.LookAt(visible=(), selected="input"))
    frame_of(worker, 4)
    worker.send(c.ChooseProbe(index=7))
    chosen = worker.wait(e.ProbeChosen)
    dataset = load("digits", None)
    assert chosen == Probe(dataset, 7).chosen() and chosen.count == 180
    assert np.array_equal(values(frame_of(worker, 4).exact[0]), maps_of(lenet5(), 7)["input"][0].numpy())
    worker.send(c.ChooseProbe(index=180))
    assert worker.wait(e.ProbeChosen).index == 0
    frame_of(worker, 4)


def test_of_many_edits_only_the_newest_need_be_shown(worker: WorkerProcess) -> None:
    worker.send(c.LookAt(visible=("conv1",)))
    worker.send(*(c.ShowNetwork(revision=100 + index, architecture=save(small(seed=index))) for index in range(30)))
    worker.wait(e.NetworkShown, lambda event: event.revision == 129)
    frame_of(worker, 129)
    frames = [event for event in worker.seen if isinstance(event, e.MapsDrawn)]
    assert len(frames) < 30


def test_no_frame_is_sent_before_the_last_is_acknowledged(worker: WorkerProcess) -> None:
    worker.send(c.ShowNetwork(revision=200, architecture=save(small())), c.LookAt(visible=("conv1",)))
    drawn = worker.wait(e.MapsDrawn, lambda event: event.revision == 200)
    worker.send(c.ChooseProbe(index=1), c.ChooseProbe(index=2), c.DescribeDatasets())
    worker.seen.clear()
    worker.wait(e.DatasetsDescribed)
    assert not [event for event in worker.seen if isinstance(event, e.MapsDrawn)]
    worker.send(c.AcknowledgeFrame(number=drawn.number))
    following = frame_of(worker, 200)
    assert following.number == drawn.number + 1


def test_a_broken_network_is_refused_and_what_comes_before_still_shows(worker: WorkerProcess) -> None:
    broken = chain(Input((1, 8, 8)), Conv2d(2, (3, 3)), Conv2d(2, (9, 9)), Dense(3))
    worker.send(c.LookAt(visible=("b0", "b1", "b2", "b3")), c.ShowNetwork(revision=5, architecture=save(broken)))
    assert "b2: a 9×9 kernel" in worker.wait(e.NetworkRefused).text
    assert [card.block for card in frame_of(worker, 5).cards] == ["b0", "b1"]


@pytest.mark.parametrize("text", ["", "{", '{"format": "cnn-designer", "version": 99}', "[]"])
def test_a_text_that_is_no_network_is_refused(worker: WorkerProcess, text: str) -> None:
    worker.send(c.ShowNetwork(revision=6, architecture=text))
    assert worker.wait(e.NetworkRefused).revision == 6


def test_an_input_that_takes_no_pictures_is_said(worker: WorkerProcess) -> None:
    worker.send(c.LookAt(visible=("b1",)), c.ShowNetwork(revision=7, architecture=save(chain(Input((5, 8, 8)), Dense(3)))))
    assert "5 channels" in worker.wait(e.NetworkRefused, lambda event: event.revision == 7).text


def test_a_data_set_that_is_not_there_is_said_and_maps_still_flow(worker: WorkerProcess) -> None:
    worker.send(c.LoadDataset(name="mnist"))
    failed = worker.wait(e.DatasetFailed)
    assert failed.name == "mnist" and "no data folder is set" in failed.text
    worker.send(c.ShowNetwork(revision=8, architecture=save(small())), c.LookAt(visible=("conv1",)))
    assert frame_of(worker, 8).cards


def test_the_data_sets_are_described(worker: WorkerProcess) -> None:
    worker.send(c.DescribeDatasets())
    facts = {found.name: found for found in worker.wait(e.DatasetsDescribed).datasets}
    assert facts["digits"].problem == "" and facts["digits"].pictures == 1797
    assert facts["mnist"].problem


@pytest.mark.parametrize("body", [b"", b"\xc1", b"\x81\xa4type\xa4Nope", b"\x81\xa4type\xa8ChooseProbe", b"\xff" * 1000])
def test_what_is_no_command_is_answered_and_the_next_one_is_carried_out(worker: WorkerProcess, body: bytes) -> None:
    worker.send_bytes(len(body).to_bytes(4, "big") + body)
    assert "not a command" in worker.wait(e.CommandFailed).text
    worker.send(c.DescribeDatasets())
    worker.wait(e.DatasetsDescribed)


@pytest.mark.parametrize("command", [c.PauseTraining(run=9), c.ResumeTraining(run=9), c.StepTraining(run=9), c.StopTraining(run=9)])
def test_a_command_for_a_run_that_is_not_on_fails(worker: WorkerProcess, command: c.AnyCommand) -> None:
    worker.send(command)
    failed = worker.wait(e.CommandFailed)
    assert (failed.command, failed.text) == (type(command).__name__, "run 9 is not on; it may have ended just now")


def test_weights_are_saved_and_can_be_read_back(worker: WorkerProcess, tmp_path: Path) -> None:
    from safetensors import safe_open

    from designer.engine.weights_file import weights_sha256

    path = tmp_path / "mine.safetensors"
    worker.send(c.ShowNetwork(revision=9, architecture=save(small())), c.SaveWeights(path=str(path)))
    saved = worker.wait(e.WeightsSaved)
    with safe_open(path, "pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  # it is no mapping
    assert set(tensors) == {"conv1.weight", "conv1.bias", "dense1.weight", "dense1.bias"}
    assert weights_sha256(tensors) == saved.sha256
    worker.send(c.SaveWeights(path=str(tmp_path / "no" / "where.safetensors")))
    assert "cannot be written" in worker.wait(e.CommandFailed).text


def test_another_seed_shows_other_random_weights(worker: WorkerProcess) -> None:
    worker.send(c.LookAt(visible=(), selected="conv1"), c.ShowNetwork(revision=10, architecture=save(small())))
    first = frame_of(worker, 10)
    worker.send(c.ShowNetwork(revision=11, architecture=save(with_settings(small(), seed=1))))
    assert frame_of(worker, 11).exact[0].values != first.exact[0].values
