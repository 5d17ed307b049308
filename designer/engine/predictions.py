"""What a network said of every picture of a part: which class it was taken for, and how sure it was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

MOST_CELLS = 1 << 20
"""Cells of a confusion matrix that are told at most: 12 MiB."""

Numbers = NDArray[np.int64]
Probabilities = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Predictions:
    """Outcome of an evaluation, one value a picture, in the part's own order, in the processor's memory.

    Args:
        true: int64 ``(N,)``: the classes they have.
        predicted: int64 ``(N,)``: the classes they were taken for.
        losses: float64 ``(N,)``: cross-entropy, the negative logarithm of the true class's probability.
        certainties: float32 ``(N,)``: probability of the predicted class.
    """

    true: Numbers
    predicted: Numbers
    losses: NDArray[np.float64]
    certainties: Probabilities

    @property
    def right(self) -> int:
        """How many pictures were recognised."""
        return int(np.count_nonzero(self.true == self.predicted))

    @property
    def loss(self) -> float:
        """Mean loss, added up in double precision."""
        return float(self.losses.sum() / len(self.losses))

    def probabilities(self, positions: Numbers) -> Probabilities:
        """Return the probability of the true class of some pictures."""
        return np.exp(-self.losses[positions]).astype(np.float32)

    def cells(self, classes: int, most: int = MOST_CELLS) -> tuple[NDArray[np.int32], int]:
        """Count how often each class was taken for which.

        Args:
            classes: Number of classes.
            most: Cells to return; of more the emptiest are left out.

        Returns:
            ``(cells, left_out)``: rows of true class, predicted class, pictures, only where there are any, in the order of the
            classes; and how many pictures are in the cells that were left out.

        >>> ones = np.zeros(3, np.float32)
        >>> said = Predictions(np.array([0, 1, 1]), np.array([0, 0, 0]), ones, ones)
        >>> said.cells(2)[0].tolist()
        [[0, 0, 1], [1, 0, 2]]
        """
        keys, counts = np.unique(self.true * classes + self.predicted, return_counts=True)
        left_out = 0
        if len(keys) > most:
            kept = np.sort(np.argsort(-counts, kind="stable")[:most])
            left_out = int(counts.sum() - counts[kept].sum())
            keys, counts = keys[kept], counts[kept]
        return np.column_stack((keys // classes, keys % classes, counts)).astype(np.int32), left_out

    def select(self, true: int | None, predicted: int | None, only_wrong: bool, worst_first: bool) -> Numbers:
        """Return the positions of the pictures that match.

        Args:
            true: Only of this class; none: of any.
            predicted: Only taken for this class; none: for any.
            only_wrong: Only those that were not recognised.
            worst_first: The lowest probability of the true class first, else in the order of the part.
        """
        wanted = np.ones(len(self.true), np.bool_)
        if true is not None:
            wanted &= self.true == true
        if predicted is not None:
            wanted &= self.predicted == predicted
        if only_wrong:
            wanted &= self.true != self.predicted
        positions = np.flatnonzero(wanted)
        if worst_first:
            positions = positions[np.argsort(-self.losses[positions], kind="stable")]
        return positions


class OutcomeGatherer:
    """Keeps what each batch of an evaluation came to, on the device; it is read once, at the end."""

    def __init__(self, labels: Tensor) -> None:
        self._labels = labels
        self._batches: list[tuple[Tensor, Tensor, Tensor]] = []

    def add(self, logits: Tensor, labels: Tensor) -> None:
        """Take a batch; nothing is waited for.

        Shape:
            logits ``(B, classes)``, labels ``(B,)``
        """
        logarithms = functional.log_softmax(logits, 1)
        certainties, predicted = logarithms.max(1)
        self._batches.append((-logarithms.gather(1, labels[:, None])[:, 0], predicted, certainties))

    def predictions(self) -> Predictions:
        """Return the outcome of all batches; waits for the device."""
        losses, predicted, certainties = (torch.cat(parts).cpu() for parts in zip(*self._batches, strict=True))
        true = self._labels[: len(predicted)].cpu()
        return Predictions(true.numpy(), predicted.numpy(), losses.double().numpy(), certainties.float().exp().numpy())
