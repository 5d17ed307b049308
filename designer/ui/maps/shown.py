"""The maps of the selected block, exact where they were sent so, else the 8 bits of its card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from designer.network.shapes import Shape, is_image
from designer.ui.maps.colors import Bytes, ColorScale, Floats, ScaleMode, between, default_mode, indices_of_pixels, indices_of_values, scale_of
from designer.ui.maps.decoding import CardMaps, ExactBlock
from designer.ui.maps.statistics import MapStatistics, percentiles, statistics_of


class MapOrder(Enum):
    """What the tiles are sorted by; activations largest first."""

    CHANNEL = "channel"
    MEAN = "mean"
    VARIANCE = "variance"


@dataclass(frozen=True, eq=False)
class ShownMaps:
    """Maps ``first`` to ``first + number − 1`` of a block; a vector is one map of one row.

    Args:
        exact: ``(number, height, width)``, or nothing where only the card's maps are there.
    """

    shape: Shape
    signed: bool
    first: int
    exact: Floats | None = None
    card: CardMaps | None = None

    @classmethod
    def of(cls, exact: ExactBlock | None, card: CardMaps | None) -> ShownMaps | None:
        """Return what there is to show: exact values where there are any."""
        if exact is not None:
            values = exact.values if is_image(exact.shape) else exact.values.reshape(1, 1, -1)
            return cls(exact.shape, exact.signed, exact.first, values)
        if card is None:
            return None
        if card.values.size:
            return cls(card.shape, card.signed, 0, card.values.reshape(1, 1, -1))
        return cls(card.shape, card.signed, 0, None, card)

    @cached_property
    def number(self) -> int:
        """How many maps are there."""
        return len(self._stack)

    @property
    def side(self) -> tuple[int, int]:
        """Height and width of the maps as they are there."""
        return self._stack.shape[1], self._stack.shape[2]

    @property
    def is_whole(self) -> bool:
        """Whether every map of the block is there."""
        return self.number == (self.shape[0] if is_image(self.shape) else 1)

    def has(self, channel: int) -> bool:
        """Tell whether a channel is there."""
        return 0 <= channel - self.first < self.number

    @property
    def _stack(self) -> Floats | Bytes:
        if self.exact is not None:
            return self.exact
        assert self.card is not None
        return self.card.pixels

    @cached_property
    def ranges(self) -> tuple[Floats, Floats]:
        """Lowest and highest finite value of each map."""
        if self.exact is None:
            assert self.card is not None
            return self.card.lows, self.card.highs
        if self._all_finite:
            return self._raw_ranges
        finite = np.isfinite(self.exact)
        lows = np.where(finite, self.exact, np.float32(np.inf)).min(axis=(1, 2))
        highs = np.where(finite, self.exact, np.float32(-np.inf)).max(axis=(1, 2))
        return np.where(np.isfinite(lows), lows, np.float32(0)), np.where(np.isfinite(highs), highs, np.float32(0))

    @cached_property
    def _raw_ranges(self) -> tuple[Floats, Floats]:
        assert self.exact is not None
        return self.exact.min(axis=(1, 2)), self.exact.max(axis=(1, 2))

    @cached_property
    def _all_finite(self) -> bool:
        """Whether no value is NaN or infinite: lowest and highest show it without another look at every value."""
        return bool(np.isfinite(self._raw_ranges[0]).all() and np.isfinite(self._raw_ranges[1]).all())

    @cached_property
    def faulty(self) -> npt.NDArray[np.intp]:
        """How many values of each map are not finite."""
        if self.exact is None:
            assert self.card is not None
            return self.card.faulty.astype(np.intp)
        if self._all_finite:
            return np.zeros(self.number, np.intp)
        found: npt.NDArray[np.intp] = np.count_nonzero(~np.isfinite(self.exact), axis=(1, 2))
        return found

    @cached_property
    def dead_channels(self) -> frozenset[int]:
        """Channels whose maps are 0 everywhere."""
        dead = (self.ranges[0] == 0) & (self.ranges[1] == 0) & (self.faulty == 0)
        return frozenset(int(index) + self.first for index in np.flatnonzero(dead))

    @cached_property
    def faulty_channels(self) -> Mapping[int, int]:
        """How many values are not finite, for the channels that have such."""
        return {int(index) + self.first: int(self.faulty[index]) for index in np.flatnonzero(self.faulty)}

    def is_dead(self, channel: int) -> bool:
        """Tell whether a map is 0 everywhere."""
        return channel in self.dead_channels

    def range_of(self, channel: int) -> tuple[float, float]:
        """Return lowest and highest finite value of a map."""
        index = channel - self.first
        return float(self.ranges[0][index]), float(self.ranges[1][index])

    @cached_property
    def statistics(self) -> MapStatistics | None:
        """What is known of all maps together; none where they are not exact or not all here."""
        return statistics_of(self.exact) if self.exact is not None and self.is_whole else None

    def scale(self, mode: ScaleMode, picture: bool = False, fixed: tuple[float, float] = (0.0, 1.0)) -> ColorScale:
        """Return the colour scale of these maps; ``fixed`` are the ends where the mode asks for such."""
        if picture:
            return scale_of(mode, self.signed, *self.ranges, picture=True)
        if mode is ScaleMode.FIXED:
            return between(*fixed)
        if mode is ScaleMode.PERCENTILE and self.exact is not None:
            return between(*percentiles(self.exact, self.signed))
        return scale_of(default_mode(self.signed) if mode is ScaleMode.PERCENTILE else mode, self.signed, *self.ranges)

    def indices(self, channels: Sequence[int], scale: ColorScale, most_side: int) -> Bytes:
        """Return the colour indices of some maps; maps far larger than ``most_side`` px are thinned to about it."""
        wanted = np.asarray(channels, np.intp) - self.first
        step = max(1, min(self.side) // max(1, most_side))
        if self.exact is not None:
            return indices_of_values(self.exact[wanted, ::step, ::step], scale.of(wanted))
        assert self.card is not None
        return indices_of_pixels(self.card.pixels[wanted, ::step, ::step], self.card.lows[wanted], self.card.highs[wanted], scale.of(wanted))

    def value(self, channel: int, row: int, column: int) -> float:
        """Return a value; from 8 bits, to within a 510th of the map's range."""
        index = channel - self.first
        stored = float(self._stack[index, row, column])
        if self.exact is not None:
            return stored
        low, high = self.range_of(channel)
        return low + (high - low) * stored / 255

    def sorted_channels(self, order: MapOrder) -> list[int]:
        """Return all channels of the block in an order; only those there can be sorted."""
        total = self.shape[0] if is_image(self.shape) else 1
        if order is MapOrder.CHANNEL or not self.is_whole:
            return list(range(total))
        maps = self._stack.astype(np.float64)
        if self.exact is None:
            lows, highs = (ends.astype(np.float64).reshape(-1, 1, 1) for ends in self.ranges)
            maps = lows + maps * (highs - lows) / 255
        maps = np.where(np.isfinite(maps), maps, 0.0)
        keys = maps.mean(axis=(1, 2)) if order is MapOrder.MEAN else maps.var(axis=(1, 2))
        return [int(channel) for channel in np.argsort(-keys, kind="stable")]
