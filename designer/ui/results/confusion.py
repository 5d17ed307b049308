"""How often each class was taken for which: the counts of one evaluation, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from designer.protocol.errors import ProtocolError
from designer.protocol.events import ConfusionCounted

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]

PARTS = ("training", "validation", "test")


@dataclass(frozen=True, eq=False)
class Confusion:
    """The cells that are not empty, in the order of the classes.

    Args:
        told: The message they came in: of which run, epoch, part.
        true: int64 ``(cells,)``: true class of each cell; ``predicted`` and ``counts`` likewise.
    """

    told: ConfusionCounted
    true: Counts
    predicted: Counts
    counts: Counts

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes."""
        return self.told.classes

    @property
    def size(self) -> int:
        """Number of classes."""
        return len(self.told.classes)

    @cached_property
    def total(self) -> int:
        """All pictures that were counted."""
        return int(self.counts.sum())

    @cached_property
    def of_class(self) -> Counts:
        """Pictures of each class."""
        return self._sums(self.true)

    @cached_property
    def taken_for(self) -> Counts:
        """Pictures that were taken for each class."""
        return self._sums(self.predicted)

    @cached_property
    def recognised(self) -> Counts:
        """Pictures of each class that were recognised."""
        right = self.true == self.predicted
        return np.bincount(self.true[right], self.counts[right], self.size).astype(np.int64)

    @property
    def mistakes(self) -> int:
        """Pictures that were taken for another class than theirs."""
        return self.total - int(self.recognised.sum())

    @property
    def accuracy(self) -> float:
        """Share of all pictures that were recognised."""
        return int(self.recognised.sum()) / self.total if self.total else 0.0

    @cached_property
    def recall(self) -> Shares:
        """Share of each class's pictures that were recognised; not a number for a class without pictures."""
        return _ratio(self.recognised, self.of_class)

    @cached_property
    def precision(self) -> Shares:
        """Share of what was taken for each class that is of it; not a number where nothing was."""
        return _ratio(self.recognised, self.taken_for)

    @cached_property
    def f1(self) -> Shares:
        """Harmonic mean of precision and recall, 2·right ÷ (of the class + taken for it)."""
        return _ratio(2 * self.recognised, self.of_class + self.taken_for)

    @cached_property
    def shares(self) -> Shares:
        """Each cell's share of its class, 0 to 1, in the order of `counts`."""
        return self.counts / np.maximum(self.of_class[self.true], 1)

    def count(self, true: int, predicted: int) -> int:
        """Return how many pictures of a class were taken for another, or for itself."""
        key = true * self.size + predicted
        at = int(np.searchsorted(self._keys, key))
        return int(self.counts[at]) if at < len(self._keys) and self._keys[at] == key else 0

    def share(self, true: int, predicted: int) -> float:
        """Return which share of a class's pictures that is."""
        return self.count(true, predicted) / max(int(self.of_class[true]), 1)

    @cached_property
    def pairs(self) -> tuple[tuple[int, int, int], ...]:
        """Mistakes as (true, predicted, pictures), the most frequent first."""
        wrong = np.flatnonzero(self.true != self.predicted)
        order = wrong[np.argsort(-self.counts[wrong], kind="stable")]
        return tuple((int(self.true[at]), int(self.predicted[at]), int(self.counts[at])) for at in order)

    @cached_property
    def _keys(self) -> Counts:
        return self.true * self.size + self.predicted

    def _sums(self, by: Counts) -> Counts:
        return np.bincount(by, self.counts, self.size).astype(np.int64)


def decode_confusion(event: ConfusionCounted) -> Confusion:
    """Return the counts of a message.

    Raises:
        ProtocolError: They do not hold together.
    """
    if event.part not in PARTS:
        raise ProtocolError(f"a confusion matrix of the part {event.part[:40]!r}; there are {', '.join(PARTS)}")
    if len(event.cells) % 12:
        raise ProtocolError(f"a confusion matrix of {len(event.cells):,} bytes; a cell takes 12")
    cells = np.frombuffer(event.cells, "<i4").reshape(-1, 3).astype(np.int64)
    size = len(event.classes)
    if ((cells[:, :2] < 0) | (cells[:, :2] >= size)).any() or (cells[:, 2] < 1).any():
        raise ProtocolError(f"a confusion matrix names classes beyond its {size}, or counts below 1")
    true, predicted, counts = (np.ascontiguousarray(cells[:, column]) for column in range(3))
    if (np.diff(true * size + predicted) <= 0).any():
        raise ProtocolError("a confusion matrix tells a cell twice, or its cells are not in order")
    return Confusion(event, true, predicted, counts)


def _ratio(part: Counts, whole: Counts) -> Shares:
    ratio = np.full(len(whole), np.nan)
    np.divide(part, whole, out=ratio, where=whole > 0)
    return ratio
