"""Loss and accuracy of every step, gathered on the device and read in batches: a step never waits for its own figures."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

MOST_UNREAD = 64
"""Steps whose logits are held on the device at most."""


@dataclass(frozen=True)
class StepFigures:
    """Figures of consecutive steps, float32, one value a step.

    Args:
        first_step: Number of the first of them.
        losses: Mean loss of the step's batch.
        accuracies: Share of the batch that was right.
    """

    first_step: int
    losses: NDArray[np.float32]
    accuracies: NDArray[np.float32]


@dataclass
class _Unread:
    losses: list[Tensor] = field(default_factory=list)
    logits: list[Tensor] = field(default_factory=list)
    labels: list[Tensor] = field(default_factory=list)


class FigureGatherer:
    """Takes each step's tensors as they are and turns them into numbers later.

    Keeping logits costs nothing in the step; comparing them with the labels for many steps at once costs a tenth of doing it in each.

    Attributes:
        loss_sum: Of the epoch, over its pictures; ``right`` and ``pictures`` likewise.
        fault: Number and loss of the first step whose loss is not finite.
    """

    def __init__(self) -> None:
        self._unread = _Unread()
        self._read: list[tuple[NDArray[np.float32], NDArray[np.float32]]] = []
        self._next_step = 1
        self._steps_read = 0
        self.fault: tuple[int, float] | None = None
        self.loss_sum = 0.0
        self.right = 0.0
        self.pictures = 0

    def add(self, loss: Tensor, logits: Tensor, labels: Tensor) -> None:
        """Take the figures of a step; nothing is computed or waited for."""
        self._unread.losses.append(loss.detach())
        self._unread.logits.append(logits.detach())
        self._unread.labels.append(labels)
        if len(self._unread.losses) >= MOST_UNREAD:
            self.read()

    def begin_epoch(self) -> None:
        """Start the sums of an epoch; all steps before are read."""
        self.read()
        self.loss_sum, self.right, self.pictures = 0.0, 0.0, 0

    def read(self) -> None:
        """Wait for the device and turn what was gathered into numbers."""
        if not self._unread.losses:
            return
        unread, self._unread = self._unread, _Unread()
        sizes = np.array([len(labels) for labels in unread.labels])
        right = (torch.cat(unread.logits).argmax(1) == torch.cat(unread.labels)).cpu().numpy()
        losses = torch.stack(unread.losses).cpu().numpy()
        counts = np.add.reduceat(right, np.concatenate([[0], np.cumsum(sizes)[:-1]]), dtype=np.int64)
        self._read.append((losses, (counts / sizes).astype(np.float32)))
        self._look_for_fault(losses)
        self.loss_sum += float((losses.astype(np.float64) * sizes).sum())
        self.right += int(counts.sum())
        self.pictures += int(sizes.sum())

    def _look_for_fault(self, losses: NDArray[np.float32]) -> None:
        faults = np.flatnonzero(~np.isfinite(losses))
        if len(faults) and self.fault is None:
            self.fault = self._steps_read + int(faults[0]) + 1, float(losses[faults[0]])
        self._steps_read += len(losses)

    def take(self) -> StepFigures | None:
        """Return the figures of all steps since the last call, or none."""
        self.read()
        if not self._read:
            return None
        losses, accuracies = (np.concatenate(parts) for parts in zip(*self._read, strict=True))
        self._read = []
        figures = StepFigures(self._next_step, losses, accuracies)
        self._next_step += len(losses)
        return figures
