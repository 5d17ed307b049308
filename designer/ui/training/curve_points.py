"""The points of one curve: every one is kept; what is drawn is thinned to the pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["CurvePoints", "thinned"]

Floats = NDArray[np.float64]

_FIRST_CAPACITY = 1_024
_LARGEST_SMOOTHED = 1e9


class CurvePoints:
    """Grow by doubling; values may be anything a float can be, points that are not finite are gaps."""

    def __init__(self) -> None:
        self._count = 0
        self._steps: Floats = np.empty(_FIRST_CAPACITY)
        self._values: Floats = np.empty(_FIRST_CAPACITY)
        self._sums: Floats = np.zeros(_FIRST_CAPACITY + 1)
        self._finite: Floats = np.zeros(_FIRST_CAPACITY + 1)

    def __len__(self) -> int:
        return self._count

    @property
    def steps(self) -> Floats:
        """Steps of the points, in the order they came."""
        return self._steps[: self._count]

    @property
    def values(self) -> Floats:
        """Values of the points."""
        return self._values[: self._count]

    @property
    def last(self) -> float | None:
        """The newest value."""
        return float(self._values[self._count - 1]) if self._count else None

    def append(self, first_step: int, values: NDArray[np.floating]) -> None:
        """Add values of consecutive steps."""
        self.extend(first_step + np.arange(len(values), dtype=np.float64), values)

    def extend(self, steps: Floats, values: NDArray[np.floating]) -> None:
        """Add values of steps, which rise and come after those before."""
        start, end = self._count, self._count + len(values)
        self._reserve(end)
        self._steps[start:end] = steps
        self._values[start:end] = values
        finite = np.abs(values) < _LARGEST_SMOOTHED  # false for NaN too; one huge value would cost all later means their digits
        self._sums[start + 1 : end + 1] = self._sums[start] + np.cumsum(np.where(finite, values, 0.0), dtype=np.float64)
        self._finite[start + 1 : end + 1] = self._finite[start] + np.cumsum(finite)
        self._count = end

    def nearest(self, step: float) -> tuple[int, float] | None:
        """Return the point whose step is nearest, as it came; of two equally near the earlier.

        >>> points = CurvePoints()
        >>> points.append(1, np.array([4.0, 2.0, 6.0]))
        >>> points.nearest(2.4), points.nearest(99)
        ((2, 2.0), (3, 6.0))
        """
        after = int(np.searchsorted(self.steps, step))
        around = [index for index in (after - 1, after) if 0 <= index < self._count]
        return self._point(min(around, key=lambda index: abs(self._steps[index] - step))) if around else None

    def newest_until(self, step: float) -> tuple[int, float] | None:
        """Return the last point of a step or before it, as it came."""
        after = int(np.searchsorted(self.steps, step, side="right"))
        return self._point(after - 1) if after else None

    def _point(self, index: int) -> tuple[int, float]:
        return int(self._steps[index]), float(self._values[index])

    def smoothed(self, window: int) -> Floats:
        """Return for each point the mean of the usable values among the last ``window``; NaN where there is none.

        >>> points = CurvePoints()
        >>> points.append(1, np.array([4.0, 2.0, 6.0]))
        >>> points.smoothed(2).tolist()
        [4.0, 3.0, 4.0]
        """
        ends = np.arange(1, self._count + 1)
        starts = np.maximum(ends - max(window, 1), 0)
        numbers = self._finite[ends] - self._finite[starts]
        with np.errstate(invalid="ignore", divide="ignore"):
            means: Floats = (self._sums[ends] - self._sums[starts]) / numbers
        return means

    def _reserve(self, count: int) -> None:
        capacity = len(self._steps)
        if count <= capacity:
            return
        more = max(count, 2 * capacity) - capacity
        self._steps, self._values, self._sums, self._finite = (
            np.concatenate([array, np.zeros(more)]) for array in (self._steps, self._values, self._sums, self._finite)
        )


def thinned(steps: Floats, values: Floats, columns: int) -> tuple[Floats, Floats]:
    """Return at most two points a pixel column, its lowest and its highest, so that no peak is lost.

    Args:
        columns: Width of the plot in pixels.

    >>> x, y = thinned(np.arange(8.0), np.array([0.0, 9, 1, 2, 3, 4, -5, 6]), columns=2)
    >>> x.tolist(), y.tolist()
    ([0.0, 1.0, 6.0, 7.0], [0.0, 9.0, -5.0, 6.0])
    """
    if len(steps) <= 2 * columns or columns < 1:
        return steps, values
    starts = np.linspace(0, len(steps), columns, endpoint=False).astype(np.intp)
    ends = np.append(starts[1:], len(steps))
    low_first = np.where(np.isfinite(values), values, np.inf)
    high_first = np.where(np.isfinite(values), values, -np.inf)
    lows, highs = np.minimum.reduceat(low_first, starts), np.maximum.reduceat(high_first, starts)
    column = np.repeat(np.arange(columns), ends - starts)
    lowest = _first_where(low_first == lows[column], starts)
    highest = _first_where(high_first == highs[column], starts)
    picked = np.unique(np.concatenate([lowest, highest]))
    return steps[picked], values[picked]


def _first_where(marks: NDArray[np.bool_], starts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the position of the first mark in each stretch; each has one."""
    positions = np.where(marks, np.arange(len(marks)), len(marks))
    result: NDArray[np.intp] = np.minimum.reduceat(positions, starts)
    return result
