"""Notice that a run is on and gets no further: a process that lives is not one that gets on."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from designer.protocol import events
from designer.protocol.events import AnyEvent, EpochFinished, ProgressTold, RatesTried, StepsDone, TrainingStarted
from designer.ui.training.states import TrainingState

__all__ = ["StallWatch"]

_LOOK_EVERY_MS = 1_000
_PATIENCE_S = 5.0
_USUAL_TIMES = 20.0
_EVALUATION_TIMES = 3.0
_WAIT_TIMES = 2.0
_FLOATS_BYTES = 4
_QUIET = frozenset({TrainingState.NO_WORKER, TrainingState.WARMING_UP, TrainingState.READY, TrainingState.PAUSED})
_PROGRESS = (
    TrainingStarted, StepsDone, ProgressTold, EpochFinished, RatesTried,
    events.StepMade, events.TrainingPaused, events.TrainingResumed, events.MapsDrawn,
)  # fmt: skip
"""What is only said by the loop that trains; answers to questions are signs of life, not of progress."""


class StallWatch(QObject):
    """Listen to a run; a step that takes five seconds and twenty usual ones is told, again every second.

    Args:
        parent: The owner.
        clock: Seconds that only grow; tests move it.
    """

    stalled = Signal(str)
    """What takes so long, a sentence; empty: the run gets on again."""

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._state = TrainingState.NO_WORKER
        self._heard_s = self._usual_s = self._evaluation_s = self._waits_s = 0.0
        self._step = self._steps_per_epoch = 0
        self._has_spoken = self._is_told = False
        self._forget()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def follow(self, state: TrainingState) -> None:
        """Watch while a run gets on, not while it is paused."""
        self._state = state
        if state in (TrainingState.STARTING, TrainingState.FINDING):
            self._forget()
        if state in _QUIET:
            self._timer.stop()
            self._get_on()
        elif not self._timer.isActive():
            self._timer.start()
            self._get_on()
        elif self._is_told:  # Stop was pressed, and the step is still being made
            self.look()

    def hear(self, event: AnyEvent) -> None:
        """Take note that the run got on."""
        if not isinstance(event, _PROGRESS):
            return
        now = self._clock()
        match event:
            case StepsDone():
                steps = len(event.losses) // _FLOATS_BYTES
                self._usual_s = (now - self._heard_s) / max(steps, 1)
                self._step = event.first_step + steps - 1
            case TrainingStarted():
                self._steps_per_epoch = event.steps_per_epoch
            case EpochFinished():
                self._evaluation_s = now - self._heard_s
        self._has_spoken = self._has_spoken or isinstance(event, ProgressTold | StepsDone | RatesTried)
        self._get_on()

    def wait(self) -> None:
        """Be patient twice as long as it has taken until now: a person chose to wait."""
        self._waits_s = _WAIT_TIMES * (self._clock() - self._heard_s)
        self._take_back()

    def look(self) -> None:
        """Tell what takes too long; before the first step, building and loading take their time."""
        silent_s = self._clock() - self._heard_s
        if self._has_spoken and silent_s > max(self._patience_s(), self._waits_s):
            self._is_told = True
            self.stalled.emit(self._words(silent_s))

    def _patience_s(self) -> float:
        evaluation_s = _EVALUATION_TIMES * self._evaluation_s if self._evaluates() else 0.0
        return max(_PATIENCE_S, _USUAL_TIMES * self._usual_s, evaluation_s)

    def _evaluates(self) -> bool:
        """Tell whether the last step was the last of its epoch: the validation follows."""
        return bool(self._steps_per_epoch and self._step) and self._step % self._steps_per_epoch == 0

    def _words(self, silent_s: float) -> str:
        if self._evaluates():
            usual = self.tr("usually {0} s").format(_seconds(self._evaluation_s)) if self._evaluation_s else self.tr("it is the first")
            text = self.tr("The validation has taken {0} s ({1})").format(f"{silent_s:.0f}", usual)
        else:
            text = self.tr("The step has taken {0} s (usually {1} s)").format(f"{silent_s:.0f}", _seconds(self._usual_s))
        return text + (self.tr(", and Stop waits for it.") if self._state is TrainingState.STOPPING else ".")

    def _forget(self) -> None:
        self._heard_s = self._clock()
        self._usual_s = self._evaluation_s = self._waits_s = 0.0
        self._step = self._steps_per_epoch = 0
        self._has_spoken = self._is_told = False

    def _get_on(self) -> None:
        self._heard_s, self._waits_s = self._clock(), 0.0
        self._take_back()

    def _take_back(self) -> None:
        if self._is_told:
            self._is_told = False
            self.stalled.emit("")


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.1f}" if seconds >= 0.1 else f"{seconds:.2g}"
