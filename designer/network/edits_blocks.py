"""Edits that add, remove and replace blocks."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from designer.network.architecture import Architecture, Block, Position, Wire
from designer.network.blocks.base import BlockSpec
from designer.network.edits_checks import Ids, block_of, blocks_of, check_room, checked_position, input_count, wire_index
from designer.network.errors import EditError
from designer.network.ids import fresh_id


def add_block(architecture: Architecture, spec: BlockSpec, *, at: Position | None = None, frozen: bool = False) -> tuple[Architecture, str]:
    """Add a block that lies unconnected, listed last; return its id too."""
    block = _new_block(architecture, spec, at, frozen)
    return dataclasses.replace(architecture, blocks=(*architecture.blocks, block)), block.id


def insert_on_wire(
    architecture: Architecture, wire: Wire, spec: BlockSpec, *, at: Position | None = None, frozen: bool = False
) -> tuple[Architecture, str]:
    """Splice a new block into a wire, listed right after the wire's source; the target's inputs keep their order."""
    index = wire_index(architecture, wire)
    _check_takes_input(spec)
    block = _new_block(architecture, spec, at, frozen)
    wires = (*architecture.wires[:index], Wire(wire.source, block.id), Wire(block.id, wire.target), *architecture.wires[index + 1 :])
    return dataclasses.replace(architecture, blocks=listed_after(architecture.blocks, wire.source, block), wires=wires), block.id


def insert_after(
    architecture: Architecture, block_id: str, spec: BlockSpec, *, at: Position | None = None, frozen: bool = False
) -> tuple[Architecture, str]:
    """Put a new block between a block and all its targets; at an open end it is the new end."""
    block_of(architecture, block_id)
    _check_takes_input(spec)
    block = _new_block(architecture, spec, at, frozen)
    wires = [Wire(block.id, wire.target) if wire.source == block_id else wire for wire in architecture.wires]
    first = next((index for index, wire in enumerate(wires) if wire.source == block.id), len(wires))
    wires.insert(first, Wire(block_id, block.id))
    return dataclasses.replace(architecture, blocks=listed_after(architecture.blocks, block_id, block), wires=tuple(wires)), block.id


def insert_before(
    architecture: Architecture, block_id: str, spec: BlockSpec, *, at: Position | None = None, frozen: bool = False
) -> tuple[Architecture, str]:
    """Put a new block between a block and its source; without a source it is simply connected.

    Raises:
        EditError: The block takes no wires, or several come in: then it has to be dropped on one of them.
    """
    target = block_of(architecture, block_id)
    sources = architecture.sources[block_id]
    if target.spec.MOST_INPUTS == 0:
        raise EditError(f"nothing goes before {target.shown_name}: it takes no wires")
    if len(sources) > 1:
        raise EditError(f"{len(sources)} wires enter {target.shown_name}: drop the block on one of them")
    if sources:
        return insert_on_wire(architecture, Wire(sources[0], block_id), spec, at=at, frozen=frozen)
    block = _new_block(architecture, spec, at, frozen)
    place = architecture.blocks.index(target)
    blocks = (*architecture.blocks[:place], block, *architecture.blocks[place:])
    return dataclasses.replace(architecture, blocks=blocks, wires=(*architecture.wires, Wire(block.id, block_id))), block.id


def remove_blocks(architecture: Architecture, ids: Ids, close: bool = True) -> tuple[Architecture, str]:
    """Remove blocks; return a note for the status line too, empty where nothing needs saying.

    With ``close`` what followed a block follows its first input; further inputs are left open, which the note says.
    """
    removed = blocks_of(architecture, ids)
    gone = {block.id for block in removed}
    wires: Sequence[Wire] = architecture.wires
    notes = []
    for block in removed:
        note = _note_on_closing(architecture, wires, block, gone) if close else ""
        notes += [note] if note else []
        wires = closed_around(wires, block.id) if close else [wire for wire in wires if block.id not in wire]
    if not removed:
        return architecture, ""
    kept = tuple(block for block in architecture.blocks if block.id not in gone)
    return dataclasses.replace(architecture, blocks=kept, wires=tuple(wires)), "; ".join(notes)


def closed_around(wires: Sequence[Wire], block_id: str) -> list[Wire]:
    """Return the wires without a block: what followed it follows its first source, as the same input."""
    first = next((wire.source for wire in wires if wire.target == block_id), None)
    rest = [wire for wire in wires if wire.target != block_id]
    if first is None:
        return [wire for wire in rest if wire.source != block_id]
    return [Wire(first, wire.target) if wire.source == block_id else wire for wire in rest]


def _note_on_closing(architecture: Architecture, wires: Sequence[Wire], block: Block, gone: set[str]) -> str:
    sources = [wire.source for wire in wires if wire.target == block.id]
    followed = any(wire.source == block.id and wire.target not in gone for wire in wires)
    rest = [architecture.by_id[source].shown_name for source in sources[1:] if source not in gone]
    if not followed or not rest:
        return ""
    first = architecture.by_id[sources[0]].shown_name
    return f"{block.shown_name} had {len(sources)} inputs: what followed it now follows {first}; {' and '.join(rest)} left open"


def replace_block(architecture: Architecture, block_id: str, spec: BlockSpec, *, frozen: bool = False) -> tuple[Architecture, str]:
    """Put another block in the place of one and keep its wires; another type gets an id of its own, which is returned.

    Raises:
        EditError: The two do not take the same number of inputs.
    """
    old = block_of(architecture, block_id)
    reason = why_not_replace(architecture, block_id, spec)
    if reason is not None:
        raise EditError(reason)
    if spec.type_name == old.spec.type_name:
        new = dataclasses.replace(old, spec=spec, frozen=_checked_frozen(spec, frozen))
    else:
        others = architecture.by_id.keys() - {block_id}
        new = Block(fresh_id(others, spec.STEM, spec.NUMBERED), spec, at=old.at, frozen=_checked_frozen(spec, frozen))
    if new == old:
        return architecture, block_id
    blocks = tuple(new if block is old else block for block in architecture.blocks)
    names = {block_id: new.id}
    wires = tuple(Wire(names.get(source, source), names.get(target, target)) for source, target in architecture.wires)
    return dataclasses.replace(architecture, blocks=blocks, wires=wires), new.id


def why_not_replace(architecture: Architecture, block_id: str, spec: BlockSpec) -> str | None:
    """Return in one line why a block may not be replaced, or ``None`` where it may."""
    if block_id not in architecture.by_id:
        return f"there is no block '{block_id}'"
    old, most = architecture.by_id[block_id], spec.MOST_INPUTS
    entering = len(architecture.sources[block_id])
    if most is not None and entering > most:
        return f"{spec.LABEL} takes {input_count(most)}, but {entering} enter {old.shown_name}"
    if _arity(old.spec) != _arity(spec) and old.spec.MOST_INPUTS is not None:
        return f"{spec.LABEL} takes {input_count(most)}, {old.shown_name} {input_count(old.spec.MOST_INPUTS)}"
    return None


def _arity(spec: BlockSpec) -> int:
    """Return 0, 1 or 2 for no, one and several inputs."""
    return 2 if spec.MOST_INPUTS is None else min(spec.MOST_INPUTS, 2)


def listed_after(blocks: Sequence[Block], block_id: str, block: Block) -> tuple[Block, ...]:
    """Return the blocks with one listed right after another."""
    place = next(index for index, other in enumerate(blocks) if other.id == block_id) + 1
    return (*blocks[:place], block, *blocks[place:])


def _new_block(architecture: Architecture, spec: BlockSpec, at: Position | None, frozen: bool) -> Block:
    check_room(architecture, 1)
    return Block(fresh_id(architecture, spec.STEM, spec.NUMBERED), spec, at=checked_position(at), frozen=_checked_frozen(spec, frozen))


def _checked_frozen(spec: BlockSpec, frozen: bool) -> bool:
    if frozen and not spec.has_weights():
        raise EditError(f"{spec.LABEL} has no parameters to freeze")
    return frozen


def _check_takes_input(spec: BlockSpec) -> None:
    if spec.MOST_INPUTS == 0:
        raise EditError(f"{spec.LABEL} takes no wires, so it cannot follow another block")
