"""The order within rows where a network cannot be taken apart: sweeps of barycentres, the best order kept.

Source:
    Sugiyama, Tagawa, Toda 1981, "Methods for visual understanding of hierarchical system structures".
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

from designer.network.layout_layers import Layers

_MOST_SWEEPS = 24
_PATIENCE, _SMALL = 3, 60
"""How many sweeps in a row may better nothing, but where there are so few spots that all sweeps take no time."""
_WORK = 100_000
"""How many links all sweeps of one network look at, about; a large tangle gets fewer sweeps."""
_MOST_SHUFFLED, _SHUFFLED_SPOTS = 8, 400
"""How many shuffled orders are tried at most, and how many spots they hold together, about."""
_SWAPPED = 1_200
"""Up to so many spots neighbours are tried in the other order too."""


def order_rows(layers: Layers) -> int:
    """Put the spots of every row into an order with few crossings, and return how many are left."""
    links = sum(map(len, layers.below))
    sweeps = max(2, min(_MOST_SWEEPS, _WORK // max(1, links)))
    best, small = _Best(), len(layers.rank) <= _SMALL
    for place in _beginnings(layers):
        layers.fill_rows(place)
        here = _Best()
        here.look_at(layers)
        for sweep in range(sweeps):
            _sweep(layers, downwards=sweep % 2 == 0)
            here.look_at(layers)
            if here.crossings == 0 or here.since > (sweeps if small else _PATIENCE):
                break
        layers.rows = here.rows
        best.look_at(layers)
        if best.crossings == 0:
            break
    layers.rows = best.rows
    while best.crossings and len(layers.rank) <= _SWAPPED:
        _swap_neighbours(layers)
        if not best.look_at(layers):
            break
    layers.rows = best.rows
    return best.crossings


def _beginnings(layers: Layers) -> Iterator[list[int]]:
    """Return orders to begin with: a sweep ends in the nearest valley, so a small network is tried from several sides."""
    yield _found_upwards(layers)
    yield _found_downwards(layers)
    count = len(layers.rank)
    yield list(range(count))
    random = Random(count)
    for _ in range(min(_MOST_SHUFFLED, _SHUFFLED_SPOTS // max(1, count))):
        yield random.sample(range(count), count)


class _Best:
    """The best order seen."""

    def __init__(self) -> None:
        self.crossings, self.since = -1, 0
        self.rows: list[list[int]] = []

    def look_at(self, layers: Layers) -> bool:
        """Keep the order if it is the best so far, and tell whether it is."""
        crossings = crossings_of(layers)
        if 0 <= self.crossings <= crossings:
            self.since += 1
            return False
        self.since = 0
        self.crossings, self.rows = crossings, [list(row) for row in layers.rows]
        return True


def crossings_of(layers: Layers) -> int:
    """Return how many links cross."""
    return sum(_crossings(layers, upper, lower) for upper, lower in zip(layers.rows, layers.rows[1:], strict=False))


def _crossings(layers: Layers, upper: Sequence[int], lower: Sequence[int]) -> int:
    place = {spot: index for index, spot in enumerate(lower)}
    seen: list[int] = []
    crossings = 0
    for spot in upper:
        ends = sorted(place[below] for below in layers.below[spot])
        for end in ends:
            crossings += len(seen) - bisect.bisect_right(seen, end)
        for end in ends:
            bisect.insort(seen, end)
    return crossings


def _sweep(layers: Layers, downwards: bool) -> None:
    rows = layers.rows if downwards else layers.rows[::-1]
    near = layers.above if downwards else layers.below
    for fixed, row in pairwise(rows):
        place = {spot: index for index, spot in enumerate(fixed)}
        wanted: dict[int, float] = {}
        for index, spot in enumerate(row):
            found = [place[other] for other in near[spot]]
            wanted[spot] = sum(found) / len(found) if found else float(index)
        row.sort(key=wanted.__getitem__)


def _swap_neighbours(layers: Layers) -> None:
    """Let neighbours in a row change places where fewer links cross then."""
    for number, row in enumerate(layers.rows):
        before = {spot: index for index, spot in enumerate(layers.rows[number - 1])} if number else {}
        behind = {spot: index for index, spot in enumerate(layers.rows[number + 1])} if number + 1 < len(layers.rows) else {}
        up = {spot: sorted(before[other] for other in layers.above[spot]) for spot in row}
        down = {spot: sorted(behind[other] for other in layers.below[spot]) for spot in row}
        for index in range(len(row) - 1):
            one, other = row[index], row[index + 1]
            as_is = _inversions(up[one], up[other]) + _inversions(down[one], down[other])
            if as_is and _inversions(up[other], up[one]) + _inversions(down[other], down[one]) < as_is:
                row[index], row[index + 1] = other, one


def _inversions(left: Sequence[int], right: Sequence[int]) -> int:
    return sum(bisect.bisect_left(right, place) for place in left)


def _found_downwards(layers: Layers) -> list[int]:
    """Return the order in which spots are found from the top."""
    return _found([spot for spot, above in enumerate(layers.above) if not above], layers.below, len(layers.rank))


def _found_upwards(layers: Layers) -> list[int]:
    """Return the order in which spots are found from the bottom, input by input."""
    return _found([spot for spot, below in enumerate(layers.below) if not below], layers.above, len(layers.rank))


def _found(begin: Sequence[int], near: Sequence[Sequence[int]], count: int) -> list[int]:
    place = [-1] * count
    found = 0
    waiting = list(reversed(begin))
    while waiting:
        spot = waiting.pop()
        if place[spot] < 0:
            place[spot] = found
            found += 1
            waiting += reversed(near[spot])
    return place
