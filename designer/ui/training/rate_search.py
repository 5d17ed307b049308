"""What is known of a trial of learning rates: the curve as it grows, and how it ended."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from designer.protocol.events import LearningRateFound, RatesTried

__all__ = ["RateSearch"]

Floats = NDArray[np.float32]
_NONE: Floats = np.empty(0, np.float32)


class RateSearch(QObject):
    """Gather what the worker tells of the trial that is on, or was the last."""

    changed = Signal()
    """More was tried, or it ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rates, self.losses = _NONE, _NONE
        self.share = 0.0
        self.suggestion = 0.0
        self.problem = ""
        self.sentence = ""
        self.is_on = False

    def begin(self) -> None:
        """Forget the last trial: another one begins."""
        self.rates, self.losses = _NONE, _NONE
        self.share = self.suggestion = 0.0
        self.problem = self.sentence = ""
        self.is_on = True
        self.changed.emit()

    def take(self, event: RatesTried) -> None:
        """Take more points of the curve; a report that does not fit itself is left out."""
        if len(event.rates) != len(event.losses) or len(event.rates) % 4:
            return
        self.rates = np.concatenate([self.rates, np.frombuffer(event.rates, "<f4")])
        self.losses = np.concatenate([self.losses, np.frombuffer(event.losses, "<f4")])
        self.share = min(max(event.share, self.share), 1.0)
        self.changed.emit()

    def finish(self, event: LearningRateFound) -> None:
        """Take how it ended."""
        self.suggestion = event.learning_rate if event.learning_rate > 0 else 0.0
        self.sentence = event.text
        if event.cancelled:
            self.problem = self.tr("The trial was cancelled.")
        elif not self.suggestion:
            self.problem = event.text or self.tr("No learning rate stands out: the loss fell nowhere.")
        self._end()

    def fail(self, text: str) -> None:
        """Take why it could not begin or go on."""
        self.problem = text
        self._end()

    def _end(self) -> None:
        self.is_on = False
        self.changed.emit()
