"""The sum as it grows: product by product, channel by channel, and the bias at the end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from designer.ui.arithmetic.stages import ExplainedStage, Whole


@dataclass(frozen=True)
class SumPlace:
    """One step of the play.

    Args:
        channel: Index of the channel in the stage.
        cell: Of its window that was added last; −1: the bias, or nothing yet.
        running: What all so far come to.
    """

    channel: int
    cell: int
    running: float


class Play:
    """Walks through a stage in a given order of its channels."""

    def __init__(self, stage: ExplainedStage, order: Whole) -> None:
        self._stage, self._order = stage, order
        self._tail = ([stage.left_out_sum] if stage.left_out else []) + ([stage.bias] if stage.bias is not None else [])

    def __len__(self) -> int:
        return len(self._order) * self._stage.cells + len(self._tail)

    def start_of(self, channel: int) -> int:
        """Return the step after which the cells of a channel begin."""
        return int(np.flatnonzero(self._order == channel)[0]) * self._stage.cells

    def at(self, step: int) -> SumPlace:
        """Return what has happened after so many steps: 0 is before the first."""
        stage, cells = self._stage, self._stage.cells
        step = max(0, min(step, len(self)))
        whole, cell = divmod(max(0, step - 1), cells)
        if step == 0:
            return SumPlace(int(self._order[0]), -1, 0.0)
        if whole >= len(self._order):
            extra = step - len(self._order) * cells
            return SumPlace(int(self._order[-1]), -1, float(stage.sums.sum()) + sum(self._tail[:extra]))
        channel = int(self._order[whole])
        if stage.winner >= 0:
            return SumPlace(channel, cell, float(stage.values[channel].reshape(-1)[: cell + 1].max()))
        before = float(stage.sums[self._order[:whole]].sum())
        return SumPlace(channel, cell, before + float(stage.products[channel].reshape(-1)[: cell + 1].sum()))
