"""Edits that move a block along the wires."""

from __future__ import annotations

import dataclasses

from designer.network.architecture import Architecture, Block, Wire
from designer.network.edits_blocks import closed_around, listed_after
from designer.network.edits_checks import block_of, wire_index
from designer.network.errors import EditError


def move_along_chain(architecture: Architecture, block_id: str, step: int) -> Architecture:
    """Move a block earlier (``step`` −1) or later (+1): it changes places with its neighbour.

    Raises:
        EditError: There is no neighbour, or a fork or a merge is in the way.
    """
    moved = architecture
    for _ in range(abs(step)):
        moved = _swapped(moved, block_id, _neighbour(moved, block_id, step), earlier=step < 0)
    # over several places a card may have come back to where it was: then it is the same object again
    old = architecture.by_id
    return (
        dataclasses.replace(moved, blocks=tuple(old[block.id] if block == old[block.id] else block for block in moved.blocks))
        if step
        else architecture
    )


def _neighbour(architecture: Architecture, block_id: str, step: int) -> str:
    name = block_of(architecture, block_id).shown_name
    around = architecture.sources[block_id] if step < 0 else architecture.targets[block_id]
    if len(around) == 1:
        return around[0]
    where = "before" if step < 0 else "behind"
    raise EditError(f"{name} has {len(around)} blocks {where} it: drag it onto a wire instead" if around else f"nothing is {where} {name}")


def _swapped(architecture: Architecture, block_id: str, neighbour: str, earlier: bool) -> Architecture:
    first, second = (neighbour, block_id) if earlier else (block_id, neighbour)
    _check_swap(architecture, architecture.by_id[first], architecture.by_id[second])
    names = {first: second, second: first}
    wires = [Wire(first if source == second else source, second if target == first else target) for source, target in architecture.wires]
    between = architecture.wires.index(Wire(first, second))
    wires[between] = Wire(second, first)
    block, other = architecture.by_id[block_id], architecture.by_id[neighbour]
    moved = {block.id: _placed(block, other), other.id: _placed(other, block)}
    # cards, and lines in the file, change places
    blocks = tuple(moved[names[old.id]] if old.id in names else old for old in architecture.blocks)
    return dataclasses.replace(architecture, blocks=blocks, wires=tuple(wires))


def _placed(block: Block, like: Block) -> Block:
    return block if block.at == like.at else dataclasses.replace(block, at=like.at)


def _check_swap(architecture: Architecture, first: Block, second: Block) -> None:
    if first.spec.MOST_INPUTS == 0:
        raise EditError(f"nothing goes before {first.shown_name}: it takes no wires")
    if len(architecture.targets[first.id]) > 1:
        raise EditError(f"{first.shown_name} feeds {len(architecture.targets[first.id])} blocks: drag the block onto a wire instead")
    for block in (first, second):
        if len(architecture.sources[block.id]) > 1:
            raise EditError(f"{len(architecture.sources[block.id])} wires enter {block.shown_name}: drag the block onto a wire instead")


def take_out(architecture: Architecture, block_id: str) -> Architecture:
    """Take a block out of its chain, which closes; the block stays, unconnected.

    Raises:
        EditError: Several wires enter it.
    """
    block = block_of(architecture, block_id)
    if len(architecture.sources[block_id]) > 1:
        raise EditError(f"{len(architecture.sources[block_id])} wires enter {block.shown_name}: it stays where it is")
    wires = tuple(closed_around(architecture.wires, block_id))
    return architecture if wires == architecture.wires else dataclasses.replace(architecture, wires=wires)


def resplice(architecture: Architecture, block_id: str, wire: Wire) -> Architecture:
    """Take a block out of its chain, which closes, and splice it into a wire, listed right after the wire's source.

    Raises:
        EditError: The block takes no wires, several enter it, or there is no such wire.
    """
    block = block_of(architecture, block_id)
    wire_index(architecture, wire)
    if block.spec.MOST_INPUTS == 0:
        raise EditError(f"{block.shown_name} takes no wires, so it cannot lie on one")
    if block_id in wire:
        return architecture
    closed = take_out(architecture, block_id)
    index = wire_index(closed, wire)
    wires = (*closed.wires[:index], Wire(wire.source, block_id), Wire(block_id, wire.target), *closed.wires[index + 1 :])
    others = [other for other in closed.blocks if other is not block]
    return dataclasses.replace(closed, blocks=listed_after(others, wire.source, block), wires=wires)
