"""What would mend a problem, as data: the analysis offers them, `fixes` turns them into pure edits.

Where a remedy says nothing else, it is about the block that has the problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ChangeFields:
    """Set fields of the block that has the problem (or of ``block``)."""

    label: str
    values: Mapping[str, Any]
    block: str | None = None


@dataclass(frozen=True)
class RemoveBlock:
    """Remove a block (``None``: the one with the problem) and close the chain."""

    label: str
    block: str | None = None


@dataclass(frozen=True)
class RemoveBlocks:
    """Remove several blocks with all their wires, such as a branch that leads nowhere."""

    label: str
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class AddBlock:
    """Add a block that nothing is connected with yet."""

    label: str
    type_name: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class InsertBefore:
    """Put a new block of the given type in front of a block: on every wire into it, or on those of its ``inputs`` (from 0)."""

    label: str
    type_name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    block: str | None = None
    inputs: tuple[int, ...] = ()


@dataclass(frozen=True)
class InsertAfter:
    """Put a new block of the given type behind a block."""

    label: str
    type_name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    block: str | None = None


@dataclass(frozen=True)
class ReplaceBlock:
    """Put a block of another type in the place of one and keep its wires."""

    label: str
    type_name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    block: str | None = None


@dataclass(frozen=True)
class MoveBlock:
    """Take a block out and put it in front of ``before``, or behind ``after``; what was around it closes."""

    label: str
    before: str | None = None
    after: str | None = None
    block: str | None = None


@dataclass(frozen=True)
class MergeEnds:
    """Join several ends by a new block of the given type."""

    label: str
    type_name: str


@dataclass(frozen=True)
class MergeInputs:
    """Join the wires that enter a block by a new block of the given type in front of it."""

    label: str
    type_name: str


@dataclass(frozen=True)
class ConnectFrom:
    """Draw a wire from ``source`` to a block."""

    label: str
    source: str
    block: str | None = None


@dataclass(frozen=True)
class Disconnect:
    """Remove the wires from ``sources`` to a block; a source that stands twice loses two."""

    label: str
    sources: tuple[str, ...]
    block: str | None = None


@dataclass(frozen=True)
class FeedFrom:
    """Let what follows a block follow ``source`` instead, and remove the block."""

    label: str
    source: str
    block: str | None = None


@dataclass(frozen=True)
class Together:
    """Several remedies as one edit."""

    label: str
    steps: tuple[Remedy, ...]


Remedy = (
    ChangeFields
    | RemoveBlock
    | RemoveBlocks
    | AddBlock
    | InsertBefore
    | InsertAfter
    | ReplaceBlock
    | MoveBlock
    | MergeEnds
    | MergeInputs
    | ConnectFrom
    | Disconnect
    | FeedFrom
    | Together
)
