"""Edits of wires: connecting, with the reason where it is refused, and disconnecting."""

from __future__ import annotations

import dataclasses

from designer.network.architecture import Architecture, Wire
from designer.network.edits_checks import block_of, input_count, wire_index
from designer.network.errors import EditError


def why_not_connect(architecture: Architecture, source: str, target: str) -> str | None:
    """Return in one line why no wire may be drawn, or ``None`` where it may: cheap enough to ask while dragging."""
    for block_id in (source, target):
        if block_id not in architecture.by_id:
            return f"there is no block '{block_id}'"
    name, most = architecture.by_id[target].shown_name, architecture.by_id[target].spec.MOST_INPUTS
    if source == target:
        return f"{name} cannot feed itself"
    if most is not None and len(architecture.sources[target]) >= most:
        taken = " and ".join(architecture.by_id[other].shown_name for other in architecture.sources[target][:3])
        return f"{name} takes {input_count(most)}" + (f", and has {taken}" if taken else "")
    if source in architecture.downstream(target):
        return f"a loop: {architecture.by_id[source].shown_name} already follows {name}"
    return None


def connect(architecture: Architecture, source: str, target: str, position: int | None = None) -> Architecture:
    """Draw a wire; ``position`` is its place among the target's inputs, by default the last.

    Raises:
        EditError: A block is missing, the port is full, or it would close a loop.
    """
    reason = why_not_connect(architecture, source, target)
    if reason is not None:
        raise EditError(reason)
    entering = [index for index, wire in enumerate(architecture.wires) if wire.target == target]
    place = entering[position] if position is not None and 0 <= position < len(entering) else len(architecture.wires)
    wires = (*architecture.wires[:place], Wire(source, target), *architecture.wires[place:])
    return dataclasses.replace(architecture, wires=wires)


def disconnect(architecture: Architecture, *wires: Wire) -> Architecture:
    """Remove wires; a wire that stands twice goes once for each time it is named.

    Raises:
        EditError: There is no such wire.
    """
    for wire in wires:
        index = wire_index(architecture, wire)
        architecture = dataclasses.replace(architecture, wires=architecture.wires[:index] + architecture.wires[index + 1 :])
    return architecture


def reconnect(architecture: Architecture, wire: Wire, *, source: str | None = None, target: str | None = None) -> Architecture:
    """Lead one end of a wire elsewhere; with the target unchanged it stays the same input of it.

    Raises:
        EditError: As for `connect`; the wire stays as it was.
    """
    index = wire_index(architecture, wire)
    moved = Wire(source or wire.source, target or wire.target)
    if moved == wire:
        return architecture
    rest = disconnect(architecture, wire)
    if moved.target != wire.target:
        return connect(rest, *moved)
    reason = why_not_connect(rest, *moved)
    if reason is not None:
        raise EditError(reason)
    block_of(architecture, moved.source)
    return dataclasses.replace(architecture, wires=(*architecture.wires[:index], moved, *architecture.wires[index + 1 :]))


def move_input(architecture: Architecture, block_id: str, index: int, to: int) -> Architecture:
    """Let an input of a block take another place among its inputs; those in between move up.

    Args:
        architecture: The network.
        block_id: The block that the wires enter.
        index: Which of its inputs, counted from 0.
        to: Which one it will be.

    Raises:
        EditError: The block has no such input.
    """
    name = block_of(architecture, block_id).shown_name
    entering = [place for place, wire in enumerate(architecture.wires) if wire.target == block_id]
    for wanted in (index, to):
        if not 0 <= wanted < len(entering):
            raise EditError(f"{name} has {len(entering)} inputs, none is number {wanted + 1}")
    if index == to:
        return architecture
    moved = list(entering)
    moved.insert(to, moved.pop(index))
    wires = list(architecture.wires)
    for place, old in zip(entering, moved, strict=True):
        wires[place] = architecture.wires[old]
    return architecture if tuple(wires) == architecture.wires else dataclasses.replace(architecture, wires=tuple(wires))


def swap_inputs(architecture: Architecture, block_id: str) -> Architecture:
    """Turn the order of a block's inputs round: of two, each takes the place of the other.

    Raises:
        EditError: Fewer than two wires enter the block.
    """
    name, number = block_of(architecture, block_id).shown_name, len(architecture.sources[block_id])
    if number < 2:
        raise EditError(f"{name} has {input_count(number)} connected: there is no order to change" if number else f"no wire enters {name}")
    wires = list(architecture.wires)
    entering = [place for place, wire in enumerate(wires) if wire.target == block_id]
    for place, old in zip(entering, reversed(entering), strict=True):
        wires[place] = architecture.wires[old]
    return architecture if tuple(wires) == architecture.wires else dataclasses.replace(architecture, wires=tuple(wires))


def targets_for(architecture: Architecture, source: str) -> tuple[str, ...]:
    """Return the blocks that a wire from a block may lead to: those with room that it would close no loop with.

    Blocks that lack an input come first, then those in the order of the network.
    """
    block_of(architecture, source)
    before, waiting = {source}, [source]
    while waiting:
        for other in architecture.sources[waiting.pop()]:
            if other not in before:
                before.add(other)
                waiting.append(other)

    def lacks(name: str) -> bool:
        return len(architecture.sources[name]) < architecture.by_id[name].spec.FEWEST_INPUTS

    def has_room(name: str) -> bool:
        most = architecture.by_id[name].spec.MOST_INPUTS
        return most is None or len(architecture.sources[name]) < most

    return tuple(sorted((name for name in architecture.order if name not in before and has_room(name)), key=lambda name: not lacks(name)))
