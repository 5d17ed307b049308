"""What the Filters tab shows of a frame: all filters beside their maps, or one filter's slices beside the maps they lie over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from designer.network.nearest_kernel import Likeness, nearest_kernels
from designer.network.shapes import is_image
from designer.ui.filters.cells import filter_scale
from designer.ui.filters.form import FilterForm
from designer.ui.filters.pairs import Pairs
from designer.ui.filters.sentences import short_likeness
from designer.ui.maps.colors import ColorScale, Floats, default_mode
from designer.ui.maps.decoding import ExactBlock
from designer.ui.maps.filter_stack import FilterStack
from designer.ui.maps.shown import ShownMaps

__all__ = ["FilterView"]


@dataclass(frozen=True, eq=False)
class FilterView:
    """The filters of a block and the maps of the same frame.

    Args:
        values: ``(count, channels, height, width)``, with what was changed by hand a moment ago.
        biases: What each filter adds, likewise; empty: the block has no bias.
        made: What the block makes; none: it has not come.
        seen: What it gets.
        picture: What it gets is the input's picture.
    """

    form: FilterForm
    stack: FilterStack
    values: Floats
    biases: Floats
    made: ExactBlock | None
    seen: ExactBlock | None
    picture: bool

    @cached_property
    def scale(self) -> ColorScale:
        """The one scale of all filters."""
        return filter_scale(self.values)

    def has(self, filter_: int) -> bool:
        """Tell whether a filter has come."""
        return self.stack.has(filter_)

    def filter(self, filter_: int) -> Floats:
        """Return a filter, ``(channels, height, width)``."""
        found: Floats = self.values[filter_ - self.stack.first]
        return found

    def bias(self, filter_: int) -> float | None:
        """Return what a filter adds; none: the block has no bias."""
        return float(self.biases[filter_ - self.stack.first]) if self.biases.size else None

    def likeness(self, filter_: int, channel: int) -> Likeness | None:
        """Return which named kernel a slice is most like."""
        return nearest_kernels(self.filter(filter_)[channel][None])[0] if not self.form.is_flat else None

    def all_filters(self) -> Pairs:
        """Return every filter beside the map that it makes."""
        maps = ShownMaps.of(self.made, None)
        scale = maps.scale(default_mode(maps.signed)) if maps is not None else None
        return Pairs(self.values, self.stack.first, self.form.number, self.scale, self.form.is_flat, maps, scale, _same, self._filter_texts)

    def slices(self, filter_: int) -> Pairs:
        """Return a filter's slices beside the maps they lie over."""
        values = self.filter(filter_)[:, None]
        maps = self._seen_maps()
        scale = maps.scale(default_mode(maps.signed), self.picture) if maps is not None else None
        first = self.form.input_map(filter_, 0)

        def map_of(place: int) -> int:
            return first + place

        def texts(places: Sequence[int]) -> list[str]:
            found = nearest_kernels(values[list(places), 0])
            return [f"{place}  {short_likeness(likeness, values[place])}".strip() for place, likeness in zip(places, found, strict=True)]

        return Pairs(values, 0, self.form.channels, self.scale, False, maps, scale, map_of, texts)

    def _seen_maps(self) -> ShownMaps | None:
        """Return what the slices lie over; a vector that was an image as that image."""
        seen, form = self.seen, self.form
        if seen is not None and not is_image(seen.shape) and seen.values.size == np.prod(form.slices):
            seen = ExactBlock(seen.block, form.slices, seen.signed, 0, seen.values.reshape(form.slices))
        return ShownMaps.of(seen, None)

    def _filter_texts(self, places: Sequence[int]) -> list[str]:
        known = [place for place in places if self.has(place)]
        if not known or self.form.channels > 1 or self.form.is_flat:
            return [str(place) for place in places]
        slices = self.values[[place - self.stack.first for place in known], 0]
        found = dict(zip(known, nearest_kernels(slices), strict=True))
        return [f"{place}  {short_likeness(found[place], self.filter(place))}".strip() if place in found else str(place) for place in places]


def _same(place: int) -> int:
    return place
