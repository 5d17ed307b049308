"""Two pictures, two runs, two moments of one: what a frame is compared with, over real pipes and beside torch itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch

from designer.engine.comparing import counterpart
from designer.engine.network import Network
from designer.engine.past import Past
from designer.engine.pictures import SHIPPED, Probe, Shelf
from designer.engine.store import WeightStore
from designer.engine.wiring import shown_network
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.blocks.softmax import Softmax
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from designer.runs.history import kept_steps
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import CPU, chain, with_settings

Values = npt.NDArray[np.float32]
NAMES = ("input", "conv1", "dense1", "softmax")
LOOK = c.LookAt(visible=("conv1", "softmax"), selected="conv1")
KEPT, NEXT = 3, 11


def network(filters: int = 4, **settings: object) -> Architecture:
    specs = (Input((1, 8, 8)), Conv2d(filters, (3, 3), padding="same"), Dense(10), Softmax())
    return with_settings(chain(*specs, names=NAMES), **({"learning_rate": 0.01, "epochs": 2} | settings))


def fresh(architecture: Architecture) -> Network:
    """Return a network with the random weights that the worker gives it."""
    return shown_network(architecture, analyse(architecture), WeightStore(), CPU)


def by_torch(subject: Network, index: int, names: Sequence[str] = ("conv1", "softmax"), normalize: str = "none") -> list[Values]:
    """Return what a network makes of a test picture of the digits."""
    shelf = Shelf()
    digits = shelf.load(SHIPPED, None)
    picture = Probe(digits, index).picture((1, 8, 8), shelf.preparation(digits, (1, 8, 8), normalize))
    found = subject.record(picture, names)
    return [found[name][0].numpy() for name in names]


def maps(found: e.ExactMaps | None) -> Values:
    assert found is not None
    return np.frombuffer(found.values, np.float32).reshape(found.shape)


def frame_with(worker: WorkerProcess, **wanted: object) -> e.MapsDrawn:
    """Return the next frame that has these fields, acknowledged."""
    found = worker.wait(e.MapsDrawn, lambda frame: all(getattr(frame, name) == value for name, value in wanted.items()))
    worker.send(c.AcknowledgeFrame(number=found.number))
    return found


def compared(worker: WorkerProcess) -> tuple[e.MapsDrawn, e.Beside]:
    """Return the next frame that is compared with something."""
    found = worker.wait(e.MapsDrawn, lambda frame: frame.beside is not None)
    worker.send(c.AcknowledgeFrame(number=found.number))
    assert found.beside is not None
    return found, found.beside


@pytest.fixture(scope="module")
def worker(worker_of_module: WorkerProcess) -> WorkerProcess:
    worker_of_module.send(LOOK)
    return worker_of_module


@pytest.fixture(scope="module")
def run(worker: WorkerProcess) -> Path:
    """Train a small run to its end and return its folder."""
    worker.send(c.StartTraining(run=1, revision=7, architecture=save(network(normalize="standard"))))
    return Path(worker.wait(e.TrainingFinished).folder)


@pytest.fixture
def idle(worker: WorkerProcess) -> WorkerProcess:
    """Begin a test with random weights, the first picture and no comparison."""
    worker.send(c.ResetWeights(), c.EndComparison(), c.LookBack(), c.ChooseProbe(index=0), LOOK)
    worker.send(c.ShowNetwork(revision=20, architecture=save(network())))
    worker.wait(e.NetworkShown)
    assert worker.wait(e.MapsDrawn, lambda frame: frame.revision == 20 and frame.beside is None)
    worker.send(c.AcknowledgeFrame(number=1_000_000))
    return worker


def test_a_kept_picture_stays_beside_the_next_ones(idle: WorkerProcess) -> None:
    idle.send(c.ChooseProbe(index=KEPT), c.ComparePictures(), c.ChooseProbe(index=NEXT))
    frame, beside = compared(idle)
    while frame.exact and not np.allclose(maps(frame.exact[0]), by_torch(fresh(network()), NEXT)[0], atol=1e-6):
        frame, beside = compared(idle)
    of_kept, answer = by_torch(fresh(network()), KEPT)
    np.testing.assert_allclose(maps(beside.exact), of_kept, rtol=0, atol=1e-6)
    np.testing.assert_allclose(np.frombuffer(beside.probabilities, np.float32), answer, rtol=0, atol=1e-6)
    assert beside.picture is not None and (beside.picture.index, beside.picture.part) == (KEPT, "test")
    assert (beside.folder, beside.step, beside.problem) == ("", None, "")
    assert beside.exact is not None and (beside.exact.block, beside.exact.first) == ("conv1", frame.exact[0].first)
    idle.send(c.EndComparison())
    frame_with(idle, beside=None)


def test_the_same_maps_are_kept_of_both_where_only_some_are_wanted(idle: WorkerProcess) -> None:
    two = c.LookAt(visible=LOOK.visible, selected="conv1", first_map=2, map_count=2)
    idle.send(c.ComparePictures(), c.ChooseProbe(index=NEXT), two)
    frame, beside = compared(idle)
    while frame.exact[0].first != 2:
        frame, beside = compared(idle)
    assert beside.exact is not None and beside.exact.first == 2 and len(beside.exact.values) == len(frame.exact[0].values) == 2 * 4 * 64
    kept = np.frombuffer(beside.exact.values, np.float32).reshape(2, 8, 8)
    np.testing.assert_allclose(kept, by_torch(fresh(network()), 0)[0][2:4], rtol=0, atol=1e-6)


def test_drawing_and_shifting_go_on_beside_a_kept_picture(idle: WorkerProcess) -> None:
    raw = np.arange(64, dtype=np.uint8).reshape(8, 8)
    idle.send(c.ShowPicture(pixels=raw.tobytes(), shape=(8, 8, 1), about="your drawing"), c.ComparePictures())
    idle.send(c.ShowPicture(pixels=raw[::-1].tobytes(), shape=(8, 8, 1), about="your drawing"), c.ChangeProbe(shift=(0, 2)))
    own = by_hand(raw, (0, 0)), by_hand(raw[::-1].copy(), (0, 2))
    frame, beside = compared(idle)
    while not np.allclose(maps(frame.exact[0]), own[1], atol=1e-6):
        frame, beside = compared(idle)
    np.testing.assert_allclose(maps(beside.exact), own[0], rtol=0, atol=1e-6)
    assert beside.picture is not None and (beside.picture.part, beside.picture.label, beside.picture.shift) == ("own", "your drawing", (0, 0))


def by_hand(raw: npt.NDArray[np.uint8], shift: tuple[int, int]) -> Values:
    picture = np.zeros((1, 1, 8, 8), np.float32)
    down, right = shift
    picture[0, 0, down:, right:] = raw[: 8 - down, : 8 - right] / np.float32(255)
    found: Values = fresh(network()).record(torch.from_numpy(picture), ["conv1"])["conv1"][0].numpy()
    return found


def test_a_run_is_compared_at_its_best_and_at_any_moment(idle: WorkerProcess, run: Path) -> None:
    for step in (None, 0, kept_steps(run)[4], kept_steps(run)[-1]):
        idle.send(c.CompareRun(folder=str(run), step=step))
        frame, beside = compared(idle)
        while (beside.folder, beside.step) != (str(run), step):
            frame, beside = compared(idle)
        expected = by_torch(Past().network(run, step, CPU), 0, normalize="standard")
        np.testing.assert_allclose(maps(beside.exact), expected[0], rtol=0, atol=1e-6, err_msg=f"step {step}: prepared as the run's pictures were")
        np.testing.assert_allclose(np.frombuffer(beside.probabilities, np.float32), expected[1], rtol=0, atol=1e-6)
        np.testing.assert_allclose(maps(frame.exact[0]), by_torch(fresh(network()), 0)[0], rtol=0, atol=1e-6)
        assert beside.picture is None and beside.problem == ""


def test_two_moments_of_a_run_are_compared_through_the_slider(idle: WorkerProcess, run: Path) -> None:
    first, last = kept_steps(run)[1], kept_steps(run)[-1]
    idle.send(c.CompareRun(folder=str(run), step=first), c.LookBack(folder=str(run), step=last))
    frame = idle.wait(e.MapsDrawn, lambda frame: frame.past == str(run) and frame.step == last and frame.beside is not None)
    idle.send(c.AcknowledgeFrame(number=frame.number))
    assert frame.beside is not None
    for found, step in ((frame.beside.exact, first), (frame.exact[0], last)):
        np.testing.assert_allclose(maps(found), by_torch(Past().network(run, step, CPU), 0, normalize="standard")[0], rtol=0, atol=1e-6)


def test_while_training_both_pictures_are_of_the_same_step(idle: WorkerProcess) -> None:
    idle.send(c.ComparePictures(), c.StartTraining(run=2, revision=20, architecture=save(network()), paused=True, fresh=True))
    started = idle.wait(e.TrainingStarted)
    for step in (1, 2, 3):
        idle.send(c.StepTraining(run=2))
        frame = idle.wait(e.MapsDrawn, lambda frame, step=step: frame.run == 2 and frame.step == step)  # type: ignore[misc]  # binds the loop's value
        idle.send(c.AcknowledgeFrame(number=frame.number))
        assert frame.beside is not None
        assert np.array_equal(maps(frame.beside.exact), maps(frame.exact[0])), "the picture that is shown was kept: the same values, so one moment"
    idle.send(c.StopTraining(run=2))
    assert idle.wait(e.TrainingFinished).folder == started.folder


def test_what_does_not_fit_is_refused_in_a_sentence_and_the_comparison_before_goes_on(idle: WorkerProcess, run: Path) -> None:
    idle.send(c.ComparePictures())
    compared(idle)
    idle.send(c.CompareRun(folder=str(run), step=89))
    assert "keeps no weights of step 89" in idle.wait(e.CommandFailed).text
    idle.send(c.CompareRun(folder=str(run.parent / "gone")))
    assert "gone" in idle.wait(e.CommandFailed).text
    idle.send(c.ChooseProbe(index=NEXT))
    _, beside = compared(idle)
    assert beside.picture is not None and beside.picture.index == 0
    idle.send(c.ShowNetwork(revision=21, architecture=save(network(filters=6))), c.CompareRun(folder=str(run)))
    frame, beside = compared(idle)
    while frame.revision != 21 or not beside.folder:
        frame, beside = compared(idle)
    assert beside.exact is None and beside.problem == "conv1 is 4×8×8 there and 6×8×8 here; maps of unlike shape cannot be laid side by side"
    assert len(np.frombuffer(beside.probabilities, np.float32)) == 10, "what both say is told all the same"
    idle.send(c.LookAt(visible=LOOK.visible, selected="softmax"))
    frame, beside = compared(idle)
    while beside.problem:
        frame, beside = compared(idle)
    assert beside.exact is not None and beside.exact.shape == (10,)


def test_another_data_set_lets_go_a_picture_of_the_one_before(idle: WorkerProcess, tmp_path: Path) -> None:
    for name in ("cat", "dog"):
        for number in range(5):
            write_picture(tmp_path / "pets" / name / f"{number}.png", number)
    idle.send(c.ComparePictures())
    compared(idle)
    idle.send(c.LoadDataset(name=str(tmp_path / "pets")))
    idle.wait(e.DatasetLoaded)
    frame_with(idle, beside=None)
    idle.send(c.LoadDataset(name=SHIPPED))
    idle.wait(e.DatasetLoaded)


def write_picture(path: Path, number: int) -> None:
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((8, 8), 20 * number, np.uint8)).save(path)


def test_a_block_is_found_by_its_id_or_else_by_its_name() -> None:
    titled = dataclasses.replace(network(), blocks=tuple(dataclasses.replace(block, title=f"my {block.id}") for block in network().blocks))
    theirs = fresh(titled)
    by_id, problem = counterpart(theirs, analyse(network()).reports["conv1"])
    assert by_id is not None and (by_id.id, problem) == ("conv1", "")
    named = analyse(chain(Input((1, 8, 8)), Conv2d(4, (3, 3), padding="same"), Dense(10), names=("input", "my conv1", "my dense1")))
    by_name, problem = counterpart(theirs, named.reports["my conv1"])
    assert by_name is not None and (by_name.id, problem) == ("conv1", "")
    lone = analyse(chain(Input((1, 8, 8)), Dense(3), names=("input", "only"))).reports["only"]
    assert counterpart(theirs, lone) == (None, "its network has no block only; select a block that both networks have")
