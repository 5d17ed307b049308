"""Turn the maps of a frame into arrays; sizes that disagree with shapes are refused."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from designer.network.shapes import Shape, count, is_image, shape_text
from designer.protocol.errors import ProtocolError
from designer.protocol.events import BlockMaps, ExactMaps
from designer.ui.maps.colors import Bytes, Floats

_Kind = TypeVar("_Kind", bound=np.generic)


@dataclass(frozen=True, eq=False)
class CardMaps:
    """The first maps of a block, 8 bits a pixel.

    Args:
        shape: The block's whole output.
        signed: Whether values may be negative.
        pixels: ``(count, height, width)``: 0 is the map's lowest value, 255 its highest; a vector is one map of one row.
        lows: Lowest finite value of each map; ``highs`` the highest.
        faulty: Values of each map that are not finite.
        values: Exact values of a vector, empty for images.
    """

    block: str
    shape: Shape
    signed: bool
    pixels: Bytes
    lows: Floats
    highs: Floats
    faulty: npt.NDArray[np.int32]
    values: Floats

    @cached_property
    def dead(self) -> npt.NDArray[np.bool_]:
        """Which maps are 0 everywhere."""
        dead: npt.NDArray[np.bool_] = (self.lows == 0) & (self.highs == 0) & (self.faulty == 0)
        return dead


@dataclass(frozen=True, eq=False)
class ExactBlock:
    """Exact values of a block.

    Args:
        shape: The block's whole output.
        first: Channel of the first map in ``values``.
        values: ``(maps, height, width)``, or ``(features,)`` for a vector.
    """

    block: str
    shape: Shape
    signed: bool
    first: int
    values: Floats


def decode_card(maps: BlockMaps) -> CardMaps:
    """Return the maps of a card.

    Raises:
        ProtocolError: Sizes and shape disagree.
    """
    shape = _checked_shape(maps.block, maps.shape)
    height, width = maps.side
    limits = shape[1:] if is_image(shape) else (1, shape[0])
    if not (1 <= height <= limits[0] and 1 <= width <= limits[1]) or (not is_image(shape) and (height, width) != limits):
        raise ProtocolError(f"maps of {maps.block}: a side of {height}×{width} does not belong to a shape of {shape_text(shape)}")
    number = len(maps.ranges) // 8
    if not 1 <= number <= (shape[0] if is_image(shape) else 1):
        raise ProtocolError(f"maps of {maps.block}: {number} maps do not belong to a shape of {shape_text(shape)}")
    pixels = _array(maps.block, "pixels", maps.pixels, np.uint8, number * height * width).reshape(number, height, width)
    faulty = _array(maps.block, "faulty values", maps.faulty, np.int32, number)
    ranges = _array(maps.block, "ranges", maps.ranges, np.float32, 2 * number).reshape(number, 2)
    lows, highs = _checked_ranges(maps.block, ranges, faulty)
    values = _array(maps.block, "values", maps.values, np.float32, 0 if is_image(shape) else shape[0])
    return CardMaps(maps.block, shape, maps.signed, pixels, lows, highs, faulty, values)


def decode_exact(maps: ExactMaps) -> ExactBlock:
    """Return the exact values of a block.

    Raises:
        ProtocolError: Sizes and shape disagree.
    """
    shape = _checked_shape(maps.block, maps.shape)
    if not is_image(shape):
        values = _array(maps.block, "exact values", maps.values, np.float32, shape[0])
        if maps.first != 0:
            raise ProtocolError(f"maps of {maps.block}: a vector begins at 0, not at {maps.first}")
        return ExactBlock(maps.block, shape, maps.signed, 0, values)
    size = count(shape[1:])
    number = len(maps.values) // (4 * size)
    if not (number >= 1 and maps.first >= 0 and maps.first + number <= shape[0]):
        raise ProtocolError(f"maps of {maps.block}: {number} maps from {maps.first} on do not belong to a shape of {shape_text(shape)}")
    values = _array(maps.block, "exact values", maps.values, np.float32, number * size)
    return ExactBlock(maps.block, shape, maps.signed, maps.first, values.reshape(number, *shape[1:]))


def _checked_shape(block: str, shape: Shape) -> Shape:
    if len(shape) not in (1, 3) or any(size < 1 for size in shape):
        raise ProtocolError(f"maps of {block}: a shape has one or three sizes, each at least 1; found {shape}")
    return shape


def _array(block: str, what: str, data: bytes, kind: type[_Kind], length: int) -> npt.NDArray[_Kind]:
    expected = length * np.dtype(kind).itemsize
    if len(data) != expected:
        raise ProtocolError(f"maps of {block}: {what} take {expected:,} bytes, but {len(data):,} came")
    return np.frombuffer(data, np.dtype(kind).newbyteorder("<"))


def _checked_ranges(block: str, ranges: Floats, faulty: npt.NDArray[np.int32]) -> tuple[Floats, Floats]:
    finite = np.isfinite(ranges).all(axis=1)
    if not (finite | (faulty > 0)).all() or (ranges[finite, 0] > ranges[finite, 1]).any():
        raise ProtocolError(f"maps of {block}: a lowest value is above the highest, or not a number")
    return np.where(finite, ranges[:, 0], 0), np.where(finite, ranges[:, 1], 0)
