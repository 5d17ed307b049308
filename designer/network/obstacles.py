"""What is in the way of a wire: cards, and other wires."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from designer.network.architecture import Position
from designer.network.layout_drawing import Route
from designer.network.layout_spacing import Spacing

_HAIR_PX = 0.5
"""A wire that touches a card by less does not run under it."""
_BUCKET_PX = 8.0


class Obstacles:
    """The cards, sorted from top to bottom, so that those in a wire's way are found quickly."""

    def __init__(self, places: Iterable[Position], spacing: Spacing) -> None:
        self._sorted = sorted((y, x) for x, y in places)
        self._tops = [y for y, _ in self._sorted]
        self.spacing = spacing

    def between(self, top: float, bottom: float) -> list[Position]:
        """Return the cards that reach into a band, from top to bottom."""
        low = bisect.bisect_right(self._tops, top - self.spacing.height)
        high = bisect.bisect_left(self._tops, bottom)
        return [(x, y) for y, x in self._sorted[low:high]]

    def hit(self, route: Sequence[Position]) -> list[Position]:
        """Return the cards that a wire would run under."""
        return [card for one, other in pairwise(route) for card in self._hit(one, other)]

    def _hit(self, one: Position, other: Position) -> Iterator[Position]:
        left, right = sorted((one[0], other[0]))
        top, bottom = sorted((one[1], other[1]))
        for x, y in self.between(top + _HAIR_PX if top < bottom else top, bottom - _HAIR_PX if top < bottom else bottom):
            if x + _HAIR_PX < right and left < x + self.spacing.width - _HAIR_PX:
                yield x, y


class Taken:
    """Where wires run already, so that another can keep away from them; those of one block may share their way."""

    def __init__(self) -> None:
        self._parts: dict[tuple[bool, int], list[tuple[str, float, float, float]]] = {}

    def add(self, source: str, route: Route) -> None:
        """Take note of a wire."""
        for one, other in pairwise(route):
            level, at, low, high = _part(one, other)
            self._parts.setdefault((level, int(at // _BUCKET_PX)), []).append((source, at, low, high))

    def along(self, source: str, route: Sequence[Position]) -> float:
        """Return for how many px a wire would run on or right beside others."""
        total = 0.0
        for one, other in pairwise(route):
            level, at, low, high = _part(one, other)
            bucket = int(at // _BUCKET_PX)
            for near in (bucket - 1, bucket, bucket + 1):
                for owner, place, start, end in self._parts.get((level, near), ()):
                    if owner != source and abs(place - at) < _BUCKET_PX:
                        total += max(0.0, min(high, end) - max(low, start))
        return total


def _part(one: Position, other: Position) -> tuple[bool, float, float, float]:
    level = one[1] == other[1]
    along = 0 if level else 1
    low, high = sorted((one[along], other[along]))
    return level, one[1 - along], low, high
