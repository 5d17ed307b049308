"""What the pairs of the Filters tab show: filters on the left, maps on the right, a line of text below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from designer.ui.maps.colors import Bytes, ColorScale, Floats, indices_of_values
from designer.ui.maps.shown import ShownMaps

__all__ = ["Pairs"]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Filters or slices, each with a map.

    Args:
        filters: ``(count, channels, height, width)``: those from ``first`` on.
        total: How many there are.
        scale: Of the filters.
        flat: They are rows of weights, drawn as bars.
        maps: Where the maps are; none: they have not come. Of a vector each value is a map of one cell.
        map_scale: Of the maps.
        map_of: The channel of the map beside each filter.
        text: The line below, by place, for those in sight.
    """

    filters: Floats
    first: int
    total: int
    scale: ColorScale
    flat: bool
    maps: ShownMaps | None
    map_scale: ColorScale | None
    map_of: Callable[[int], int]
    text: Callable[[Sequence[int]], Sequence[str]]

    @property
    def slices(self) -> tuple[int, int, int]:
        """Channels, height and width of a filter."""
        channels, height, width = self.filters.shape[1:]
        return channels, height, width

    def has(self, place: int) -> bool:
        """Tell whether a filter has come."""
        return 0 <= place - self.first < len(self.filters)

    def filter(self, place: int) -> Floats:
        """Return a filter, ``(channels, height, width)``."""
        found: Floats = self.filters[place - self.first]
        return found

    def map_values(self, place: int) -> Floats | None:
        """Return the exact map beside a filter; one cell where it is a value of a vector."""
        maps, channel = self.maps, self.map_of(place)
        if maps is None or maps.exact is None:
            return None
        if len(maps.shape) == 1:
            row: Floats = maps.exact.reshape(-1)
            return row[channel : channel + 1].reshape(1, 1) if channel < len(row) else None
        found: Floats | None = maps.exact[channel - maps.first] if maps.has(channel) else None
        return found

    def map_indices(self, place: int) -> Bytes | None:
        """Return the colours of the map beside a filter, ``(height, width)``."""
        if self.maps is None or self.map_scale is None:
            return None
        values = self.map_values(place)
        if values is not None:
            scale = self.map_scale if self.map_scale.common_range is not None else self.map_scale.of(np.array([self._map_index(place)]))
            shown: Bytes = indices_of_values(values[None], scale)[0]
            return shown
        channel = self.map_of(place)
        if len(self.maps.shape) == 3 and self.maps.has(channel):
            card: Bytes = self.maps.indices([channel], self.map_scale, 1 << 16)[0]
            return card
        return None

    def _map_index(self, place: int) -> int:
        assert self.maps is not None
        return self.map_of(place) - self.maps.first
