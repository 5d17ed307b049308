"""The value of the shown maps that the pointer is over: (map, row, column) as the maps are there, or (unit,) of a vector."""

from __future__ import annotations

from designer.network.shapes import is_image
from designer.ui.maps.pointed import PointedValue
from designer.ui.maps.shown import ShownMaps

Hovered = tuple[int, ...]
"""Empty where the pointer is over nothing."""


def is_there(maps: ShownMaps, hovered: Hovered) -> bool:
    """Tell whether the maps, which may have changed since, hold the value."""
    if is_image(maps.shape):
        return len(hovered) == 3 and maps.has(hovered[0]) and hovered[1] < maps.side[0] and hovered[2] < maps.side[1]
    return len(hovered) == 1 and hovered[0] < maps.shape[0]


def exact_value(maps: ShownMaps | None, hovered: Hovered) -> float | None:
    """Return the value, where it is known exactly."""
    if maps is None or maps.exact is None or not is_there(maps, hovered):
        return None
    return maps.value(*hovered) if len(hovered) == 3 else maps.value(0, 0, hovered[0])


def pointed_value(block_id: str | None, maps: ShownMaps | None, hovered: Hovered) -> PointedValue | None:
    """Return the value in the block's own rows and columns: those of maps that were thinned stand for more."""
    if block_id is None or maps is None or not is_there(maps, hovered):
        return None
    if not is_image(maps.shape):
        return PointedValue(block_id, hovered[0], 0, 0)
    (height, width), (_, rows, columns), (channel, row, column) = maps.side, maps.shape, hovered
    return PointedValue(block_id, channel, (2 * row + 1) * rows // (2 * height), (2 * column + 1) * columns // (2 * width))
