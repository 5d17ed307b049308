"""Loss, accuracy and learning rate of every step, gathered on the device and read in batches: a step never waits for its own figures."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray

from designer.engine.stepping import Made

MOST_UNREAD = 64
"""Steps whose logits are held on the device at most."""


@dataclass(frozen=True)
class StepFigures:
    """Figures of consecutive steps, float32, one value a step.

    Args:
        first_step: Number of the first of them.
        losses: Mean loss of the step's batch.
        accuracies: Share of the batch that was right.
        rates: Learning rate of the step.
    """

    first_step: int
    losses: NDArray[np.float32]
    accuracies: NDArray[np.float32]
    rates: NDArray[np.float32]


@dataclass
class _Unread:
    steps: list[Made] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def cut(self, count: int) -> None:
        """Forget all steps behind the first so many."""
        del self.steps[count:], self.sizes[count:], self.rates[count:]


class FigureGatherer:
    """Takes what came of each step as it is and turns it into numbers later.

    Keeping logits costs nothing in the step; comparing them with the labels for many steps at once costs a tenth of doing it in each.

    Attributes:
        loss_sum: Of the epoch, over its pictures; ``right`` and ``pictures`` likewise.
        spoilt_step: Number of the first step that a device found not to be sound; figures of later ones are forgotten.
    """

    def __init__(self) -> None:
        self._unread = _Unread()
        self._read: list[StepFigures] = []
        self._next_step = 1
        self.spoilt_step: int | None = None
        self.loss_sum = 0.0
        self.right = 0.0
        self.pictures = 0

    def add(self, made: Made, size: int, rate: float) -> None:
        """Take what came of a step; nothing is computed or waited for.

        Args:
            size: Pictures of the whole batch.
        """
        self._unread.steps.append(made)
        self._unread.sizes.append(size)
        self._unread.rates.append(rate)
        if len(self._unread.steps) >= MOST_UNREAD:
            self.read()

    def go_on(self, step: int, loss_sum: float, right: float, pictures: int) -> None:
        """Go on after so many steps, with the sums of the running epoch as they were then."""
        self._next_step = step + 1
        self.loss_sum, self.right, self.pictures = loss_sum, right, pictures

    def begin_epoch(self) -> None:
        """Start the sums of an epoch; all steps before are read."""
        self.read()
        self.loss_sum, self.right, self.pictures = 0.0, 0.0, 0

    def read(self) -> None:
        """Wait for the device and turn what was gathered into numbers."""
        if not self._unread.steps:
            return
        unread, self._unread = self._unread, _Unread()
        self._look_for_fault(unread)
        if not unread.steps:
            return
        sizes = np.array(unread.sizes)
        losses = torch.stack([made.loss for made in unread.steps]).float().cpu().numpy()
        counts = _right(unread.steps)
        self._read.append(StepFigures(self._next_step, losses, (counts / sizes).astype(np.float32), np.array(unread.rates, dtype=np.float32)))
        self._next_step += len(losses)
        for loss, size in zip(losses.tolist(), sizes.tolist(), strict=True):
            self.loss_sum += loss * size  # one after the other: how many were read at once must not change a bit
        self.right += int(counts.sum())
        self.pictures += int(sizes.sum())

    def _look_for_fault(self, unread: _Unread) -> None:
        if self.spoilt_step is not None:
            unread.cut(0)
            return
        flags = [made.spoilt for made in unread.steps if made.spoilt is not None]
        spoilt = torch.stack(flags).nonzero().flatten().tolist() if flags else []
        if spoilt:
            self.spoilt_step = self._next_step + int(spoilt[0])
            unread.cut(int(spoilt[0]) + 1)

    def take(self) -> StepFigures | None:
        """Return the figures of all steps since the last call, or none."""
        self.read()
        if not self._read:
            return None
        parts, self._read = self._read, []
        return StepFigures(
            parts[0].first_step,
            np.concatenate([part.losses for part in parts]),
            np.concatenate([part.accuracies for part in parts]),
            np.concatenate([part.rates for part in parts]),
        )


def _right(steps: list[Made]) -> NDArray[np.int64]:
    """Return how many pictures of each step were right."""
    told = [made.right for made in steps if made.right is not None]
    if len(told) == len(steps):
        return torch.stack(told).cpu().numpy().astype(np.int64)
    right = (torch.cat([made.logits for made in steps]).argmax(1) == torch.cat([made.labels for made in steps])).cpu().numpy()
    lengths = np.cumsum([0, *(len(made.labels) for made in steps[:-1])])
    return np.add.reduceat(right, lengths, dtype=np.int64)
