"""What training is doing, what can happen to it, and what a person may press meanwhile: three tables."""

from __future__ import annotations

from enum import Enum, auto
from types import MappingProxyType

__all__ = ["ENABLED", "PRIMARY", "TRANSITIONS", "Happening", "TrainingState", "next_state"]


class TrainingState(Enum):
    """What training is doing."""

    NO_WORKER = auto()
    """There is no training process."""
    WARMING_UP = auto()
    """The training process starts; it has not answered yet."""
    READY = auto()
    """No run is on."""
    STARTING = auto()
    """A run was asked for; its first word has not come."""
    RUNNING = auto()
    PAUSING = auto()
    """Pause was pressed; the running step is not done yet."""
    PAUSED = auto()
    STEPPING = auto()
    """One step of a paused run is being made."""
    STOPPING = auto()
    """Stop was pressed; the running step is not done yet."""
    FINDING = auto()
    """Learning rates are being tried; nothing of it is kept."""

    @property
    def is_active(self) -> bool:
        """Whether a run is on."""
        return self not in (TrainingState.NO_WORKER, TrainingState.WARMING_UP, TrainingState.READY)


class Happening(Enum):
    """What a person pressed, in the imperative; what the worker told, in the past."""

    TRAIN = auto()
    PAUSE = auto()
    RESUME = auto()
    STEP = auto()
    STOP = auto()
    FIND = auto()
    WORKER_STARTED = auto()
    WORKER_ANSWERED = auto()
    WORKER_LOST = auto()
    RUN_STARTED = auto()
    RUN_PAUSED = auto()
    RUN_RESUMED = auto()
    STEP_MADE = auto()
    RUN_ENDED = auto()


_S, _H = TrainingState, Happening
_ACTIVE = tuple(state for state in TrainingState if state.is_active)
_BEFORE_A_RUN = (_S.NO_WORKER, _S.WARMING_UP, _S.READY)

TRANSITIONS = MappingProxyType(
    {
        **{(state, _H.WORKER_LOST): _S.NO_WORKER for state in TrainingState if state is not _S.NO_WORKER},
        (_S.NO_WORKER, _H.WORKER_STARTED): _S.WARMING_UP,
        (_S.WARMING_UP, _H.WORKER_ANSWERED): _S.READY,
        **{(state, _H.TRAIN): _S.STARTING for state in _BEFORE_A_RUN},
        **{(state, _H.FIND): _S.FINDING for state in _BEFORE_A_RUN},
        **{(state, _H.STEP): _S.STEPPING for state in (*_BEFORE_A_RUN, _S.RUNNING, _S.PAUSED)},
        (_S.STARTING, _H.RUN_STARTED): _S.RUNNING,
        (_S.STARTING, _H.PAUSE): _S.PAUSING,
        (_S.RUNNING, _H.PAUSE): _S.PAUSING,
        (_S.PAUSING, _H.RESUME): _S.RUNNING,
        (_S.PAUSED, _H.RESUME): _S.RUNNING,
        **{(state, _H.RUN_PAUSED): _S.PAUSED for state in (_S.RUNNING, _S.PAUSING)},
        (_S.PAUSED, _H.RUN_RESUMED): _S.RUNNING,
        (_S.STEPPING, _H.STEP_MADE): _S.PAUSED,
        **{(state, _H.STOP): _S.STOPPING for state in _ACTIVE if state is not _S.STOPPING},
        **{(state, _H.RUN_ENDED): _S.READY for state in _ACTIVE},
    }
)
"""Where a happening leads. What is not listed is ignored: a late answer, a second press."""

PRIMARY = MappingProxyType(
    {
        _S.NO_WORKER: _H.TRAIN,
        _S.WARMING_UP: _H.TRAIN,
        _S.READY: _H.TRAIN,
        _S.STARTING: _H.PAUSE,
        _S.RUNNING: _H.PAUSE,
        _S.PAUSING: _H.RESUME,
        _S.PAUSED: _H.RESUME,
        _S.STEPPING: _H.RESUME,
        _S.STOPPING: _H.TRAIN,
        _S.FINDING: _H.TRAIN,
    }
)
"""What the big button does; it is disabled where that is not among `ENABLED`."""

_PRESSED = (_H.TRAIN, _H.PAUSE, _H.RESUME, _H.STEP, _H.STOP, _H.FIND)

ENABLED = MappingProxyType({state: frozenset(press for press in _PRESSED if (state, press) in TRANSITIONS) for state in TrainingState})
"""What a person may press in each state."""


def next_state(state: TrainingState, happening: Happening) -> TrainingState:
    """Return where a happening leads; the same state where it is ignored.

    >>> next_state(TrainingState.RUNNING, Happening.PAUSE).name
    'PAUSING'
    """
    return TRANSITIONS.get((state, happening), state)
