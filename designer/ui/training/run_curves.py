"""The four curves of a run: loss and accuracy, of training and of validation."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from designer.protocol.events import EpochFinished, StepsDone, TrainingStarted
from designer.ui.training.curve_points import CurvePoints

__all__ = ["CurvePair", "RunCurves"]


@dataclass
class CurvePair:
    """One quantity, over the steps of training and at the ends of epochs."""

    training: CurvePoints = field(default_factory=CurvePoints)
    validation: CurvePoints = field(default_factory=CurvePoints)

    @property
    def is_empty(self) -> bool:
        """Whether there is no point yet."""
        return not len(self.training) and not len(self.validation)


@dataclass
class RunCurves:
    """Take what the worker tells of a run.

    Args:
        steps: Of the whole run as planned; 0: not known.
    """

    steps: int = 0
    loss: CurvePair = field(default_factory=CurvePair)
    accuracy: CurvePair = field(default_factory=CurvePair)

    @classmethod
    def of_run(cls, started: TrainingStarted) -> RunCurves:
        """Return the empty curves of a run that begins."""
        return cls(steps=started.steps_per_epoch * started.epochs)

    def take_steps(self, event: StepsDone) -> None:
        """Add the points of some steps."""
        self.loss.training.append(event.first_step, np.frombuffer(event.losses, dtype="<f4"))
        self.accuracy.training.append(event.first_step, np.frombuffer(event.accuracies, dtype="<f4"))

    def take_epoch(self, event: EpochFinished) -> None:
        """Add the validation results of an epoch."""
        self.loss.validation.append(event.step, np.array([event.validation_loss]))
        self.accuracy.validation.append(event.step, np.array([event.validation_accuracy]))

    @property
    def last_step(self) -> int:
        """The newest step that there is a point for."""
        ends = [int(curve.steps[-1]) for curve in (self.loss.training, self.loss.validation) if len(curve)]
        return max(ends, default=0)

    def shown_steps(self) -> int:
        """Return where the x axis ends: the planned run, halved as often as the points still fit.

        The axis jumps a few times in a run instead of creeping at every step.

        >>> RunCurves(steps=4_690).shown_steps()
        37
        """
        shown, last = max(self.steps, self.last_step, 1), max(self.last_step, 25)
        while shown >= 2 * last:
            shown = -(-shown // 2)
        return shown
