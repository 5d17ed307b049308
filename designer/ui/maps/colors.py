"""Which colour a value has: the scale of a stack of maps, and values as indices into a table of 256 colours.

Index 0 is kept for values that are not finite, 1…255 span the scale, so that 128 is its exact middle: on a symmetric scale, zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from designer.ui.theme import Theme

Floats: TypeAlias = npt.NDArray[np.float32]
Bytes: TypeAlias = npt.NDArray[np.uint8]
Channels: TypeAlias = npt.NDArray[np.intp] | slice

NOT_FINITE = 0
FIRST, MIDDLE, LAST = 1, 128, 255
_SPAN = LAST - FIRST
_FLAT = 1e-35
"""A range below this is none: its factor would leave float32."""


class ScaleMode(Enum):
    """What the ends of the colour scale are taken from."""

    PER_MAP = "per_map"
    PER_LAYER = "per_layer"
    SYMMETRIC = "symmetric"
    PERCENTILE = "percentile"
    FIXED = "fixed"


class Palette(Enum):
    """The colour maps; values are their names in the theme."""

    SEQUENTIAL = "sequential"
    DIVERGING = "diverging"
    GREY = "grey"
    HEAT = "heat"


def default_mode(signed: bool) -> ScaleMode:
    """Return the scale that maps have until a person chooses: around zero where values may be negative."""
    return ScaleMode.SYMMETRIC if signed else ScaleMode.PER_LAYER


@dataclass(frozen=True, eq=False)
class ColorScale:
    """The ends of the scale of every map.

    Args:
        lows: One value a map, or a single one for all.
        highs: As ``lows``.
    """

    palette: Palette
    lows: Floats
    highs: Floats

    @property
    def common_range(self) -> tuple[float, float] | None:
        """The ends, where all maps share them."""
        return (float(self.lows[0]), float(self.highs[0])) if len(self.lows) == 1 else None

    def of(self, channels: Channels) -> ColorScale:
        """Return the scale of some of the maps."""
        return self if len(self.lows) == 1 else ColorScale(self.palette, self.lows[channels], self.highs[channels])


def between(low: float, high: float) -> ColorScale:
    """Return the scale between two ends for all maps; around zero it is diverging."""
    palette = Palette.DIVERGING if low == -high else Palette.SEQUENTIAL
    return ColorScale(palette, np.array([low], np.float32), np.array([high], np.float32))


def scale_of(mode: ScaleMode, signed: bool, lows: Floats, highs: Floats, picture: bool = False) -> ColorScale:
    """Return the scale of maps whose lowest and highest finite values are known, for the modes that these decide.

    A symmetric scale is diverging; per map, signed maps are symmetric each, so that zero keeps its colour.
    """
    if len(lows) == 0:
        lows = highs = np.zeros(1, np.float32)
    if picture:
        return ColorScale(Palette.GREY, lows.min(keepdims=True), highs.max(keepdims=True))
    if mode is ScaleMode.PER_LAYER:
        return ColorScale(Palette.SEQUENTIAL, lows.min(keepdims=True), highs.max(keepdims=True))
    if mode is ScaleMode.PER_MAP and not signed:
        return ColorScale(Palette.SEQUENTIAL, lows, highs)
    reach = np.maximum(np.abs(lows), np.abs(highs))
    if mode is ScaleMode.SYMMETRIC:
        reach = reach.max(keepdims=True)
    return ColorScale(Palette.DIVERGING, -reach, reach)


def indices_of_values(values: Floats, scale: ColorScale) -> Bytes:
    """Return the colour indices of exact values, first axis the maps; what is not finite gets `NOT_FINITE`."""
    factors, offsets = _factors(scale, np.ndim(values))
    finite = np.isfinite(values)
    if finite.all():
        found = values * factors
        found += offsets
        return _rounded(found)
    indices = _rounded(np.where(finite, values, np.float32(0)) * factors + offsets)
    indices[~finite] = NOT_FINITE
    return indices


def indices_of_pixels(pixels: Bytes, lows: Floats, highs: Floats, scale: ColorScale) -> Bytes:
    """Return the colour indices of 8-bit maps, each of which spans its own lowest to highest value."""
    factors, offsets = _factors(scale, np.ndim(pixels))
    each = (-1,) + (1,) * (np.ndim(pixels) - 1)
    steps = ((highs.astype(np.float64) - lows) / 255).astype(np.float32).reshape(each)
    return _rounded(pixels.astype(np.float32) * (steps * factors) + (lows.reshape(each) * factors + offsets))


def is_flat(span: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Tell which ranges are none."""
    found: npt.NDArray[np.bool_] = span < _FLAT
    return found


def _factors(scale: ColorScale, axes: int) -> tuple[Floats, Floats]:
    each = (-1,) + (1,) * (axes - 1)
    span = scale.highs.astype(np.float64) - scale.lows
    flat = is_flat(span)
    factors = np.where(flat, 0.0, _SPAN / np.where(flat, 1.0, span))
    offsets = np.where(flat, MIDDLE, FIRST - scale.lows * factors)
    return factors.astype(np.float32).reshape(each), offsets.astype(np.float32).reshape(each)


def _rounded(found: Floats) -> Bytes:
    found += np.float32(0.5)
    np.clip(found, FIRST, LAST, out=found)
    return found.astype(np.uint8)


def color_table(palette: Palette, theme: Theme) -> list[int]:
    """Return 256 colours ``0xffrrggbb`` for `QImage.setColorTable`: index 0 marks what is not finite, the middle is exact."""
    colors = theme.color_table(palette.value)
    spread = [_between(colors, step / _SPAN * (len(colors) - 1)) for step in range(_SPAN + 1)]
    return [theme.color("nan").rgba(), *spread]


def _between(colors: list[int], position: float) -> int:
    index = min(int(position), len(colors) - 2)
    part = position - index
    found = 0xFF
    for shift in (16, 8, 0):
        low, high = colors[index] >> shift & 0xFF, colors[index + 1] >> shift & 0xFF
        found = found << 8 | round(low + (high - low) * part)
    return found
