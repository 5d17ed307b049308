"""Which fields several blocks have in common, and the values they have there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from designer.network.architecture import Block
from designer.network.fields import Field, fields_of
from designer.ui.inspector.editors import MIXED


def shared_fields(blocks: Sequence[Block]) -> Mapping[str, Field]:
    """Return the fields that all blocks have under one name, with one label and the same limits, in the first one's order."""
    tables = [fields_of(type(block.spec)) for block in blocks]
    if not tables:
        return {}
    return {name: field for name, field in tables[0].items() if all(_same(field, table.get(name)) for table in tables[1:])}


def shared_value(blocks: Sequence[Block], name: str) -> Any:
    """Return the value that all blocks have in a field, or `MIXED`."""
    return agreed([getattr(block.spec, name) for block in blocks])


def agreed(values: Sequence[Any]) -> Any:
    """Return the value that all are equal to, or `MIXED`."""
    return values[0] if all(value == values[0] for value in values[1:]) else MIXED


def _same(field: Field, other: Field | None) -> bool:
    return other is not None and type(other) is type(field) and (other.label, other.allowed()) == (field.label, field.allowed())
