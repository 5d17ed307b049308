"""The training loop: steps, epochs, validation, the best weights, and the one look at the test set.

`Trainer.moments` stops after each piece of work, so that worker and command line look at commands, draw maps and wait for a pace
where it cannot change a bit of the result.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator
from enum import Enum

import torch

from designer.data.order import batches
from designer.engine.early_stopping import stopped_early
from designer.engine.epoch_batches import Batch, EpochBatches
from designer.engine.errors import EngineError
from designer.engine.evaluation import Evaluation, Score
from designer.engine.fault_search import classes_of, find_label, find_weight
from designer.engine.faults import Fault, FaultFinder
from designer.engine.last_step import LastStep
from designer.engine.loss import TrainingLoss
from designer.engine.network import Network
from designer.engine.precision import deterministic
from designer.engine.predictions import Predictions
from designer.engine.results import Best, EpochResult, TrainingParts
from designer.engine.settings import evaluation_batch
from designer.engine.step_figures import FigureGatherer, StepFigures
from designer.engine.stepping import Stepping, is_possible
from designer.network.schedule import rate_factor
from designer.network.small_batches import needs_two_pictures
from designer.network.training import Training

MakeStepping = Callable[[Network, Training, TrainingLoss, torch.device], Stepping]


class Moment(Enum):
    """What was just done."""

    STEP = "step"
    EVALUATED = "evaluated"
    EPOCH = "epoch"
    DONE = "done"


class Trainer:
    """Trains one network.

    Attributes:
        step: Steps done.
        epoch: The running epoch, from 1; 0 before the first.
        steps_in_epoch: Steps of it that are done. With `epoch` the place where a restored run goes on: after the last step its
            evaluation is still to be done.
        base_rate: The learning rate that the schedule scales.
        best: The best epoch so far; with `epochs` all that early stopping goes by.
        fault: Why the run cannot go on, as far as is known; none: it can. Nothing was changed by the step that went wrong.
        validated: What was said of the validation pictures in the last epoch; ``tested`` of the test pictures.
        remember_step: Keep what `loss_again` needs of the next steps; costs time.

    Raises:
        EngineError: There is nothing to train, the device lacks the precision, or a label is none of the classes.
    """

    def __init__(self, network: Network, parts: TrainingParts, training: Training, make_stepping: MakeStepping = Stepping) -> None:
        self.network = network
        self.parts = parts
        self.training = training
        self.device = parts.train.labels.device
        if (cause := find_label(parts.train.labels, classes_of(network))) is not None:  # a card would be of no use any more after that step
            raise EngineError(cause.text)
        loss = TrainingLoss(training, parts.train.labels, classes_of(network))
        self.batches = batches(len(parts.train.labels), training.batch_size, join_single=needs_two_pictures(network.analysis))
        self.stepping = make_stepping(network, training, loss, self.device)
        self.optimizer = self.stepping.optimizer
        self.scaler = self.stepping.scaler
        self.step = self.epoch = self.steps_in_epoch = 0
        self.base_rate = training.learning_rate
        self.best: Best | None = None
        self.epochs: list[EpochResult] = []
        self.test: Score | None = None
        self.validated: Predictions | None = None
        self.tested: Predictions | None = None
        self.fault: Fault | None = None
        self.remember_step = False
        self.last_step = LastStep(self.stepping, self.device)
        self.figures = FigureGatherer()
        self._batches = EpochBatches(parts, training, self.stepping.share)
        self._faults = FaultFinder(self.stepping, training, self.device)
        self._validation_s = 0.0
        self._excused_s = 0.0
        self._epoch_began = 0.0
        self._pictures_before = 0  # of this epoch, seen before the run went on in the middle of it
        self._evaluation_batch = evaluation_batch(network.analysis, training.batch_size, self.device)

    @property
    def steps_in_all(self) -> int:
        """Steps of the whole run, unless it stops early."""
        return len(self.batches) * self.training.epochs

    @property
    def epoch_complete(self) -> bool:
        """Whether all steps of the running epoch are done."""
        return self.steps_in_epoch == len(self.batches)

    @property
    def is_done_training(self) -> bool:
        """Whether no epoch is left: all are done, or the run stops early."""
        return len(self.epochs) >= self.training.epochs or bool(self.stopped_early)

    @property
    def stopped_early(self) -> str:
        """Say why the run stops before its last epoch; empty: it does not."""
        return stopped_early(self.training, len(self.epochs), self.best.epoch if self.best else 0)

    @property
    def learning_rate(self) -> float:
        """Learning rate of the next step."""
        return self.base_rate * rate_factor(self.training, self.step, len(self.batches))

    def set_base_rate(self, rate: float) -> None:
        """Go on with another learning rate from the next step; a schedule scales it.

        Raises:
            EngineError: No step can be made with it.
        """
        if not is_possible(rate) or rate == 0:
            raise EngineError(f"the learning rate is {rate:g}; it must be a number above 0, a usual one is 0.001")
        self.base_rate = rate

    def moments(self) -> Generator[Moment, None, None]:
        """Do the run, one piece of work for each moment; a restored one goes on where it was."""
        if self.step == 0:
            torch.manual_seed(self.training.seed)  # decides dropout, on every device
        self.network.train()
        with deterministic(self.training.deterministic):
            try:
                yield from self._run()
            except (RuntimeError, MemoryError) as error:
                self.fault = self._faults.of_error(self.step + 1, error)
                if self.fault is None:
                    raise
        yield Moment.DONE

    def test_best(self) -> Iterator[Moment]:
        """Look at the test set with the best weights, then put the last ones back; needs a finished epoch."""
        if self.best is None:
            return
        last = self.network.copy_state()
        self.network.load_state(self.best.state)
        evaluation = Evaluation(self.network, self.parts.test, self._evaluation_batch)
        try:
            for _ in evaluation.batches():
                yield Moment.EVALUATED
            self.test, self.tested = evaluation.score(), evaluation.predictions
        finally:
            self.network.load_state(last)

    def take_figures(self) -> StepFigures | None:
        """Return the figures of all steps since the last call; waits for the device."""
        self._read_figures()
        return self.figures.take()

    def is_sound(self) -> bool:
        """Tell whether the state is one to save: no step went wrong, and every weight is a number; waits for the device."""
        self._read_figures()
        return self.fault is None and find_weight(self.network) is None

    def images_per_second(self) -> float:
        """Return the speed of the running epoch, what was excused not counted."""
        seconds = time.perf_counter() - self._epoch_began - self._excused_s
        return (self.figures.pictures - self._pictures_before) / seconds if seconds > 0 else 0.0

    def excuse(self, seconds: float) -> None:
        """Take note of time that was spent on something else than training: a pace, a pause, maps."""
        self._excused_s += seconds

    def test_seconds(self) -> float:
        """Return about how long `test_best` takes, judged by the last validation."""
        seconds = self._validation_s or math.inf  # a run that went on in the middle of an epoch does not know yet
        return seconds * len(self.parts.test.labels) / len(self.parts.validation.labels)

    def last_loss(self) -> float:
        """Return the loss of the last step's batch before its update."""
        return self.last_step.loss()

    def loss_again(self) -> float:
        """Return the loss of the last step's batch with the weights as they are now and the same dropout masks; changes nothing."""
        return self.last_step.again().loss

    def _run(self) -> Iterator[Moment]:
        while not self.is_done_training:
            yield from self._epoch()
            if self.fault is not None:
                return
            yield Moment.EPOCH
        yield from self.test_best()

    def _epoch(self) -> Iterator[Moment]:
        if self.steps_in_epoch == 0 or self.epoch == len(self.epochs):
            self.epoch, self.steps_in_epoch = len(self.epochs) + 1, 0
            self.figures.begin_epoch()
        self._epoch_began, self._excused_s, self._pictures_before = time.perf_counter(), 0.0, self.figures.pictures
        for batch in self._batches.of(self.epoch, self.batches[self.steps_in_epoch :]):
            if not self._make_step(batch):
                return
            self.steps_in_epoch += 1
            yield Moment.STEP
        self._read_figures()
        speed = self.images_per_second()
        if self.fault is not None:
            return
        train = Score(self.figures.loss_sum / self.figures.pictures, self.figures.right / self.figures.pictures)
        evaluation = Evaluation(self.network, self.parts.validation, self._evaluation_batch)
        began = time.perf_counter()
        for _ in evaluation.batches():
            yield Moment.EVALUATED
        validation, self.validated = evaluation.score(), evaluation.predictions
        self._validation_s = time.perf_counter() - began
        self._finish_epoch(train, validation, speed)

    def _make_step(self, batch: Batch) -> bool:
        """Make a step and return whether the run can go on, as far as is known."""
        rate = self.learning_rate
        if not is_possible(rate):
            self.fault = self._faults.of_rate(self.step + 1, rate)
            return False
        if self.remember_step:
            self.last_step.prepare(batch)
        try:
            made, sound = self.stepping.make(batch.images, batch.labels, rate, batch.count)
        except IndexError:  # torch's word for a label that is none of the classes
            self.fault = self._faults.of_labels(self.step + 1, batch)
            if self.fault is None:
                raise
            return False
        self.figures.add(made, batch.count, rate)
        self.last_step.made(made)
        if not sound:
            self.fault = self._faults.of_numbers(self.step + 1, batch)
            return False
        self.step += 1
        return True

    def _read_figures(self) -> None:
        """Wait for the device; it may say that a step went wrong some steps ago: none since has changed anything."""
        self.figures.read()
        if self.figures.spoilt_step is not None and self.fault is None:
            self.step = self.figures.spoilt_step - 1
            self.steps_in_epoch = self.step - (self.epoch - 1) * len(self.batches)
            batch = next(self._batches.of(self.epoch, self.batches[self.steps_in_epoch :]))
            self.fault = self._faults.of_numbers(self.step + 1, batch)
        elif self.fault is None:
            self.fault = self._faults.of_scale(self.step)

    def _finish_epoch(self, train: Score, validation: Score, speed: float) -> None:
        best = validation.is_finite() and validation.beats(self.best.score if self.best else None)
        if not validation.is_finite() and find_weight(self.network) is not None:
            self.fault = self._faults.of_weights(self.step)
            return
        if best:
            self.best = Best(self.epoch, validation, self.network.copy_state())
        self.epochs.append(EpochResult(self.epoch, self.step, train, validation, speed, best))
