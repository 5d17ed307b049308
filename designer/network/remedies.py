"""What would mend a problem, as data: the analysis offers them, `fixes` turns them into pure edits."""

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
class InsertBefore:
    """Put a new block of the given type in front of the block that has the problem."""

    label: str
    type_name: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class InsertAfter:
    """Put a new block of the given type behind the block that has the problem."""

    label: str
    type_name: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MergeEnds:
    """Join several ends by a new block of the given type."""

    label: str
    type_name: str


@dataclass(frozen=True)
class ConnectFrom:
    """Draw a wire from ``source`` to the block that has the problem."""

    label: str
    source: str


Remedy = ChangeFields | RemoveBlock | InsertBefore | InsertAfter | MergeEnds | ConnectFrom
