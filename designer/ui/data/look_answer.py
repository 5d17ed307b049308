"""What is known of the data set that is looked at: a state, and the newest answer of the worker."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from designer.protocol.events import DatasetInspected

__all__ = ["LookAnswer", "LookState"]


class LookState(Enum):
    """What there is to see."""

    ASLEEP = auto()
    """The window is closed, or no data set was chosen."""
    WAITS = auto()
    """A path that came with a document: nothing is read before a person says so."""
    MISSING = auto()
    """It is not here, but can be downloaded."""
    READING = auto()
    SEEN = auto()
    FAILED = auto()


class LookAnswer(QObject):
    """Hold state and answer; an answer stays while the next one is waited for."""

    changed = Signal()
    """Another state, or another answer."""
    progressed = Signal(object)
    """The data set that is looked at is being read; carries `LoadingTold`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = LookState.ASLEEP
        self.seen: DatasetInspected | None = None
        self.problem = ""
        self.download_bytes = 0

    def become(self, state: LookState) -> None:
        """Take another state."""
        self.state = state
        self.changed.emit()

    def take(self, answer: DatasetInspected) -> None:
        """Take an answer of the worker."""
        if answer.problem:
            self.refuse(answer.problem, 0 if answer.cancelled else answer.download_bytes)
        elif not _is_sound(answer):
            self.refuse(self.tr("What the training process told of it makes no sense."))
        else:
            self.seen, self.problem = answer, ""
            self.become(LookState.SEEN)

    def refuse(self, problem: str, download_bytes: int = 0) -> None:
        """Take why there is nothing to see.

        Args:
            download_bytes: So much can be downloaded; 0: that would not help.
        """
        self.seen, self.problem, self.download_bytes = None, problem, download_bytes
        self.become(LookState.MISSING if download_bytes else LookState.FAILED)


def _is_sound(answer: DatasetInspected) -> bool:
    """Tell whether an answer can be shown: another machine's program may have sent it."""
    shapes = (answer.shape, answer.smallest)
    counts = [number for one in answer.classes for number in (one.training, one.validation, one.test)]
    return all(len(shape) == 3 and min(shape) > 0 for shape in shapes) and min(counts, default=0) >= 0
