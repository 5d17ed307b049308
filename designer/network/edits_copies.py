"""Edits that add copies of blocks: duplicating here, pasting from elsewhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from designer.network.architecture import Architecture, Block, Position, Wire
from designer.network.edits_checks import Ids, blocks_of, check_room, checked_position
from designer.network.errors import EditError
from designer.network.ids import copied_id


def add_copies(architecture: Architecture, blocks: Sequence[Block], wires: Iterable[Wire]) -> tuple[Architecture, tuple[str, ...]]:
    """Add blocks with the wires between them under free ids, listed last; an input is skipped where there is one.

    Raises:
        EditError: Nothing is left to add, or there is no room.
    """
    if any(_is_input(block) for block in architecture.blocks):
        blocks = [block for block in blocks if not _is_input(block)]
    if not blocks:
        raise EditError("nothing to add: the network has its input already")
    check_room(architecture, len(blocks))
    taken = set(architecture.by_id)
    names: dict[str, str] = {}
    for block in blocks:
        names[block.id] = copied_id(taken, block.id)
        taken.add(names[block.id])
    copies = [dataclasses.replace(block, id=names[block.id]) for block in blocks]
    inner = [Wire(names[source], names[target]) for source, target in wires if source in names and target in names]
    grown = dataclasses.replace(architecture, blocks=(*architecture.blocks, *copies), wires=(*architecture.wires, *inner))
    return grown, tuple(names.values())


def duplicate(architecture: Architecture, ids: Ids, offset: Position = (24, 24)) -> tuple[Architecture, tuple[str, ...]]:
    """Copy blocks and the wires between them; placed cards are moved by ``offset`` pixels."""
    originals = blocks_of(architecture, ids)
    if not originals:
        raise EditError("nothing is selected")
    return add_copies(architecture, [_moved(block, offset) for block in originals], architecture.wires)


def _moved(block: Block, offset: Position) -> Block:
    if block.at is None:
        return block
    return dataclasses.replace(block, at=checked_position((block.at[0] + offset[0], block.at[1] + offset[1])))


def _is_input(block: Block) -> bool:
    return block.spec.MOST_INPUTS == 0
