"""What is known of all maps of a block together: range, mean, zeros, dead maps, and how the values are spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from designer.ui.maps.colors import Floats

BINS = 48
MOST_VALUES = 1 << 16
"""Values that are counted into bins at most; of more, every second, third … is."""


@dataclass(frozen=True)
class MapStatistics:
    """Numbers of the finite values; all 0 where there are none.

    Args:
        zeros: Share of values that are exactly 0, from 0 to 1.
        dead: Maps (of a vector: units) that are 0 everywhere.
        counts: How many values lie in each of `BINS` equal parts from lowest to highest.
    """

    number: int
    low: float
    high: float
    mean: float
    zeros: float
    dead: int
    faulty: int
    counts: tuple[int, ...]


def statistics_of(values: Floats) -> MapStatistics:
    """Return the statistics of exact maps, ``(maps, height, width)``; of a vector each unit counts as a map of one value."""
    maps = values.reshape(-1, 1, 1) if values.shape[:2] == (1, 1) else values
    finite = np.isfinite(maps)
    is_finite = bool(finite.all())
    faulty = 0 if is_finite else int(np.count_nonzero(~finite))
    known = maps.reshape(-1) if is_finite else maps[finite]
    if not known.size:
        return MapStatistics(len(maps), 0.0, 0.0, 0.0, 0.0, 0, faulty, (0,) * BINS)
    low, high = float(known.min()), float(known.max())
    dead = int(np.count_nonzero(~maps.any(axis=(1, 2))))
    zeros = np.count_nonzero(known == 0) / known.size  # of bools: four times as fast as to count the values that are not 0
    return MapStatistics(len(maps), low, high, float(known.mean(dtype=np.float64)), zeros, dead, faulty, _counts(sampled(known), low, high))


def sampled(values: Floats) -> Floats:
    """Return at most about `MOST_VALUES` of the values, evenly over all."""
    flat: Floats = values.reshape(-1)[:: max(1, -(-values.size // MOST_VALUES))]
    return flat


def _counts(values: Floats, low: float, high: float) -> tuple[int, ...]:
    span = high - low if high > low else 1.0
    places = ((values.astype(np.float64) - low) * (BINS / span)).astype(np.intp)  # three times as fast as np.histogram
    return tuple(np.bincount(np.minimum(places, BINS - 1), minlength=BINS).tolist())


def percentiles(values: Floats, signed: bool) -> tuple[float, float]:
    """Return the ends between which 98 % of the finite values lie; of signed values around zero, 99 % of the sizes."""
    flat = sampled(values)
    flat = flat[np.isfinite(flat)]
    if not flat.size:
        return 0.0, 0.0
    if signed:
        reach = float(np.percentile(np.abs(flat), 99))
        return -reach, reach
    low, high = np.percentile(flat, (1, 99))
    return float(low), float(high)
