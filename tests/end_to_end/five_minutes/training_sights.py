"""What training is doing and has done: asked by the script; nothing here changes anything."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject

from designer.protocol.events import EpochFinished, MapsDrawn, StepMade, StepsDone, TrainingFinished
from designer.ui.main_window import MainWindow


class TrainingSights(QObject):
    """Answer how far training is; what the worker told is counted.

    Args:
        window: The window asked about.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._steps = self._frames = 0
        self._opened_at = time.monotonic()
        self._finished: TrainingFinished | None = None
        self._epoch: EpochFinished | None = None
        self._made: StepMade | None = None
        session = window.session
        session.run_started.connect(self._begin)
        session.steps_done.connect(self._count_steps)
        session.frame_drawn.connect(self._count_frame)
        session.epoch_finished.connect(self._take_epoch)
        session.step_made.connect(self._take_step)
        session.finished.connect(self._take_end)

    def open_s(self) -> float:
        """Return for how long the window has been open."""
        return time.monotonic() - self._opened_at

    def state(self) -> str:
        """Return what training is doing."""
        return self._window.session.state.name

    def steps(self) -> int:
        """Return the number of the last step on the curves."""
        return self._steps

    def curves(self) -> list[str]:
        """Return what stands above the curves: the newest values that are drawn."""
        return list(self._window.training_panel.view.legend_texts())

    def frames(self) -> int:
        """Return how many snapshots of the maps were shown."""
        return self._frames

    def accuracy(self) -> float:
        """Return the share of validation pictures that were right after the last epoch."""
        assert self._epoch is not None
        return self._epoch.validation_accuracy

    def ended(self) -> str:
        """Return how the last run ended."""
        assert self._finished is not None
        return self._finished.ending.name

    def step_made(self) -> int:
        """Return the number of the step that *Step* made last."""
        assert self._made is not None
        return self._made.step

    def _begin(self, _: object) -> None:
        self._finished = self._epoch = self._made = None

    def _count_steps(self, event: StepsDone) -> None:
        self._steps = event.first_step + len(event.losses) // 4 - 1

    def _count_frame(self, _: MapsDrawn) -> None:
        self._frames += 1

    def _take_epoch(self, event: EpochFinished) -> None:
        self._epoch = event

    def _take_step(self, event: StepMade) -> None:
        self._made = event

    def _take_end(self, event: TrainingFinished) -> None:
        self._finished = event
