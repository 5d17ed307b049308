"""The curves of a run: loss and accuracy, of training and of validation, and the learning rate."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from designer.protocol.events import EpochFinished, StepsDone, TrainingStarted
from designer.runs.metrics import EpochPoint, MetricsPiece
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
    """Take what the worker tells of a run, or what its folder holds.

    Args:
        steps: Of the whole run as planned; 0: not known.
        steps_per_epoch: 0: not known.
        rate: The learning rate of each step; its validation stays empty.
        best_step: Where the best epoch so far ended.
    """

    steps: int = 0
    steps_per_epoch: float = 0.0
    loss: CurvePair = field(default_factory=CurvePair)
    accuracy: CurvePair = field(default_factory=CurvePair)
    rate: CurvePair = field(default_factory=CurvePair)
    best_step: int | None = None
    _best: EpochPoint | None = None

    @classmethod
    def of_run(cls, started: TrainingStarted) -> RunCurves:
        """Return the empty curves of a run that begins."""
        return cls(steps=started.steps_per_epoch * started.epochs, steps_per_epoch=started.steps_per_epoch)

    def take_steps(self, event: StepsDone) -> None:
        """Add the points of some steps."""
        self.loss.training.append(event.first_step, np.frombuffer(event.losses, dtype="<f4"))
        self.accuracy.training.append(event.first_step, np.frombuffer(event.accuracies, dtype="<f4"))
        if len(event.rates) == len(event.losses):
            self.rate.training.append(event.first_step, np.frombuffer(event.rates, dtype="<f4"))

    def take_epoch(self, event: EpochFinished) -> None:
        """Add the validation results of an epoch."""
        self.loss.validation.append(event.step, np.array([event.validation_loss]))
        self.accuracy.validation.append(event.step, np.array([event.validation_accuracy]))
        if event.best:
            self.best_step = event.step

    def take_piece(self, piece: MetricsPiece) -> None:
        """Add what a stretch of a run's metrics says."""
        for pair, values in ((self.loss, piece.losses), (self.accuracy, piece.accuracies), (self.rate, piece.rates)):
            if pair is not self.rate or np.isfinite(values).any():
                pair.training.extend(piece.steps, values)
        for point in piece.epochs:
            self._take_point(point)

    def _take_point(self, point: EpochPoint) -> None:
        if len(self.loss.validation) and point.step <= self.loss.validation.steps[-1]:
            return
        self.loss.validation.append(point.step, np.array([point.loss]))
        self.accuracy.validation.append(point.step, np.array([point.accuracy]))
        if point.epoch > 0:
            self.steps_per_epoch = point.step / point.epoch
        if point.beats(self._best):
            self._best, self.best_step = point, point.step

    @property
    def rate_varies(self) -> bool:
        """Whether the learning rate has changed."""
        rates = self.rate.training.values
        return len(rates) > 1 and float(np.nanmax(rates)) > float(np.nanmin(rates))

    def scale(self, by_epoch: bool) -> float:
        """Return what one step is on an x axis that counts steps, or epochs where their length is known."""
        return 1.0 / self.steps_per_epoch if by_epoch and self.steps_per_epoch > 0 else 1.0

    @property
    def is_empty(self) -> bool:
        """Whether there is no point yet."""
        return self.loss.is_empty and self.accuracy.is_empty

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
