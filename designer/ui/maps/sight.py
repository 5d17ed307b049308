"""Which maps of the selected block are wanted as exact values."""

from __future__ import annotations

from collections.abc import Sequence

from designer.network.shapes import Shape, count, is_image

MOST_MAPS = 256
MOST_BYTES = 4 * 1024 * 1024
_BYTES_PER_VALUE = 4


def wanted_maps(shape: Shape, in_sight: Sequence[int]) -> tuple[int, int]:
    """Return first map and number of maps: all of a block where that is little, else those in sight.

    >>> wanted_maps((16, 10, 10), [0, 1, 2])
    (0, 16)
    >>> wanted_maps((2048, 7, 7), [40, 41, 42])
    (40, 3)
    """
    if not is_image(shape):
        return 0, 1
    if shape[0] <= MOST_MAPS and _BYTES_PER_VALUE * count(shape) <= MOST_BYTES:
        return 0, shape[0]
    channels = [channel for channel in in_sight if channel < shape[0]]
    if not channels:
        return 0, 1
    first, last = min(channels), max(channels)
    return first, last - first + 1
