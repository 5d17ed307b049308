"""Find a learning rate: train a copy for some steps with rising rates and see where the loss falls fastest."""

from __future__ import annotations

import itertools
import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray

from designer.engine.devices import random_state, restore_random_state
from designer.engine.epoch_batches import Batch, EpochBatches
from designer.engine.training import Trainer

LOWEST, HIGHEST = 1e-5, 10.0
RATES = 200
SMOOTHING = 0.9
"""Share of the smoothed loss that stays in each step."""
DIVERGED = 4.0
"""The trial ends once the smoothed loss is so many times the lowest."""
_LEAST_TRIED = 10
_LEAST_FALL = 0.05


@dataclass(frozen=True)
class Suggestion:
    """What a trial came to.

    Args:
        rate: The learning rate to take; 0: none can be told.
        text: How it was chosen, or why there is none.
    """

    rate: float
    text: str


@dataclass
class Tried:
    """The rates so far with their losses, smoothed."""

    rates: list[float] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)


class RateFinder:
    """Tries rates with a trainer that was made for it, whose network is a copy: what it learns is thrown away.

    Source:
        Smith 2015, Cyclical Learning Rates for Training Neural Networks, arXiv:1506.01186 (the range test); the smoothing with its
        correction is that of Adam's averages.

    Attributes:
        tried: What was tried so far.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.tried = Tried()
        self._trainer = trainer
        self._batches = EpochBatches(trainer.parts, trainer.training, trainer.stepping.share)
        self._average = 0.0

    def steps(self) -> Generator[None, None, None]:
        """Make one step after the other; it ends with the highest rate, or where the loss has run away."""
        before = random_state(self._trainer.device)
        torch.manual_seed(self._trainer.training.seed)
        own = random_state(self._trainer.device)
        restore_random_state(self._trainer.device, before)
        self._trainer.network.train()
        for rate, batch in zip(rates_tried(), self._endless_batches(), strict=False):
            before = random_state(self._trainer.device)
            restore_random_state(self._trainer.device, own)  # so that nothing else in the process sees other numbers because of a trial
            made, sound = self._trainer.stepping.make(batch.images, batch.labels, rate, batch.count)
            own = random_state(self._trainer.device)
            restore_random_state(self._trainer.device, before)
            if not (sound and self._take(rate, made.loss.item())):
                return
            yield

    def _endless_batches(self) -> Iterator[Batch]:
        for epoch in itertools.count(1):
            yield from self._batches.of(epoch, self._trainer.batches)

    def _take(self, rate: float, loss: float) -> bool:
        """Take note of a loss and return whether the trial goes on."""
        if not math.isfinite(loss):
            return False
        count = len(self.tried.losses) + 1
        self._average = SMOOTHING * self._average + (1 - SMOOTHING) * loss
        smoothed = self._average / (1 - SMOOTHING**count)
        self.tried.rates.append(rate)
        self.tried.losses.append(smoothed)
        lowest, first = min(self.tried.losses), self.tried.losses[0]
        return count < _LEAST_TRIED or smoothed < DIVERGED * lowest or smoothed < first

    def suggestion(self) -> Suggestion:
        """Return the rate to take, judged by all losses."""
        return suggest(np.array(self.tried.rates), np.array(self.tried.losses))


def rates_tried() -> list[float]:
    """Return the rates of a trial, each the same factor above the one before."""
    return [float(rate) for rate in np.geomspace(LOWEST, HIGHEST, RATES)]


def suggest(rates: NDArray[np.float64], losses: NDArray[np.float64]) -> Suggestion:
    """Return the rate at which the loss falls fastest, but no more than a tenth of the one at which it is lowest.

    Args:
        rates: Rising by the same factor.
        losses: Smoothed.

    >>> rates = np.geomspace(1e-4, 1.0, 9)
    >>> suggest(rates, np.array([2.3, 2.3, 2.2, 1.8, 1.2, 0.9, 0.8, 1.5, 9.0])).text
    'the loss falls fastest at 0.0032 and is lowest at 0.1'
    """
    if len(rates) < 3:
        return Suggestion(0.0, "the loss was not a number after so few steps that no rate can be told; look at the pictures and weights")
    lowest = int(losses.argmin())
    if losses[lowest] > (1 - _LEAST_FALL) * losses[0] or lowest == 0:
        return Suggestion(0.0, f"the loss never fell by more than {_LEAST_FALL:.0%}, whatever the rate: the network may be trained already")
    slopes = np.gradient(losses)[: lowest + 1]
    fastest = float(rates[int(slopes.argmin())])
    rate = float(f"{min(fastest, float(rates[lowest]) / 10):.2g}")
    return Suggestion(rate, f"the loss falls fastest at {fastest:.2g} and is lowest at {float(rates[lowest]):.2g}")
