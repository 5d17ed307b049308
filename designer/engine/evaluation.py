"""Loss and accuracy over a part of the data, in evaluation mode."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from designer.engine.network import Network


@dataclass(frozen=True)
class Part:
    """One part of the data on the device.

    Args:
        images: float32 ``(N, C, H, W)``.
        labels: int64 ``(N,)``.
    """

    images: Tensor
    labels: Tensor


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

    def __init__(self, network: Network, part: Part, batch_size: int) -> None:
        self._network = network
        self._part = part
        self._batch_size = batch_size
        self._losses: list[Tensor] = []
        self._right: list[Tensor] = []

    def batches(self) -> Iterator[None]:
        """Evaluate one batch at each step of the iteration; the network is back in its mode in between."""
        images, labels = self._part.images, self._part.labels
        for start in range(0, len(labels), self._batch_size):
            self._evaluate(images[start : start + self._batch_size], labels[start : start + self._batch_size])
            yield

    def _evaluate(self, images: Tensor, labels: Tensor) -> None:
        with self._network.evaluating():
            logits = self._network(images)
            self._losses.append(functional.cross_entropy(logits, labels, reduction="sum"))
            self._right.append((logits.argmax(1) == labels).sum())

    def score(self) -> Score:
        """Return the result over all batches; added up in double precision."""
        count = len(self._part.labels)
        loss = math.fsum(torch.stack(self._losses).cpu().tolist())
        right = sum(torch.stack(self._right).cpu().tolist())
        return Score(loss / count, right / count)
