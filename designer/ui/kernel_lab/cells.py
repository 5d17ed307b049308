"""What a grid of the lab shows: numbers, those not yet known, the padding around them, and marks on some of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from designer.network.fields import Pair
from designer.ui.maps.numbers import value_text

Place = tuple[int, int]
"""Row and column in the matrix; negative or past its end on the padding."""

UNKNOWN = "·"
_DIGITS = (4, 3, 2)
_POWERS_FROM = 10_000
"""From here on a number has a power of ten."""


@dataclass(frozen=True)
class Mark:
    """What is drawn on a cell.

    Args:
        badge: A few letters in its corner: "×1".
        hot: It is the one that is being taken right now, or the one that won.
    """

    badge: str = ""
    hot: bool = False


@dataclass(frozen=True)
class Sight:
    """The part of a grid that is shown.

    Args:
        top: Its first row, below 0 on padding; ``left`` its first column likewise.
    """

    top: int
    left: int
    rows: int
    columns: int

    def holds(self, place: Place) -> bool:
        """Tell whether a cell is in sight."""
        return self.top <= place[0] < self.top + self.rows and self.left <= place[1] < self.left + self.columns


@dataclass(frozen=True)
class Cells:
    """The numbers of a grid.

    Args:
        values: Rows of numbers; none: not known yet.
        rows: Padding above and below; ``columns`` left and right.
        padding: What padding counts as.
        largest: Largest absolute value, which has the strongest colour.
    """

    values: tuple[tuple[float | None, ...], ...]
    rows: Pair = (0, 0)
    columns: Pair = (0, 0)
    padding: float = 0.0
    largest: float = 1.0

    @property
    def size(self) -> Pair:
        """Rows and columns with the padding."""
        return len(self.values) + sum(self.rows), len(self.values[0]) + sum(self.columns)

    @property
    def whole(self) -> Sight:
        """All of it, with the padding."""
        return Sight(-self.rows[0], -self.columns[0], *self.size)

    def holds(self, place: Place) -> bool:
        """Tell whether there is a cell, padding included."""
        rows, columns = len(self.values), len(self.values[0])
        return -self.rows[0] <= place[0] < rows + self.rows[1] and -self.columns[0] <= place[1] < columns + self.columns[1]

    def is_inside(self, place: Place) -> bool:
        """Tell whether a place is in the matrix itself."""
        return 0 <= place[0] < len(self.values) and 0 <= place[1] < len(self.values[0])

    def value(self, place: Place) -> float | None:
        """Return what a cell counts as; none: not known yet."""
        return self.values[place[0]][place[1]] if self.is_inside(place) else self.padding

    def share(self, place: Place) -> float:
        """Return a value as a share of the largest, from −1 to 1."""
        value = self.value(place)
        if value is None or not math.isfinite(value) or self.largest <= 0:
            return 0.0
        return max(-1.0, min(value / self.largest, 1.0))


def cell_texts(value: float | None) -> tuple[str, ...]:
    """Return how a number may be written, from the most digits to the fewest: small ones are rounded to tenths, others to whole ones, not left out.

    >>> cell_texts(0.11111), cell_texts(2.0999999999999996), cell_texts(-0.0489), cell_texts(None)
    (('0.1111', '0.111', '0.11', '.11', '0.1', '.1'), ('2.1', '2'), ('−0.0489', '−0.049', '−0.05', '−.05', '−0.0', '−.0'), ('·',))
    """
    if value is None:
        return (UNKNOWN,)
    if not math.isfinite(value):
        return (value_text(value),)
    texts = [f"{value + 0.0:.{digits}g}" for digits in _DIGITS]
    if 0 < abs(value) < _POWERS_FROM:
        rounded = [f"{value:.2f}", f"{value:.1f}"] if abs(value) < 1 else [f"{value:.0f}"]
        shorter = [text for whole in rounded for text in (whole, whole.replace("0.", ".", 1) if whole.lstrip("-").startswith("0.") else whole)]
        told = [text for text in shorter if float(text)]  # what looks like 0 comes last
        texts = [*(text for text in texts if "e" not in text), *told, *(text for text in shorter[-2:] if text not in told)]
    return tuple(dict.fromkeys(text.replace("-", "−") for text in texts))


def largest_of(*matrices: tuple[tuple[float, ...], ...]) -> float:
    """Return the largest absolute value that is finite; 1 where all are 0."""
    return max((abs(value) for matrix in matrices for row in matrix for value in row if math.isfinite(value)), default=0.0) or 1.0
