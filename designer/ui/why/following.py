"""When to ask again: at once for what a person did, and in a run so rarely that training hardly notices."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

_LEAST_PAUSE_S = 0.1
_PAUSE_SHARE, _PAUSE_SHARE_IN_RUN = 1.0, 20.0
"""Pause between two answers, in times that the worker took: while training a question takes a twentieth of its time."""


class Following(QObject):
    """Keeps whether something new waits to be asked about, and until when it waits."""

    due = Signal()
    """It is time to ask."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answered_s = self._pause_s = 0.0
        self._is_urgent = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.due)
        self.is_wanted = False

    def want(self, urgent: bool) -> None:
        """Take note of something new.

        Args:
            urgent: A person did it, and waits; else training went on.
        """
        self.is_wanted, self._is_urgent = True, self._is_urgent or urgent

    def start(self) -> None:
        """Ask as soon as the pause is over."""
        pause_s = min(self._pause_s, _LEAST_PAUSE_S) if self._is_urgent else self._pause_s
        wait_ms = max(0, round(1_000 * (self._answered_s + pause_s - time.monotonic())))
        if not self._later.isActive() or wait_ms < self._later.remainingTime():
            self._later.start(wait_ms)

    def forget(self) -> None:
        """Want nothing any more: it is asked, or nobody is there to answer."""
        self.is_wanted = self._is_urgent = False
        self._later.stop()

    def rest(self, cost_s: float, in_run: bool) -> None:
        """Take note of an answer, and of the time that it took the worker."""
        self._answered_s = time.monotonic()
        self._pause_s = max(_LEAST_PAUSE_S, (_PAUSE_SHARE_IN_RUN if in_run else _PAUSE_SHARE) * cost_s)
