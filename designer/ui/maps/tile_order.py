"""The order of the tiles, kept while a network trains: tiles that wander cannot be watched."""

from __future__ import annotations

from designer.ui.maps.shown import MapOrder, ShownMaps


class TileOrder:
    """Sort once for a block and a choice, not at every frame."""

    def __init__(self) -> None:
        self._order = MapOrder.CHANNEL
        self._sorted_for: tuple[object, ...] = ()
        self._channels: list[int] = []

    def choose(self, order: MapOrder) -> None:
        """Sort by this from now on, anew even if it was chosen before."""
        self._order, self._sorted_for = order, ()

    def channels(self, block_id: str, maps: ShownMaps) -> list[int]:
        """Return the channels of a block in the order of their tiles."""
        key = (block_id, maps.shape, maps.is_whole)
        if key != self._sorted_for:
            self._sorted_for = key
            self._channels = maps.sorted_channels(self._order)
        return self._channels
