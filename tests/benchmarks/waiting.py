"""Wait in the window's process without keeping a core busy: that core belongs to the worker."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

LONGEST_S = 60.0
_LOOK_EVERY_MS = 1


def until(application: QApplication, done: Callable[[], object]) -> None:
    """Handle events until something is so.

    Raises:
        TimeoutError: It was not after a minute.
    """
    end_s = time.perf_counter() + LONGEST_S
    waking = QTimer()  # `processEvents` with a time limit does not wait: it returns as soon as there is nothing to do
    waking.start(_LOOK_EVERY_MS)
    while not done():
        if time.perf_counter() > end_s:
            raise TimeoutError(f"nothing came within {LONGEST_S:.0f} s")
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    waking.stop()


def until_time(application: QApplication, end_s: float) -> None:
    """Handle events until the clock of `time.perf_counter` shows this."""
    until(application, lambda: time.perf_counter() >= end_s)
