"""The maps of A and B of one block: the scale that both have, and what is between them; pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from designer.ui.maps.colors import ColorScale, Floats, between
from designer.ui.maps.shown import ShownMaps

__all__ = ["ComparedMaps"]


@dataclass(frozen=True, eq=False)
class ComparedMaps:
    """Exact maps of one block, the same channels of both.

    Args:
        a: Those on the left or above.
        b: Those on the right or below.
    """

    a: ShownMaps
    b: ShownMaps

    @classmethod
    def of(cls, a: ShownMaps | None, b: ShownMaps | None) -> ComparedMaps | None:
        """Return both; none unless they are there exactly and of the same maps."""
        if a is None or b is None or a.exact is None or b.exact is None:
            return None
        return cls(a, b) if (a.shape, a.first, a.exact.shape) == (b.shape, b.first, b.exact.shape) else None

    @cached_property
    def both(self) -> ShownMaps:
        """The maps of A and B as one stack, for what is taken from all values; a channel's place in it is that of A's map."""
        return ShownMaps(self.a.shape, self.a.signed or self.b.signed, self.a.first, np.concatenate([_values(self.a), _values(self.b)]))

    def scale(self, choose: Callable[[ShownMaps, bool], ColorScale], picture: bool = False) -> ColorScale:
        """Return the scale that both have, so that the same value has the same colour in both.

        Args:
            choose: Gives the scale of maps, as a person chose it; where each map has its own, A's and B's have one together.
            picture: The maps are those of an input.
        """
        found = choose(self.both, picture)
        if found.common_range is not None:
            return found
        half = len(found.lows) // 2
        return replace(found, lows=np.minimum(found.lows[:half], found.lows[half:]), highs=np.maximum(found.highs[:half], found.highs[half:]))

    @cached_property
    def difference(self) -> ShownMaps:
        """B − A."""
        with np.errstate(invalid="ignore"):  # ∞ − ∞ is no number, and shown as such
            return ShownMaps(self.a.shape, True, self.a.first, _values(self.b) - _values(self.a))

    @cached_property
    def difference_scale(self) -> ColorScale:
        """Around zero, the same to both sides."""
        lows, highs = self.difference.ranges
        reach = float(max(np.abs(lows).max(initial=0), np.abs(highs).max(initial=0)))
        return between(-reach, reach)


def _values(maps: ShownMaps) -> Floats:
    assert maps.exact is not None
    return maps.exact
