"""Maps as the window shows them: 8 bits a pixel with each map's range, or exact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]

FULL = 255

_SMALLEST_SPAN, _LARGEST_SPAN = np.float32(1e-30), np.float32(1e30)
"""Beyond them float32 is not enough to divide by."""


@dataclass(frozen=True)
class Quantised:
    """Maps in 8 bits.

    Args:
        pixels: uint8 ``(count, H, W)``: 0 is the map's lowest finite value, 255 its highest.
        ranges: float32 ``(count, 2)``: these two values.
        faulty: int32 ``(count,)``: values that are not finite; their pixels are 0.
    """

    pixels: NDArray[np.uint8]
    ranges: Values
    faulty: NDArray[np.int32]


def quantise(maps: Values) -> Quantised:
    """Return maps in 8 bits, each by its own range.

    Shape:
        ``(count, H, W)``
    """
    return quantise_all((maps,))[0]


def quantise_all(stacks: Sequence[Values]) -> list[Quantised]:
    """Return the maps of many blocks in 8 bits, all in one pass: a frame of small maps is mostly the price of its calls.

    Shape:
        ``(count, H, W)`` each
    """
    if not stacks:
        return []
    flat = np.concatenate([maps.reshape(-1) for maps in stacks])
    counts = np.array([len(maps) for maps in stacks])
    sizes = np.repeat([maps[0].size for maps in stacks], counts)
    starts = np.cumsum(sizes) - sizes
    ranges = np.empty((len(sizes), 2), np.float32)
    lows, highs = ranges[:, 0], ranges[:, 1]
    lows[:], highs[:] = np.minimum.reduceat(flat, starts), np.maximum.reduceat(flat, starts)
    with np.errstate(over="ignore", invalid="ignore"):
        spans = highs - lows
    # a fault shows as a span that is no number or infinite: one comparison for all that is out of the ordinary
    if not (((spans > _SMALLEST_SPAN) & (spans < _LARGEST_SPAN)) | (spans == 0)).all():
        return [_quantise_with_care(maps.reshape(len(maps), -1), maps.shape) for maps in stacks]
    spans[spans == 0] = 1
    flat -= np.repeat(lows, sizes)
    flat *= np.repeat(FULL / spans, sizes)
    flat += 0.5
    return list(_parted(stacks, flat.astype(np.uint8), ranges, counts))


def _parted(stacks: Sequence[Values], pixels: NDArray[np.uint8], ranges: Values, counts: NDArray[np.intp]) -> Iterator[Quantised]:
    sound, first, start = np.zeros(int(counts.max()), np.int32), 0, 0
    for maps in stacks:
        yield Quantised(pixels[start : start + maps.size].reshape(maps.shape), ranges[first : first + len(maps)], sound[: len(maps)])
        first, start = first + len(maps), start + maps.size


def _quantise_with_care(flat: Values, shape: tuple[int, ...]) -> Quantised:
    """Quantise maps with faults, or with spans that float32 cannot be divided by."""
    clean, lows, highs, faulty = _without_faults(flat)
    return Quantised(_in_double(clean, lows, highs).reshape(shape), np.stack([lows, highs], axis=1), faulty)


def _without_faults(flat: Values) -> tuple[Values, Values, Values, NDArray[np.int32]]:
    """Return the values with faults set to their map's lowest, then lowest, highest and the number of faults."""
    finite = np.isfinite(flat)
    lows = np.where(finite, flat, np.inf).min(axis=1)
    highs = np.where(finite, flat, -np.inf).max(axis=1)
    empty = ~finite.any(axis=1)
    lows[empty] = highs[empty] = 0
    clean: Values = np.where(finite, flat, lows[:, None]).astype(np.float32, copy=False)
    return clean, lows.astype(np.float32), highs.astype(np.float32), (~finite).sum(axis=1).astype(np.int32)


def _in_double(flat: Values, lows: Values, highs: Values) -> NDArray[np.uint8]:
    """Quantise where float32 would overflow."""
    exact: NDArray[Any] = flat.astype(np.float64)
    spans = highs.astype(np.float64) - lows
    shares = np.divide(exact - lows[:, None], spans[:, None], out=np.zeros_like(exact), where=spans[:, None] > 0)
    pixels: NDArray[np.uint8] = (shares * FULL + 0.5).astype(np.uint8)
    return pixels
