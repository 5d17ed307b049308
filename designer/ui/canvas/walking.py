"""Walk from block to block with the arrow keys: along the wires, and from branch to branch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from designer.network.architecture import Architecture, Position


class Way(Enum):
    """Where to."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    FIRST = "first"
    LAST = "last"


def next_block(architecture: Architecture, order: Sequence[str], places: Mapping[str, Position], block_id: str | None, way: Way) -> str | None:
    """Return the block that a step leads to, the same one where there is no further.

    Args:
        architecture: The wires.
        order: All ids in the order of the network, loose ones last.
        places: Where the cards stand.
        block_id: Where the walk is; ``None``: nowhere yet, so it begins at the first block.
        way: Where to.
    """
    if not order:
        return None
    if block_id is None or way in (Way.FIRST, Way.LAST):
        return order[-1] if way is Way.LAST else order[0]
    if way in (Way.UP, Way.DOWN):
        along = architecture.sources[block_id] if way is Way.UP else architecture.targets[block_id]
        return min(along, key=lambda name: abs(places[name][0] - places[block_id][0]), default=block_id)
    x, y = places[block_id]
    sign = 1 if way is Way.RIGHT else -1
    beside = [name for name in order if (places[name][0] - x) * sign > 0]
    return min(beside, key=lambda name: (abs(places[name][1] - y), abs(places[name][0] - x)), default=block_id)
