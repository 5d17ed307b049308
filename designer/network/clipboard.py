"""Copying blocks as text and pasting them: the text is an architecture file, so it travels through editors and chats."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from designer.network.architecture import Architecture, Block, Position
from designer.network.edits_checks import Ids, blocks_of, checked_position
from designer.network.edits_copies import add_copies
from designer.network.errors import EditError, FileError
from designer.network.file_format import load, save

UNPLACED_PITCH_PX = 120
"""How far apart pasted cards without a place come to lie, one below the other."""


def copy_text(architecture: Architecture, ids: Ids, positions: Mapping[str, Position] | None = None) -> str:
    """Return blocks and the wires between them as text.

    Args:
        architecture: Where they are.
        ids: Which blocks.
        positions: Where the cards lie on the screen, so that a paste keeps their arrangement.

    Raises:
        EditError: No block is named.
    """
    blocks = [_placed(block, (positions or {}).get(block.id, block.at)) for block in blocks_of(architecture, ids)]
    if not blocks:
        raise EditError("nothing is selected")
    inside = {block.id for block in blocks}
    wires = tuple(wire for wire in architecture.wires if inside.issuperset(wire))
    return save(Architecture(architecture.name, blocks=tuple(blocks), wires=wires))


def paste(architecture: Architecture, text: str, at: Position | None = None) -> tuple[Architecture, tuple[str, ...]]:
    """Add the blocks of a text; return their new ids too.

    Args:
        architecture: Where to.
        text: An architecture file; its input is skipped where there is one.
        at: Where the top left of what is pasted comes to lie.

    Raises:
        EditError: The text is no architecture, in one line; nothing changes.
    """
    try:
        pasted = load(text)
    except FileError as error:
        raise EditError(f"the clipboard holds no network ({error.faults[0]})") from error
    if not pasted.blocks:
        raise EditError("the clipboard holds a network without blocks")
    before = len(architecture.blocks)
    grown, ids = add_copies(architecture, pasted.blocks, pasted.wires)
    blocks = (*grown.blocks[:before], *_arranged(grown.blocks[before:], at))
    return dataclasses.replace(grown, blocks=blocks), ids


def _arranged(blocks: Sequence[Block], at: Position | None) -> list[Block]:
    """Return the blocks moved so that their top left is ``at``; those without a place follow below."""
    if at is None:
        return list(blocks)
    places = [block.at for block in blocks if block.at is not None]
    left, top = min((x for x, _ in places), default=0.0), min((y for _, y in places), default=0.0)
    bottom = at[1] + max((y - top for _, y in places), default=-UNPLACED_PITCH_PX)
    arranged = []
    for block in blocks:
        if block.at is None:
            bottom += UNPLACED_PITCH_PX
        arranged.append(_placed(block, (at[0], bottom) if block.at is None else (at[0] + block.at[0] - left, at[1] + block.at[1] - top)))
    return arranged


def _placed(block: Block, at: Position | None) -> Block:
    return dataclasses.replace(block, at=checked_position(at))
