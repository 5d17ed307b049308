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
