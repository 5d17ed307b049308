"""Loss and accuracy over a part of the data, in evaluation mode."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from torch import Tensor

from designer.engine.network import Network
from designer.engine.predictions import OutcomeGatherer, Predictions

Positions = Tensor | slice
"""Which pictures of a part make a batch: their numbers, on the device, or a range of them."""


class Pictures(Protocol):
    """One part of the data, wherever it lies.

    Attributes:
        labels: int64 ``(N,)``, on the device.
    """

    @property
    def labels(self) -> Tensor: ...

    def batches(self, positions: Sequence[Positions]) -> Iterator[tuple[Tensor, Tensor]]:
        """Return pictures and labels on the device, batch by batch; what comes next may be read ahead.

        Shape:
            pictures float32 ``(B, C, H, W)``, labels int64 ``(B,)``
        """
        ...


@dataclass(frozen=True)
class Part:
    """Pictures that lie on the device.

    Args:
        images: float32 ``(N, C, H, W)``.
        labels: int64 ``(N,)``.
    """

    images: Tensor
    labels: Tensor

    def batches(self, positions: Sequence[Positions]) -> Iterator[tuple[Tensor, Tensor]]:
        """Cut the batches out of the tensors."""
        for part in positions:
            if isinstance(part, slice):
                yield self.images[part], self.labels[part]
            else:
                yield self.images.index_select(0, part), self.labels.index_select(0, part)


@dataclass(frozen=True)
class Score:
    """Mean loss per picture and share of pictures that were right."""

    loss: float
    accuracy: float

    def is_finite(self) -> bool:
        """Tell whether the loss is a number."""
        return math.isfinite(self.loss)

    def beats(self, other: Score | None) -> bool:
        """Tell whether this is better: by accuracy, on a tie by the lower loss."""
        if other is None:
            return True
        return (self.accuracy, -self.loss if self.is_finite() else -math.inf) > (other.accuracy, -other.loss)


class Evaluation:
    """Evaluates batch by batch, so that whoever drives it can look at other things in between."""

    def __init__(self, network: Network, part: Pictures, batch_size: int) -> None:
        self._network = network
        self._part = part
        self._batch_size = batch_size
        self._outcomes = OutcomeGatherer(part.labels)

    def batches(self) -> Iterator[None]:
        """Evaluate one batch at each step of the iteration; the network is back in its mode in between."""
        ranges = [slice(start, start + self._batch_size) for start in range(0, len(self._part.labels), self._batch_size)]
        for images, labels in self._part.batches(ranges):
            self._evaluate(images, labels)
            yield

    def _evaluate(self, images: Tensor, labels: Tensor) -> None:
        with self._network.evaluating():
            self._outcomes.add(self._network(images), labels)

    def score(self) -> Score:
        """Return the result over all batches; added up in double precision."""
        return Score(self.predictions.loss, self.predictions.right / len(self._part.labels))

    @cached_property
    def predictions(self) -> Predictions:
        """What was said of every picture, once all batches are evaluated."""
        return self._outcomes.predictions()
