"""What every edit asks first: does the block exist, is the text sound, is the place on the canvas."""

from __future__ import annotations

import math
from collections.abc import Iterable

from designer.network.architecture import Architecture, Block, Position, Wire
from designer.network.document_limits import FARTHEST_PX, MOST_BLOCKS
from designer.network.errors import EditError

Ids = str | Iterable[str]


def block_of(architecture: Architecture, block_id: str) -> Block:
    """Return a block.

    Raises:
        EditError: There is none of that id.
    """
    if block_id not in architecture.by_id:
        raise EditError(f"there is no block '{block_id}'")
    return architecture.by_id[block_id]


def blocks_of(architecture: Architecture, ids: Ids) -> list[Block]:
    """Return the blocks of one id or several, each once, in the order listed in the architecture."""
    wanted = {ids} if isinstance(ids, str) else set(ids)
    for block_id in wanted:
        block_of(architecture, block_id)
    return [block for block in architecture.blocks if block.id in wanted]


def wire_index(architecture: Architecture, wire: Wire) -> int:
    """Return where a wire stands in the list.

    Raises:
        EditError: There is no such wire.
    """
    if wire not in architecture.wires:
        raise EditError(f"there is no wire from '{wire[0]}' to '{wire[1]}'")
    return architecture.wires.index(wire)


def check_room(architecture: Architecture, more: int) -> None:
    """Refuse blocks beyond what a file may hold."""
    if len(architecture.blocks) + more > MOST_BLOCKS:
        raise EditError(f"{len(architecture.blocks):,} blocks and {more:,} more; at most {MOST_BLOCKS:,} work")


def checked_text(label: str, text: str, longest: int) -> str:
    """Return a text that a file can hold.

    Raises:
        EditError: It is too long, or holds half a character.
    """
    if len(text) > longest:
        raise EditError(f"{label}: {len(text):,} characters; at most {longest:,} work")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise EditError(f"{label}: character {error.start + 1:,} is half a character") from None
    return text


def checked_position(at: Position | None) -> Position | None:
    """Return a card's place, kept within what a file may hold.

    Raises:
        EditError: A coordinate is not finite.
    """
    if at is None:
        return None
    if not all(map(math.isfinite, at)):
        raise EditError(f"a card cannot lie at ({at[0]}, {at[1]})")
    x, y = (min(max(value, -FARTHEST_PX), FARTHEST_PX) + 0 for value in at)  # -0.0 becomes 0.0
    return x, y


def input_count(number: int | None) -> str:
    """Return a number of inputs as people say it."""
    return {None: "any number of inputs", 0: "no wires", 1: "one input"}.get(number, f"{number} inputs")
