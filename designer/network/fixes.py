"""Remedies as edits: each button under a problem is one of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from designer.network import edits
from designer.network.architecture import Architecture, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec
from designer.network.errors import EditError
from designer.network.remedies import ChangeFields, ConnectFrom, InsertAfter, InsertBefore, MergeEnds, Remedy, RemoveBlock


@dataclass(frozen=True)
class Fix:
    """What a button says, and the edit that it is.

    Args:
        label: Shown on the button.
        edit: Raises `EditError` where the document has moved on and the fix no longer applies.
    """

    label: str
    edit: Callable[[Architecture], Architecture]

    def apply(self, architecture: Architecture) -> Architecture:
        """Return the architecture with the problem mended."""
        return self.edit(architecture)


def fixes_for(remedies: Iterable[Remedy], block_id: str) -> tuple[Fix, ...]:
    """Return the fixes for a problem's remedies; ``block_id`` is the block that has the problem."""
    return tuple(Fix(remedy.label, _edit(remedy, block_id)) for remedy in remedies)


def _edit(remedy: Remedy, block_id: str) -> Callable[[Architecture], Architecture]:
    match remedy:
        case ChangeFields():
            return lambda architecture: _change_fields(architecture, remedy.block or block_id, remedy.values)
        case RemoveBlock():
            return lambda architecture: edits.remove_blocks(architecture, remedy.block or block_id)[0]
        case InsertBefore():
            return lambda architecture: _insert_before(architecture, block_id, _spec(remedy.type_name, remedy.values))
        case InsertAfter():
            return lambda architecture: edits.insert_after(architecture, block_id, _spec(remedy.type_name, remedy.values))[0]
        case MergeEnds():
            return lambda architecture: _merge_ends(architecture, _spec(remedy.type_name, {}))
        case ConnectFrom():
            return lambda architecture: edits.connect(architecture, remedy.source, block_id)
        case _:
            assert_never(remedy)


def _change_fields(architecture: Architecture, block_id: str, values: Mapping[str, Any]) -> Architecture:
    for name, value in values.items():
        architecture = edits.set_field(architecture, block_id, name, value)
    return architecture


def _spec(type_name: str, values: Mapping[str, Any]) -> BlockSpec:
    if type_name not in BLOCK_TYPES:
        raise EditError(f"there is no block type '{type_name}'")
    return BLOCK_TYPES[type_name](**values)


def _insert_before(architecture: Architecture, block_id: str, spec: BlockSpec) -> Architecture:
    """Put a new block on every wire into a block."""
    sources = architecture.sources.get(block_id, ())
    if not sources:
        return edits.insert_before(architecture, block_id, spec)[0]
    for source in sources:
        architecture = edits.insert_on_wire(architecture, Wire(source, block_id), spec)[0]
    return architecture


def _merge_ends(architecture: Architecture, spec: BlockSpec) -> Architecture:
    """Join the open ends that an input reaches."""
    starts = [block.id for block in architecture.blocks if block.spec.MOST_INPUTS == 0]
    reached = set().union(*(architecture.downstream(start) for start in starts))
    ends = [block.id for block in architecture.blocks if block.id in reached and not architecture.targets[block.id]]
    if len(ends) < 2:
        raise EditError("there are no several ends to join")
    architecture, merge = edits.insert_after(architecture, ends[-1], spec)
    for position, end in enumerate(ends[:-1]):
        architecture = edits.connect(architecture, end, merge, position)
    return architecture
