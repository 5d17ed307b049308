"""What is asked of the worker about augmentation: always the newest settings, one question at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from designer.network.fields import fields_of
from designer.network.training import Training
from designer.protocol.commands import PreviewAugmentation
from designer.protocol.events import AnyEvent, AugmentationDrawn
from designer.ui.document import Document
from designer.ui.training.session import TrainingSession
from designer.ui.training.showing import DatasetStatus
from designer.ui.worker_client import WorkerClient

__all__ = ["SETTINGS", "AugmentationLook", "is_augmented"]

SETTINGS = ("shift", "rotation", "flip", "crop", "brightness", "contrast", "erase")
"""The training settings that change pictures."""
_DELAY_MS = 40


def is_augmented(training: Training) -> bool:
    """Tell whether training pictures are changed at all.

    >>> is_augmented(Training())
    False
    """
    return any(getattr(training, name) != getattr(Training(), name) for name in SETTINGS)


class AugmentationLook(QObject):
    """Follow settings, input block and data of the document while somebody looks."""

    changed = Signal()
    """Other pictures, or a reason why there are none."""

    def __init__(self, document: Document, session: TrainingSession, client: WorkerClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._session, self._client = document, session, client
        self._number = self._answered = self._draw = 0
        self._pictures, self._variants = 6, 6
        self._is_awake = self._is_stale = False
        self._asked = ""
        self.drawn: AugmentationDrawn | None = None
        self.problem = ""
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MS)
        self._delay.timeout.connect(self._ask)
        document.changed.connect(self.refresh)
        session.dataset_changed.connect(self._take_dataset)
        client.event_received.connect(self._hear)
        client.ready.connect(self._begin_again)
        client.died.connect(self._begin_again)

    @property
    def is_waiting(self) -> bool:
        """Whether a question is not answered yet."""
        return self._answered != self._number

    def wake(self) -> None:
        """Begin to ask."""
        self._is_awake = True
        self.refresh()

    def sleep(self) -> None:
        """Ask no more: nobody looks."""
        self._is_awake = False
        self._delay.stop()

    def show_room(self, pictures: int, variants: int) -> None:
        """Take how many pictures and variants fit."""
        if (pictures, variants) != (self._pictures, self._variants):
            self._pictures, self._variants = pictures, variants
            self.refresh()

    def draw_others(self) -> None:
        """Show other pictures in other epochs."""
        self._draw += 1
        self.refresh()

    def refresh(self) -> None:
        """Ask, after a moment's rest, unless the same was asked last."""
        if self._is_awake:
            self._delay.start()

    def _ask(self) -> None:
        status = self._session.dataset
        if status.waits_for_consent or status.problem:
            self._say(status.problem or self.tr("Nothing of {0} was read yet: press Load at Pictures first.").format(status.name))
            return
        if self.is_waiting:
            self._is_stale = True
            return
        text = self._session.text_for_worker(self._document.architecture)
        question = f"{text}{self._draw} {self._pictures} {self._variants} {self._session.data_root}"
        if question == self._asked or not self._client.is_running:
            return
        self._asked, self._is_stale = question, False
        self._number += 1
        self._client.send(
            PreviewAugmentation(
                number=self._number, architecture=text, data_root=self._session.data_root, pictures=self._pictures, variants=self._variants,
                draw=self._draw,
            )
        )  # fmt: skip

    def _hear(self, event: AnyEvent) -> None:
        if isinstance(event, AugmentationDrawn) and event.number == self._number:
            self._answered = self._number
            self._say(event.problem, None if event.problem else event)
            if self._is_stale:
                self.refresh()

    def _say(self, problem: str, drawn: AugmentationDrawn | None = None) -> None:
        self.problem, self.drawn = problem, drawn
        self.changed.emit()

    def _take_dataset(self, _status: DatasetStatus) -> None:
        self._asked = ""
        self.refresh()

    def _begin_again(self, *_: object) -> None:
        """Expect no answer of the old worker."""
        self._answered, self._asked = self._number, ""
        self.refresh()


def named_settings(training: Training) -> str:
    """Return the settings that change pictures, in words: "Rotation 15, Flip horizontal"."""
    declared = fields_of(Training)
    changed = [name for name in SETTINGS if getattr(training, name) != getattr(Training(), name)]
    return ", ".join(f"{declared[name].label} {declared[name].text(getattr(training, name))}" for name in changed)
