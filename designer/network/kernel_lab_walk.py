"""Where the Kernel lab stands: forwards and backwards over all windows, by whole windows or term by term."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True)
class Walk:
    """A place in the walk.

    Args:
        cells: Number of results.
        terms: Number of steps of each: the cells under the window, and what follows the last of them.
        step: Terms taken so far, over all windows: from 1 to ``cells · terms``.

    >>> walk = Walk(16, 9)
    >>> walk.cell, walk.taken, walk.forwards().cell, walk.forwards(by_term=True).taken
    (0, 9, 1, 1)
    """

    cells: int
    terms: int
    step: int = 0

    def __post_init__(self) -> None:
        if self.step == 0:
            object.__setattr__(self, "step", self.terms)

    @property
    def cell(self) -> int:
        """Which result is being made, counted row by row."""
        return (self.step - 1) // self.terms

    @property
    def taken(self) -> int:
        """How many of its terms have been taken."""
        return self.step - self.cell * self.terms

    @property
    def is_whole(self) -> bool:
        """Whether the result is finished."""
        return self.taken == self.terms

    @property
    def is_at_start(self) -> bool:
        """Whether nothing lies before."""
        return self.step == 1

    @property
    def is_at_end(self) -> bool:
        """Whether every result is finished."""
        return self.step == self.cells * self.terms

    def forwards(self, by_term: bool = False) -> Walk:
        """Return the next place; the last one stays."""
        return self._to(self.step + 1 if by_term else (self.step // self.terms + 1) * self.terms)

    def backwards(self, by_term: bool = False) -> Walk:
        """Return the place before; the first one stays."""
        if by_term:
            return self._to(max(1, self.step - 1))
        return self._to(max(self.terms, (self.step - 1) // self.terms * self.terms))

    def first(self, by_term: bool = False) -> Walk:
        """Return the first place."""
        return self._to(1 if by_term else self.terms)

    def last(self) -> Walk:
        """Return the place where everything is done."""
        return self._to(self.cells * self.terms)

    def at(self, cell: int) -> Walk:
        """Return the place where one result has just been finished."""
        return self._to((cell + 1) * self.terms)

    def over(self, cells: int, terms: int) -> Walk:
        """Return the place in a walk of another length: at its end where it was at the end, else at the same result."""
        if (cells, terms) == (self.cells, self.terms):
            return self
        other = Walk(cells, terms)
        return other.last() if self.is_at_end else other.at(self.cell)

    def _to(self, step: int) -> Walk:
        return dataclasses.replace(self, step=min(step, self.cells * self.terms))
