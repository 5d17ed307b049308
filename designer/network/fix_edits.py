"""What each remedy does to the document: pure edits, made of those that a person's gestures are made of."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, assert_never

from designer.network import edits
from designer.network.architecture import Architecture, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec
from designer.network.errors import EditError
from designer.network.remedies import (
    AddBlock,
    ChangeFields,
    ConnectFrom,
    Disconnect,
    FeedFrom,
    InsertAfter,
    InsertBefore,
    MergeEnds,
    MergeInputs,
    MoveBlock,
    Remedy,
    RemoveBlock,
    RemoveBlocks,
    ReplaceBlock,
    Together,
)

Edit = Callable[[Architecture], Architecture]


def edit_of(remedy: Remedy, block_id: str) -> Edit:
    """Return the edit that a remedy is; ``block_id`` is the block that has the problem."""
    return functools.partial(_applied, remedy, block_id)


def _applied(remedy: Remedy, block_id: str, architecture: Architecture) -> Architecture:
    match remedy:
        case ChangeFields():
            return _change_fields(architecture, remedy.block or block_id, remedy.values)
        case RemoveBlock():
            return edits.remove_blocks(architecture, remedy.block or block_id)[0]
        case RemoveBlocks():
            return edits.remove_blocks(architecture, remedy.blocks, close=False)[0]
        case AddBlock():
            return edits.add_block(architecture, _spec(remedy.type_name, remedy.values))[0]
        case InsertBefore():
            return _insert_before(architecture, remedy.block or block_id, _spec(remedy.type_name, remedy.values), remedy.inputs)
        case InsertAfter():
            return edits.insert_after(architecture, remedy.block or block_id, _spec(remedy.type_name, remedy.values))[0]
        case ReplaceBlock():
            return edits.replace_block(architecture, remedy.block or block_id, _spec(remedy.type_name, remedy.values))[0]
        case MoveBlock():
            return _move(architecture, remedy.block or block_id, remedy.before, remedy.after)
        case MergeEnds():
            return _merge_ends(architecture, _spec(remedy.type_name, {}))
        case MergeInputs():
            return _merge_inputs(architecture, block_id, _spec(remedy.type_name, {}))
        case ConnectFrom():
            return edits.connect(architecture, remedy.source, remedy.block or block_id)
        case Disconnect():
            return edits.disconnect(architecture, *[Wire(source, remedy.block or block_id) for source in remedy.sources])
        case FeedFrom():
            return _feed_from(architecture, remedy.block or block_id, remedy.source)
        case Together():
            for step in remedy.steps:
                architecture = _applied(step, block_id, architecture)
            return architecture
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


def _insert_before(architecture: Architecture, block_id: str, spec: BlockSpec, inputs: tuple[int, ...]) -> Architecture:
    """Put a new block on every wire into a block, or on those of some of its inputs."""
    sources = architecture.sources.get(block_id, ())
    if not sources:
        return edits.insert_before(architecture, block_id, spec)[0]
    if any(index >= len(sources) for index in inputs):
        raise EditError(f"{architecture.by_id[block_id].shown_name} has {len(sources)} inputs now")
    chosen = [sources[index] for index in inputs] or sources
    for source in dict.fromkeys(chosen):  # a source that stands twice gets one block for both
        architecture, made = edits.insert_on_wire(architecture, Wire(source, block_id), spec)
        for _ in range(chosen.count(source) - 1):
            architecture = edits.reconnect(architecture, Wire(source, block_id), source=made)
    return architecture


def _move(architecture: Architecture, block_id: str, before: str | None, after: str | None) -> Architecture:
    """Take a block with its id and weights out of its place and put it elsewhere."""
    anchor = before or after
    if anchor is None or {block_id, anchor} - architecture.by_id.keys():
        raise EditError("a block to move, or its new place, is gone")
    taken = edits.take_out(architecture, block_id)
    if before is not None:
        sources = taken.sources[before]
        if len(sources) != 1:
            raise EditError(f"{len(sources)} wires enter {taken.by_id[before].shown_name}")
        return edits.resplice(taken, block_id, Wire(sources[0], before))
    targets = taken.targets[anchor]
    if len(targets) == 1:
        return edits.resplice(taken, block_id, Wire(anchor, targets[0]))
    if targets:
        raise EditError(f"{taken.by_id[anchor].shown_name} feeds {len(targets)} blocks")
    return edits.connect(taken, anchor, block_id)


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


def _merge_inputs(architecture: Architecture, block_id: str, spec: BlockSpec) -> Architecture:
    """Join the wires that enter a block in front of it."""
    sources = architecture.sources.get(block_id, ())
    if len(sources) < 2:
        raise EditError("there are no several wires to join")
    architecture, merge = edits.insert_on_wire(architecture, Wire(sources[0], block_id), spec)
    for source in sources[1:]:
        architecture = edits.connect(edits.disconnect(architecture, Wire(source, block_id)), source, merge)
    return architecture


def _feed_from(architecture: Architecture, block_id: str, source: str) -> Architecture:
    """Let what follows a block follow another, and remove the block."""
    for target in architecture.targets.get(block_id, ()):
        architecture = edits.reconnect(architecture, Wire(block_id, target), source=source)
    return edits.remove_blocks(architecture, block_id, close=False)[0]
