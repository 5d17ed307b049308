"""The data set that is looked at: what is asked of the worker, and what it answered."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from designer.network.architecture import Architecture
from designer.protocol.commands import CancelLoading, InspectDataset
from designer.protocol.events import AnyEvent, DatasetInspected, LoadingTold
from designer.ui.data.look_answer import LookAnswer, LookState
from designer.ui.data.places import is_path, on_disk
from designer.ui.document import Document
from designer.ui.training.session import TrainingSession
from designer.ui.training.showing import DatasetStatus
from designer.ui.worker_client import WorkerClient

__all__ = ["DatasetLook", "LookState"]

_DELAY_MS = 120
_PER_CLASS = 24
_SIDE_PX = 96


class DatasetLook(LookAnswer):
    """Ask for pictures and numbers of one data set; follows the document's until another is chosen."""

    def __init__(self, document: Document, session: TrainingSession, client: WorkerClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._session, self._client = document, session, client
        self._number = self._first = 0
        self._part = "training"
        self._is_awake = self._download = False
        self._shape: tuple[int, ...] = ()
        self._root = session.data_root
        self.name = ""
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MS)
        self._delay.timeout.connect(self._follow_shape)
        document.changed.connect(self._follow_document)
        session.dataset_changed.connect(self._take_status)
        session.datasets_described.connect(self._look_elsewhere)
        client.event_received.connect(self._hear)
        client.died.connect(self._lose_worker)
        client.ready.connect(self._ask_again)

    @property
    def part(self) -> str:
        """Whose pictures are shown: ``training``, ``validation`` or ``test``."""
        return self._part

    @property
    def is_documents(self) -> bool:
        """Whether the document trains with what is looked at."""
        return self.name == self.documents_place()

    def documents_place(self) -> str:
        """Return what the document trains with, as the worker is asked for it."""
        return on_disk(self._document.architecture.training.dataset, self._document.path)

    def wake(self) -> None:
        """Begin to ask; for the document's data set where none was chosen."""
        self._is_awake = True
        if self.name and self.state is not LookState.ASLEEP:
            self._follow_shape()
        else:
            self.look_at(self.name or self.documents_place())

    def sleep(self) -> None:
        """Ask no more: nobody looks."""
        self._is_awake = False
        self._delay.stop()

    def look_at(self, name: str, *, agreed: bool = False) -> None:
        """Look at another data set.

        Args:
            name: A known data set's, or an absolute path.
            agreed: A person chose this very path, so it may be opened.
        """
        if agreed:
            self._session.trust(name)
        if name != self.name:
            self.seen, self._first, self._part, self._download = None, 0, "training", False
        self.name = name
        if is_path(name) and not self._session.trusts(name):
            self.become(LookState.WAITS)
        else:
            self._ask()

    def load(self) -> None:
        """Read what waits for a person's word, and download what is not here."""
        self._download = True
        self._session.trust(self.name)
        if self.is_documents:
            self._session.load_dataset()
        self._ask()

    def cancel(self) -> None:
        """Give up reading."""
        if self.state is LookState.READING:
            self._client.send(CancelLoading())

    def show_part(self, part: str) -> None:
        """Show pictures of another part."""
        if part != self._part:
            self._part, self._first = part, 0
            self._ask()

    def turn(self) -> None:
        """Show the next pictures of every class."""
        self._first += _PER_CLASS
        self._ask()

    def _ask(self) -> None:
        if not self._is_awake or not self.name:
            self.become(LookState.ASLEEP)
            return
        if not self._client.is_running:
            self.refuse(self.tr("The training process, which reads the pictures, is not running. Press Train or open this window again."))
            return
        status, self._root = self._session.dataset, self._session.data_root
        if status.place == self.name and status.loaded is None and not status.waits_for_consent:
            self._follow_session(status)  # it is on its way, or cannot be had: asking for it here would read it twice
            return
        self._number += 1
        self._shape = self._input_shape()
        self._client.send(
            InspectDataset(
                number=self._number, name=self.name, data_root=self._session.data_root, shape=self._shape, part=self._part, first=self._first,
                per_class=_PER_CLASS, side_px=_SIDE_PX, download=self._download,
            )
        )  # fmt: skip
        self.become(LookState.READING)

    def _hear(self, event: AnyEvent) -> None:
        if isinstance(event, LoadingTold) and self.state is LookState.READING and event.name == self.name:
            self.progressed.emit(event)
        elif isinstance(event, DatasetInspected) and event.number == self._number and event.name == self.name:
            self.take(event)
            if self.seen is not None:
                self._session.notice_download(event.name)

    def _follow_session(self, status: DatasetStatus) -> None:
        """Take how the document's data set stands with the session, which loads it for training."""
        if status.loaded is not None:
            self._ask()
        elif status.problem:
            self.refuse(status.problem, status.download_bytes)
        else:
            self.become(LookState.READING)

    def _take_status(self, status: DatasetStatus) -> None:
        if self._is_awake and status.place == self.name and not status.waits_for_consent and self.seen is None:
            self._follow_session(status)

    def _look_elsewhere(self) -> None:
        """Try once more where another folder of data sets was named."""
        if self._session.data_root != self._root and self.state in (LookState.MISSING, LookState.FAILED):
            self._ask()

    def _lose_worker(self, _sentence: str) -> None:
        if self.state is LookState.READING:
            self.refuse(self.tr("The training process ended while it read the pictures; press Try again."))

    def _ask_again(self) -> None:
        """Ask a new worker what the old one did not answer."""
        if self.state in (LookState.READING, LookState.FAILED):
            self._ask()

    def _follow_document(self, old: Architecture, new: Architecture) -> None:
        if old.training.dataset != new.training.dataset and not self.is_documents:
            self.look_at(self.documents_place())
        elif self._is_awake:
            self._delay.start()
        self.changed.emit()

    def _follow_shape(self) -> None:
        """Ask for other examples where the input block changed."""
        if self._is_awake and self.state in (LookState.SEEN, LookState.FAILED) and self._input_shape() != self._shape:
            self._ask()

    def _input_shape(self) -> tuple[int, ...]:
        analysis = self._document.analysis
        report = analysis.reports.get(analysis.input_id) if analysis.input_id is not None else None
        return tuple(report.output_shape) if report is not None and report.output_shape is not None else ()
