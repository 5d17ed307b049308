"""The training loop: steps, epochs, validation, the best weights, and the one look at the test set.

`Trainer.moments` stops after each piece of work, so that worker and command line look at commands, draw maps and wait for a pace
where it cannot change a bit of the result.
"""

from __future__ import annotations

import math
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from enum import Enum

import torch
from torch import Tensor
from torch.nn import functional

from designer.data.order import batches, epoch_order
from designer.engine.devices import random_state, restore_random_state
from designer.engine.evaluation import Evaluation, Score
from designer.engine.network import Network
from designer.engine.results import Best, EpochResult, TrainingParts
from designer.engine.settings import evaluation_batch, make_optimizer
from designer.engine.step_figures import FigureGatherer, StepFigures
from designer.network.small_batches import needs_two_pictures
from designer.network.training import Training


class Moment(Enum):
    """What was just done."""

    STEP = "step"
    EVALUATED = "evaluated"
    EPOCH = "epoch"
    DONE = "done"


@dataclass(frozen=True)
class _Remembered:
    """What the loss of a step can be computed from once more."""

    images: Tensor
    labels: Tensor
    random: tuple[Tensor, Tensor | None]


class Trainer:
    """Trains one network.

    Attributes:
        step: Steps done.
        epoch: The running epoch, from 1.
        epoch_complete: All steps of the running epoch are done.
        remember_step: Keep what `loss_again` needs of the next steps; costs time.
    """

    def __init__(self, network: Network, parts: TrainingParts, training: Training) -> None:
        self.network = network
        self.parts = parts
        self.training = training
        self.device = parts.train.images.device
        self.optimizer = make_optimizer(network, training)
        self.batches = batches(len(parts.train.labels), training.batch_size, join_single=needs_two_pictures(network.analysis))
        self.step = 0
        self.epoch = 0
        self.epoch_complete = False
        self.remember_step = False
        self.best: Best | None = None
        self.epochs: list[EpochResult] = []
        self.test: Score | None = None
        self._figures = FigureGatherer()
        self._last_loss: Tensor | None = None
        self._validation_s = 0.0
        self._remembered: _Remembered | None = None
        self._excused_s = 0.0
        self._epoch_began = 0.0
        self._evaluation_batch = evaluation_batch(network.analysis, training.batch_size, self.device)

    @property
    def steps_in_all(self) -> int:
        """Steps of the whole run."""
        return len(self.batches) * self.training.epochs

    @property
    def fault(self) -> str:
        """Why the run cannot go on, judged by the figures read so far; empty: it can."""
        if self._figures.fault is None:
            return ""
        step, loss = self._figures.fault
        return f"the loss of step {step:,} is {'not a number' if math.isnan(loss) else 'infinite'}; a smaller learning rate usually helps"

    def moments(self) -> Generator[Moment, None, None]:
        """Do the run, one piece of work for each moment."""
        torch.manual_seed(self.training.seed)  # decides dropout, on every device
        self.network.train()
        for epoch in range(1, self.training.epochs + 1):
            self.epoch = epoch
            yield from self._epoch()
            if self.fault:
                yield Moment.DONE
                return
            yield Moment.EPOCH
        yield from self.test_best()
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
            self.test = evaluation.score()
        finally:
            self.network.load_state(last)

    def take_figures(self) -> StepFigures | None:
        """Return the figures of all steps since the last call; waits for the device."""
        return self._figures.take()

    def images_per_second(self) -> float:
        """Return the speed of the running epoch, what was excused not counted."""
        seconds = time.perf_counter() - self._epoch_began - self._excused_s
        return self._figures.pictures / seconds if seconds > 0 else 0.0

    def excuse(self, seconds: float) -> None:
        """Take note of time that was spent on something else than training: a pace, a pause, maps."""
        self._excused_s += seconds

    def test_seconds(self) -> float:
        """Return about how long `test_best` takes, judged by the last validation."""
        return self._validation_s * len(self.parts.test.labels) / len(self.parts.validation.labels)

    def last_loss(self) -> float:
        """Return the loss of the last step's batch before its update."""
        assert self._last_loss is not None, "no step was made"
        return self._last_loss.item()

    def loss_again(self) -> float:
        """Return the loss of the last step's batch with the weights as they are now and the same dropout masks; changes nothing."""
        assert self._remembered is not None, "remember_step was not set"
        statistics = {owned.name: owned.tensor.detach().clone() for owned in self.network.owned if not owned.weight.learnable}
        now = random_state(self.device)
        restore_random_state(self.device, self._remembered.random)
        with torch.no_grad():
            loss = functional.cross_entropy(self.network(self._remembered.images), self._remembered.labels).item()
        restore_random_state(self.device, now)
        self.network.load_state({**self.network.state(), **statistics})
        return loss

    def _epoch(self) -> Iterator[Moment]:
        order = torch.from_numpy(epoch_order(len(self.parts.train.labels), self.training.seed, self.epoch)).to(self.device)
        self._figures.begin_epoch()
        self._epoch_began, self._excused_s, self.epoch_complete = time.perf_counter(), 0.0, False
        for part in self.batches:
            self._make_step(order[part])
            self.epoch_complete = part is self.batches[-1]
            yield Moment.STEP
        self._figures.read()
        speed = self.images_per_second()
        if self.fault:
            return
        train = Score(self._figures.loss_sum / self._figures.pictures, self._figures.right / self._figures.pictures)
        evaluation = Evaluation(self.network, self.parts.validation, self._evaluation_batch)
        began = time.perf_counter()
        for _ in evaluation.batches():
            yield Moment.EVALUATED
        validation = evaluation.score()
        self._validation_s = time.perf_counter() - began
        self._finish_epoch(train, validation, speed)

    def _make_step(self, positions: Tensor) -> None:
        images = self.parts.train.images.index_select(0, positions)
        labels = self.parts.train.labels.index_select(0, positions)
        if self.remember_step:
            self._remembered = _Remembered(images, labels, random_state(self.device))
        logits = self.network(images)
        loss = functional.cross_entropy(logits, labels)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        self.optimizer.step()
        self.step += 1
        self._figures.add(loss, logits, labels)
        self._last_loss = loss.detach()

    def _finish_epoch(self, train: Score, validation: Score, speed: float) -> None:
        best = validation.beats(self.best.score if self.best else None)
        if best:
            self.best = Best(self.epoch, validation, self.network.copy_state())
        self.epochs.append(EpochResult(self.epoch, self.step, train, validation, speed, best))
