"""Read, download and prepare data in a thread, while maps go on: commands that need it wait for it, everything else does not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from designer.data.dataset import Dataset
from designer.data.errors import DataError
from designer.data.prepared import PreparedData, prepare_dataset
from designer.data.progress import LoadingCancelledError, Progress
from designer.data.registry import load
from designer.engine.lifeline import now
from designer.engine.looking import Send
from designer.engine.pictures import Shelf, Wanted, image_shape
from designer.network.analysis import analyse
from designer.network.errors import DesignerError
from designer.network.file_format import load as load_architecture
from designer.protocol.commands import (
    AnyCommand,
    EvaluateNetwork,
    FindExciting,
    FindLearningRate,
    InspectDataset,
    LoadDataset,
    PreviewAugmentation,
    SetPace,
    StartTraining,
    StopTraining,
)  # fmt: skip
from designer.protocol.events import AnyEvent, LoadingTold, TrainingFailed
from designer.runs.home import data_folder

TOLD_EVERY_S = 0.1
QUICK_S = 0.1
"""A command whose data comes within this time is carried out at once."""

_GIVEN_UP = "loading {} was given up"
_Run = StartTraining | FindLearningRate


class Job:
    """One data set on its way, in a thread of its own."""

    def __init__(self, wanted: Wanted, held: Dataset | None, send: Send, wake: Callable[[], None]) -> None:
        self.wanted = wanted
        self.dataset = held
        self.data: PreparedData | None = None
        self.error: DesignerError | None = None
        self._send = send
        self._wake = wake
        self._told: tuple[str, float] = ("", 0.0)
        self._cancelled = threading.Event()
        self._done = threading.Event()
        threading.Thread(target=self._work, name="loading", daemon=True).start()

    def is_done(self, wait_s: float = 0.0) -> bool:
        """Tell whether it has ended, one way or the other."""
        return self._done.wait(wait_s) if wait_s else self._done.is_set()

    def cancel(self, text: str = "") -> None:
        """Give up; the thread ends as soon as it notices, nobody waits for it."""
        self._cancelled.set()
        self.error = LoadingCancelledError(text or _GIVEN_UP.format(self.wanted.name))
        self._done.set()

    def _work(self) -> None:
        wanted = self.wanted
        try:
            dataset = self.dataset or load(wanted.name, wanted.folder, data_folder(), self._watch, wanted.download)
            self._keep(dataset, None)
            if wanted.shape is not None:
                self._keep(dataset, prepare_dataset(dataset, image_shape(wanted.shape), wanted.normalize, self._watch))
        except (DesignerError, MemoryError, OSError) as error:
            if not self._cancelled.is_set():
                self.error = error if isinstance(error, DesignerError) else DataError(_unexpected(wanted.name, error))
        finally:
            self._done.set()
            self._wake()

    def _keep(self, dataset: Dataset, data: PreparedData | None) -> None:
        if not self._cancelled.is_set():
            self.dataset, self.data = dataset, data

    def _watch(self, progress: Progress) -> None:
        if self._cancelled.is_set():
            raise LoadingCancelledError(_GIVEN_UP.format(self.wanted.name))
        doing, at = self._told
        if doing == progress.doing and now() - at < TOLD_EVERY_S:
            return
        self._told = progress.doing, now()
        self._send(LoadingTold(name=self.wanted.name, doing=progress.doing, done=progress.done, total=progress.total, unit=progress.unit))


@dataclass
class _Waiting:
    """A command, and the data it waits for; none: it follows the one before it. Without a command, data that maps will need."""

    command: AnyCommand | None
    wanted: Wanted | None
    shelf: Shelf | None


class Loading:
    """Holds commands back until their data is on the shelf, and gives them back in their order.

    What cannot be loaded is given back too: the shelf then says why, once, to the one who asks.

    Args:
        shelf_of: Where the data of a name belongs, for a command.
        prefetched: Is called when data came that no command waited for.
    """

    def __init__(
        self, shelf_of: Callable[[AnyCommand, Wanted], Shelf], send: Send, wake: Callable[[], None], prefetched: Callable[[], None] = lambda: None
    ) -> None:
        self._shelf_of = shelf_of
        self._send = send
        self._wake = wake
        self._prefetched = prefetched
        self._given_up: Wanted | None = None
        self._queue: list[_Waiting] = []
        self._job: Job | None = None

    @property
    def is_on(self) -> bool:
        """Whether something is being loaded."""
        return bool(self._queue)

    def defer(self, command: AnyCommand) -> bool:
        """Take a command that has to wait; the others are to be carried out now."""
        if self._queue and self._belongs_to_waiting_run(command):
            return True
        wanted = wanted_by(command)
        if wanted is None:
            return False
        shelf = self._shelf_of(command, wanted)
        if shelf.has(wanted):
            return False
        if isinstance(command, LoadDataset | InspectDataset):
            self._give_up_older(command, wanted)
        self._queue.append(_Waiting(command, wanted, shelf))
        if len(self._queue) > 1:
            return True
        self._begin()
        if self._job is not None and self._job.is_done(QUICK_S):
            self._put_away()
            self._queue.pop(0)
            return False
        return True

    def ready(self) -> Iterator[AnyCommand]:
        """Give back the commands that wait no longer."""
        while self._queue and (self._job is None or self._job.is_done()):
            self._put_away()
            yield from self._first()
            while self._queue and self._is_next_ready():
                yield from self._first()
            if self._queue:
                self._begin()

    def prefetch(self, wanted: Wanted | None, shelf: Shelf) -> None:
        """Prepare data that is needed soon, in silence, where nothing else is being loaded."""
        if wanted is not None and not self._queue and wanted != self._given_up:
            self._queue.append(_Waiting(None, wanted, shelf))
            self._begin()

    def _first(self) -> Iterator[AnyCommand]:
        command = self._queue.pop(0).command
        if command is None:
            self._prefetched()
        else:
            yield command

    def cancel(self, text: str = "") -> None:
        """Give up what is being loaded.

        Args:
            text: What the one who waited for it is told.
        """
        if self._job is not None:
            self._job.cancel(text)

    def _is_next_ready(self) -> bool:
        following = self._queue[0]
        return following.wanted is None or following.shelf is None or following.shelf.has(following.wanted)

    def _begin(self) -> None:
        first = self._queue[0]
        assert first.wanted is not None and first.shelf is not None
        self._job = Job(first.wanted, first.shelf.held(first.wanted), _tell_nobody if first.command is None else self._send, self._wake)

    def _put_away(self) -> None:
        job, self._job = self._job, None
        command, shelf = self._queue[0].command, self._queue[0].shelf
        if job is None or shelf is None:
            return
        if job.dataset is not None:
            shelf.take(job.wanted.name, job.wanted.data_root, job.dataset)
        if job.data is not None:
            shelf.take_prepared(job.data)
        if job.error is not None and command is None:
            self._given_up = job.wanted
        elif job.error is not None:
            shelf.refuse(job.wanted, job.error)
            self._queue[1:] = [waiting for waiting in self._queue[1:] if not (isinstance(command, _Run) and _run_of(waiting) == command.run)]

    def _belongs_to_waiting_run(self, command: AnyCommand) -> bool:
        """Let what concerns a run that waits for its data wait with it; Stop ends it."""
        runs = [waiting.command.run for waiting in self._queue if isinstance(waiting.command, _Run)]
        if not runs or isinstance(command, _Run):
            return False
        if isinstance(command, SetPace) or getattr(command, "run", None) in runs:
            if isinstance(command, StopTraining):
                self._stop(command.run)
            else:
                self._queue.append(_Waiting(command, None, None))
            return True
        return False

    def _stop(self, run: int) -> None:
        """Drop a run that waits; the first is given back, and hears from the shelf that it was given up."""
        first = self._queue[0]
        for waiting in self._queue[1:]:
            if isinstance(waiting.command, _Run) and waiting.command.run == run:
                self._send(TrainingFailed(run=run, text=_stopped(waiting.wanted)))
        self._queue = [waiting for waiting in self._queue if waiting is first or _run_of(waiting) != run]
        if isinstance(first.command, _Run) and first.command.run == run:
            self.cancel(_stopped(first.wanted))

    def _give_up_older(self, command: LoadDataset | InspectDataset, wanted: Wanted) -> None:
        """A newer choice of data set replaces an older one of its kind that is still on its way, unless a run waits for that."""
        first, kind = self._queue[0] if self._queue else None, type(command)
        self._queue = [waiting for waiting in self._queue if waiting is first or not isinstance(waiting.command, kind)]
        if first is not None and isinstance(first.command, kind) and first.wanted != wanted:
            self.cancel()


def _run_of(waiting: _Waiting) -> int | None:
    run: int | None = getattr(waiting.command, "run", None)
    return run


def _tell_nobody(event: AnyEvent) -> None:
    """Send nothing."""


def wanted_by(command: AnyCommand) -> Wanted | None:
    """Return the data without which a command cannot be carried out; none where it needs none, or says so itself."""
    match command:
        case LoadDataset(name=name, data_root=data_root, download=download):
            return Wanted(name, data_root, download=download)
        case InspectDataset(name=name, data_root=data_root, download=download):
            return Wanted(name, data_root, download=download)
        case StartTraining() | FindLearningRate() | EvaluateNetwork():
            return _wanted_by_network(command.architecture, command.data_root)
        case FindExciting():
            return _wanted_by_network(command.architecture, command.data_root, though_broken=True)
        case PreviewAugmentation():
            return _wanted_for_a_look(command)
        case _:
            return None


def _wanted_for_a_look(command: PreviewAugmentation) -> Wanted | None:
    try:
        return Wanted(load_architecture(command.architecture).training.dataset, command.data_root)
    except DesignerError:
        return None


def _wanted_by_network(text: str, data_root: str | None, though_broken: bool = False) -> Wanted | None:
    try:
        architecture = load_architecture(text)
        analysis = analyse(architecture)
    except DesignerError:
        return None
    report = analysis.reports.get(analysis.input_id or "")
    training = architecture.training
    if report is None or report.output_shape is None or (analysis.errors and not though_broken):
        return None
    return Wanted(training.dataset, data_root, report.output_shape, "standard" if training.normalize == "standard" else "none")


def _stopped(wanted: Wanted | None) -> str:
    return f"the run was stopped while {wanted.name if wanted else 'its data'} was being loaded"


def _unexpected(name: str, error: Exception) -> str:
    if isinstance(error, MemoryError):
        return f"{name} does not fit the memory; smaller pictures at the input, or fewer of them, may fit"
    return f"{name}: {error}"
