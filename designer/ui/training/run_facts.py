"""What is known of the run that is on, or was the last."""

from __future__ import annotations

from PySide6.QtCore import QObject

from designer.network.training import Training
from designer.protocol.events import TrainingFailed, TrainingStarted
from designer.ui.document import Document
from designer.ui.training.continue_last import LastRun
from designer.ui.training.pace import Pace
from designer.ui.training.states import TrainingState
from designer.ui.training.worker_view import WorkerView
from designer.ui.worker_client import WorkerClient

__all__ = ["RunFacts"]


class RunFacts(WorkerView):
    """Say what training is doing; the session behind it decides."""

    def __init__(self, document: Document, client: WorkerClient, data_root: str | None, pace: Pace, parent: QObject | None) -> None:
        super().__init__(document, client, data_root, parent)
        self._pace = pace
        self._state = TrainingState.NO_WORKER
        self._run = 0
        self._started: TrainingStarted | None = None
        self._training = document.architecture.training
        self._base_rate = self._training.learning_rate
        self._failure: TrainingFailed | None = None
        self._begun_with = document.architecture
        self._last: LastRun | None = None
        self._why_no_worker = ""

    @property
    def state(self) -> TrainingState:
        """What training is doing."""
        return self._state

    @property
    def is_active(self) -> bool:
        """Whether a run is on."""
        return self._state.is_active

    @property
    def run(self) -> int:
        """Number of the run that is on, or of the last one; 0: none yet."""
        return self._run

    @property
    def started(self) -> TrainingStarted | None:
        """What the worker told when the run began."""
        return self._started

    @property
    def run_settings(self) -> Training:
        """The training settings of the run that is on, or of the last one."""
        return self._training

    @property
    def base_rate(self) -> float:
        """The learning rate of the run that is on, before its schedule scales it; it may have been changed meanwhile."""
        return self._base_rate

    @property
    def failure(self) -> TrainingFailed | None:
        """Why the last run could not go on, with remedies; none: it could."""
        return self._failure

    @property
    def why_no_worker(self) -> str:
        """How the last worker ended, a sentence; empty while there is one."""
        return self._why_no_worker

    @property
    def pace(self) -> Pace:
        """How fast a run may go."""
        return self._pace
