"""Loading beside everything else: with a source that waits to be let go, and with a real worker."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from designer.data.dataset import Dataset, Split
from designer.data.errors import DataError, NotHereError
from designer.data.prepared import prepare_dataset
from designer.data.progress import LoadingCancelledError, Progress, Watch
from designer.data.registry import load as load_now
from designer.data.sources.picture_folder import load_folder
from designer.engine.loading import Loading, wanted_by
from designer.engine.pictures import Probe, Shelf, Wanted, not_loaded
from designer.engine.run_session import RunSession, begin_run
from designer.engine.store import WeightStore
from designer.engine.streaming import close_parts
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from designer.runs.listing import summarise
from tests.data.pictures import class_files, write_folder
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import CPU, chain, small, with_settings


class SlowSource:
    """Stands in for the registry: data sets come when they are let go."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.let_go = threading.Event()
        self.error: DataError | None = None
        self.began = threading.Event()
        self.ended = threading.Event()

    def load(self, name: str, data_root: object, downloads: object, watch: Watch, may_download: bool) -> Dataset:
        self.asked.append(f"{name}{'!' if may_download else ''}")
        self.began.set()
        try:
            while not self.let_go.wait(0.005):
                watch(Progress("downloading", 1, 2, "bytes"))
            if self.error is not None:
                raise self.error
            return load_now("digits")
        finally:
            self.ended.set()


class Desk:
    """A shelf, what loads onto it, and what was sent."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.sent: list[e.AnyEvent] = []
        self.woken = threading.Event()
        self.loading = Loading(lambda command, wanted: self.shelf, self.sent.append, self.woken.set)

    def ready(self) -> list[c.AnyCommand]:
        while True:
            assert self.woken.wait(20)
            self.woken.clear()
            if given := list(self.loading.ready()):
                return given


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowSource]:
    source = SlowSource()
    monkeypatch.setattr("designer.engine.loading.load", source.load)
    monkeypatch.setattr("designer.engine.loading.QUICK_S", 0.001)
    yield source
    source.let_go.set()
    if source.asked:
        assert source.ended.wait(10)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def start(run: int, dataset: str = "far", normalize: str = "none") -> c.StartTraining:
    architecture = with_settings(chain(Input((1, 8, 8)), Dense(10)), dataset=dataset, normalize=normalize, epochs=1)
    return c.StartTraining(run=run, revision=1, architecture=save(architecture))


LOAD = c.LoadDataset(name="far")


def test_what_comes_quickly_is_carried_out_at_once(desk: Desk) -> None:
    assert not desk.loading.defer(c.LoadDataset(name="digits"))
    assert desk.shelf.holds("digits", None) and not desk.loading.is_on


def test_a_command_waits_for_its_data_and_nothing_else_does(desk: Desk, source: SlowSource) -> None:
    assert desk.loading.defer(LOAD)
    assert desk.loading.is_on
    look, close = c.LookAt(visible=()), c.CloseWorker()
    others: tuple[c.AnyCommand, ...] = (c.DescribeDatasets(), look, c.AcknowledgeFrame(number=1), close, c.ChooseProbe(index=1))
    assert not any(desk.loading.defer(command) for command in others)
    assert list(desk.loading.ready()) == []
    source.let_go.set()
    assert desk.ready() == [LOAD] and desk.shelf.holds("far", None)
    assert not desk.loading.defer(LOAD), "now it is there"


def test_progress_is_told_ten_times_a_second_at_most(desk: Desk, source: SlowSource, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(np.arange(1.0, 10_000.0, 0.02))  # fifty calls a second
    monkeypatch.setattr("designer.engine.loading.now", lambda: float(next(times)))
    calls = threading.Event()
    count = 0

    def load(name: str, data_root: object, downloads: object, watch: Watch, may_download: bool) -> Dataset:
        nonlocal count
        for count in range(500):
            watch(Progress("reading", count, 500, "files"))
        calls.set()
        return load_now("digits")

    monkeypatch.setattr("designer.engine.loading.load", load)
    if desk.loading.defer(LOAD):
        desk.ready()
    told = [event for event in desk.sent if isinstance(event, e.LoadingTold)]
    assert count == 499 and 80 < len(told) <= 101, "500 calls in ten seconds"
    assert (told[0].name, told[0].doing, told[0].done, told[0].total, told[0].unit) == ("far", "reading", 0, 500, "files")


def test_a_run_waits_prepared_and_what_concerns_it_waits_with_it_in_order(desk: Desk, source: SlowSource) -> None:
    begun = start(3, normalize="standard")
    followers: list[c.AnyCommand] = [c.StepTraining(run=3), c.SetPace(pace=2.0), c.ResumeTraining(run=3)]
    assert desk.loading.defer(LOAD) and desk.loading.defer(begun)
    assert all(desk.loading.defer(command) for command in followers)
    assert not desk.loading.defer(c.PauseTraining(run=2)), "of another run"
    source.let_go.set()
    given = desk.ready()
    if len(given) == 1:
        given += desk.ready()
    assert given == [LOAD, begun, *followers] and source.asked == ["far"], "read once"
    assert desk.shelf.has(Wanted("far", None, (1, 8, 8), "standard"))


def test_stop_gives_up_the_loading_that_a_run_waits_for(desk: Desk, source: SlowSource) -> None:
    begun = start(3)
    desk.loading.defer(begun)
    desk.loading.defer(c.StepTraining(run=3))
    assert desk.loading.defer(c.StopTraining(run=3))
    assert list(desk.loading.ready()) == [begun], "at once, whatever the thread is doing"
    with pytest.raises(LoadingCancelledError, match="the run was stopped while far was being loaded"):
        desk.shelf.load("far", None)


def test_stop_of_a_run_that_waits_behind_another_loading_ends_it_alone(desk: Desk, source: SlowSource) -> None:
    desk.loading.defer(LOAD)
    desk.loading.defer(start(3, "farther"))
    assert desk.loading.defer(c.StopTraining(run=3))
    assert desk.sent[-1] == e.TrainingFailed(run=3, text="the run was stopped while farther was being loaded")
    source.let_go.set()
    assert desk.ready() == [LOAD]


def test_loading_can_be_given_up_and_begun_again(desk: Desk, source: SlowSource) -> None:
    desk.loading.defer(LOAD)
    desk.loading.cancel()
    assert list(desk.loading.ready()) == [LOAD]
    with pytest.raises(LoadingCancelledError) as refusal:
        desk.shelf.load("far", None)
    assert not_loaded("far", refusal.value) == e.DatasetFailed(name="far", text="loading far was given up", cancelled=True)
    assert source.ended.wait(10), "the thread noticed"
    assert desk.loading.defer(LOAD) and source.asked == ["far", "far"]


def test_a_newer_choice_replaces_one_that_is_still_on_its_way(desk: Desk, source: SlowSource) -> None:
    first, second, third = LOAD, c.LoadDataset(name="farther"), c.LoadDataset(name="farthest", download=True)
    assert all(desk.loading.defer(command) for command in (first, second, third))
    given = list(desk.loading.ready())
    assert given == [first]
    source.let_go.set()
    assert desk.ready() == [third] and source.asked == ["far", "farthest!"]


def test_what_cannot_be_loaded_is_said_to_the_one_who_asks_once(desk: Desk, source: SlowSource) -> None:
    source.error = NotHereError("far is not here", 77)
    desk.loading.defer(LOAD)
    source.let_go.set()
    assert desk.ready() == [LOAD]
    with pytest.raises(NotHereError) as refusal:
        desk.shelf.load("far", None)
    assert not_loaded("far", refusal.value) == e.DatasetFailed(name="far", text="far is not here", download_bytes=77)
    with pytest.raises(DataError, match="there is no data set 'far'"):
        desk.shelf.load("far", None)


def test_a_run_whose_data_cannot_be_prepared_hears_why(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise DataError("a file vanished")

    monkeypatch.setattr("designer.engine.loading.prepare_dataset", fail)
    begun = start(1, "digits")
    if desk.loading.defer(begun):
        desk.ready()
    with pytest.raises(DataError, match="a file vanished"):
        desk.shelf.prepare("digits", None, (1, 8, 8))


def test_data_that_maps_will_need_is_prepared_in_silence(desk: Desk, source: SlowSource) -> None:
    wanted = Wanted("far", None, (1, 8, 8), "standard")
    desk.loading.prefetch(wanted, desk.shelf)
    desk.loading.prefetch(Wanted("farther"), desk.shelf)
    source.let_go.set()
    while not desk.shelf.has(wanted):
        assert desk.woken.wait(20)
        assert list(desk.loading.ready()) == []
    assert desk.sent == [] and source.asked == ["far"] and not desk.loading.is_on


def test_what_cannot_be_prepared_in_silence_is_tried_once(desk: Desk, source: SlowSource) -> None:
    source.error = DataError("no")
    source.let_go.set()
    for _ in range(3):
        desk.loading.prefetch(Wanted("far"), desk.shelf)
        while desk.loading.is_on:
            list(desk.loading.ready())
    assert source.asked == ["far"]


def test_commands_of_a_run_whose_data_failed_are_dropped_with_it(desk: Desk, source: SlowSource) -> None:
    source.error = DataError("no")
    begun = start(3)
    desk.loading.defer(begun)
    assert desk.loading.defer(c.StepTraining(run=3))
    source.let_go.set()
    assert desk.ready() == [begun] and not desk.loading.is_on


def test_which_data_a_command_needs() -> None:
    assert wanted_by(start(1, "mnist", "standard")) == Wanted("mnist", None, (1, 8, 8), "standard")
    assert wanted_by(c.LoadDataset(name="mnist", data_root="/d", download=True)) == Wanted("mnist", "/d", download=True)
    assert wanted_by(c.InspectDataset(number=1, name="mnist")) == Wanted("mnist")
    for command in (c.StartTraining(run=1, revision=1, architecture="{"), c.LookAt(visible=()), c.PauseTraining(run=1)):
        assert wanted_by(command) is None, "it needs none, or says itself what is wrong"


def test_the_digits_never_push_out_another_data_set(tmp_path: Path) -> None:
    folder = str(write_folder(tmp_path, class_files({"cat": 6, "dog": 6})))
    shelf = Shelf()
    pets = shelf.load(folder, None)
    assert shelf.load("digits", None) is shelf.load("digits", None)
    assert shelf.load(folder, None) is pets


def running(folder: Path, sent: list[e.AnyEvent]) -> RunSession:
    """Begin a run whose pictures stay in their files."""
    shelf, dataset = Shelf(), load_folder(folder, lambda progress: None, most_bytes=0)
    shelf.take(str(folder), None, dataset)
    shelf.take_prepared(prepare_dataset(dataset, (3, 6, 5), most_bytes=0))
    architecture = with_settings(chain(Input((3, 6, 5)), Dense(2)), dataset=str(folder), batch_size=1, epochs=50)
    command = c.StartTraining(run=1, revision=1, architecture=save(architecture))
    return begin_run(command, shelf, WeightStore(), CPU, sent.append)


def test_files_that_vanish_while_training_end_the_run_with_their_name_and_its_weights_are_kept(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "pets", class_files({"cat": 12, "dog": 12}))
    sent: list[e.AnyEvent] = []
    run = running(folder, sent)
    for _ in range(3):
        run.advance()
    for path in (folder / "cat").iterdir():
        path.unlink()
    while not run.ended:
        run.advance()
    failed = sent[-1]
    assert isinstance(failed, e.TrainingFailed) and "pets/cat/" in failed.text and "put it back" in failed.text
    assert run.keeps_weights
    record = next(event for event in sent if isinstance(event, e.TrainingStarted)).folder
    assert (Path(record) / "last.safetensors").exists() and summarise(Path(record)).ending == "failed"
    close_parts(run.ready.trainer.parts)


def test_a_worker_loads_a_folder_trains_with_it_and_goes_on_when_it_is_damaged(program: Callable[..., list[str]], tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "pets", class_files({"cat": 30, "dog": 30}))
    architecture = with_settings(chain(Input((3, 6, 5)), Dense(2)), dataset=str(folder), epochs=2)
    with WorkerProcess(program("worker")) as worker:
        worker.greet()
        worker.send(c.LoadDataset(name=str(folder)), c.LookAt(visible=("conv1",)), c.ShowNetwork(revision=1, architecture=save(small())))
        assert worker.wait(e.DatasetLoaded).classes == ("cat", "dog")
        assert [card.block for card in worker.wait(e.MapsDrawn).cards] == ["conv1"]
        worker.send(c.StartTraining(run=1, revision=2, architecture=save(architecture)))
        finished = worker.wait(e.TrainingFinished)
        assert finished.ending is e.Ending.COMPLETED
        worker.send(c.LoadDataset(name=str(tmp_path / "nowhere")))
        assert "there is no such file or folder" in worker.wait(e.DatasetFailed).text
        worker.send(c.LoadDataset(name="cifar10"))
        assert worker.wait(e.DatasetFailed).download_bytes == 170_052_171, "it is never downloaded unasked"
        worker.send(c.CancelLoading(), c.DescribeDatasets())
        facts = {found.name: found for found in worker.wait(e.DatasetsDescribed).datasets}
        assert facts["cifar10"].download_bytes > 0 and facts["shapes"].download_bytes == 0 and not facts["shapes"].problem


def test_normalised_pictures_are_what_the_maps_of_a_run_are_made_of(tmp_path: Path) -> None:
    architecture = with_settings(small(), normalize="standard")
    shelf = Shelf()
    digits = shelf.load("digits", None)
    expected = prepare_dataset(digits, (1, 8, 8), "standard")
    assert shelf.preparation(digits, (1, 8, 8), architecture.training.normalize) == expected.preparation
    picture = Probe(digits, 4).picture((1, 8, 8), expected.preparation)
    assert np.array_equal(picture[0].numpy(), expected.test.images[4]) and len(digits.splits[Split.TEST]) == 180
