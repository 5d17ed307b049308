"""The moments of a run that can be looked at, and which of them is: pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Moments:
    """The kept steps of one run and the place among them.

    Args:
        folder: The run's, as the worker knows it; empty: there is no run.
        steps: In order.
        step: The one looked at; none: the present is.
    """

    folder: str = ""
    steps: tuple[int, ...] = ()
    step: int | None = None

    @property
    def can_look_back(self) -> bool:
        """Whether there is more than one moment."""
        return len(self.steps) > 1

    @property
    def place(self) -> int:
        """Position of the slider: that of the step, or behind the last for the present."""
        return len(self.steps) if self.step is None else max(0, bisect_right(self.steps, self.step) - 1)

    def told(self, folder: str, steps: Sequence[int]) -> Moments:
        """Take the moments that the worker tells of.

        A moment that was thinned out gives way to the one before it; another run is seen in its present.

        >>> Moments("run", (0, 1, 2, 3), 3).told("run", (0, 2, 4)).step
        2
        """
        steps = tuple(steps)
        step = self.step if folder == self.folder else None
        if step is not None and step not in steps:
            step = steps[max(0, bisect_right(steps, step) - 1)] if steps else None
        return Moments(folder, steps, step)

    def at(self, place: int) -> Moments:
        """Look at the moment of a place; beyond the last: the present.

        >>> Moments("run", (0, 4)).at(1).step, Moments("run", (0, 4)).at(2).step
        (4, None)
        """
        place = max(0, place)
        return Moments(self.folder, self.steps, self.steps[place] if place < len(self.steps) else None)

    def stepped(self, by: int) -> Moments:
        """Look at a moment further on, or further back."""
        return self.at(min(self.place + by, len(self.steps)))
