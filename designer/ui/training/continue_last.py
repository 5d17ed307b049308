"""*Train more*: the run that ended goes on, unless the network is another by now."""

from __future__ import annotations

from dataclasses import dataclass

from designer.network.architecture import Architecture
from designer.network.same_run import can_go_on
from designer.protocol.events import Ending, TrainingFinished, TrainingStarted

__all__ = ["LastRun"]


@dataclass(frozen=True)
class LastRun:
    """The run that ended last.

    Args:
        architecture: The document when it began.
    """

    architecture: Architecture
    started: TrainingStarted
    finished: TrainingFinished

    @property
    def folder(self) -> str:
        """The run's folder, on the worker's machine."""
        return self.finished.folder

    def epochs_more(self, now: Architecture) -> int | None:
        """Return the new total of epochs with which the run goes on; ``None``: the network was edited since, so it cannot.

        A complete run is trained for as many epochs again as are set; a stopped one goes on to its end, or to the number set since.
        """
        if not can_go_on(self.architecture, now):
            return None
        done, wanted = self.finished.step // self.started.steps_per_epoch, now.training.epochs
        if self.finished.ending is Ending.COMPLETED:
            return done + wanted
        return self.started.epochs if wanted == self.architecture.training.epochs else max(wanted, done + 1)
