"""Notice that a run is on and nothing is heard of it: a process that lives is not one that gets on."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from designer.protocol.events import AnyEvent, ProgressTold, StepsDone
from designer.ui.training.states import TrainingState

__all__ = ["StallWatch"]

_LOOK_EVERY_MS = 1_000
_PATIENCE_S = 5.0
_USUAL_TIMES = 20.0
_FLOATS_BYTES = 4
_QUIET = frozenset({TrainingState.NO_WORKER, TrainingState.WARMING_UP, TrainingState.READY, TrainingState.PAUSED})


class StallWatch(QObject):
    """Listen to a run; silence of five seconds, or of twenty usual steps, is told.

    Args:
        parent: The owner.
        clock: Seconds that only grow; tests move it.
    """

    stalled = Signal(str)
    """How long nothing was heard, a sentence, again every second; empty: the worker speaks again."""

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._heard_s = clock()
        self._usual_s = 0.0
        self._has_spoken = self._is_told = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def follow(self, state: TrainingState) -> None:
        """Watch while a run gets on, not while it is paused."""
        self._heard_s = self._clock()
        if state in _QUIET:
            self._timer.stop()
            self._end()
        elif not self._timer.isActive():
            self._timer.start()
        if state is TrainingState.STARTING:
            self._has_spoken, self._usual_s = False, 0.0

    def hear(self, event: AnyEvent) -> None:
        """Take note that the worker spoke."""
        now = self._clock()
        if isinstance(event, StepsDone):
            self._usual_s = (now - self._heard_s) / max(len(event.losses) // _FLOATS_BYTES, 1)
        self._has_spoken = self._has_spoken or isinstance(event, ProgressTold | StepsDone)
        self._heard_s = now
        self._end()

    def look(self) -> None:
        """Tell a silence that is too long; before the first step, building and loading take their time."""
        silent_s = self._clock() - self._heard_s
        if self._has_spoken and silent_s > max(_PATIENCE_S, _USUAL_TIMES * self._usual_s):
            self._is_told = True
            text = self.tr("The training process has said nothing for {0} s (a step usually takes {1} s). Wait, stop, or end it.")
            self.stalled.emit(text.format(f"{silent_s:.0f}", f"{self._usual_s:.2g}"))

    def _end(self) -> None:
        if self._is_told:
            self._is_told = False
            self.stalled.emit("")
