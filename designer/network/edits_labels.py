"""What undo steps are called: "Set kernel 3 → 5 in conv2"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from designer.network.architecture import Architecture
from designer.network.fields import Field, fields_of
from designer.network.training import Training

StepLabel = Callable[[Architecture, Architecture], str]
"""Makes a step's label of the value before it and the one after it, so that merged steps are named right."""


def set_field_label(ids: str | Iterable[str], name: str) -> StepLabel:
    """Return how setting a field of one block or of several is called."""
    wanted = (ids,) if isinstance(ids, str) else tuple(ids)

    def label(before: Architecture, after: Architecture) -> str:
        having = [block for block in after.blocks if block.id in wanted and name in fields_of(type(block.spec))]
        if not having:
            return f"Set {_spoken(name)}"
        field = fields_of(type(having[0].spec))[name]
        old, new = (architecture.by_id[having[0].id].spec for architecture in (before, after))
        where = having[0].shown_name if len(having) == 1 else f"{len(having)} blocks"
        return f"Set {_spoken(name)} {_change(field, getattr(old, name, None), getattr(new, name))} in {where}"

    return label


def set_training_label(key: str) -> StepLabel:
    """Return how setting a training setting is called."""

    def label(before: Architecture, after: Architecture) -> str:
        return f"Set {_spoken(key)} {_change(fields_of(Training)[key], getattr(before.training, key), getattr(after.training, key))}"

    return label


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _change(field: Field, old: Any, new: Any) -> str:
    return f"→ {_short(field, new)}" if old is None else f"{_short(field, old)} → {_short(field, new)}"


def _short(field: Field, value: Any) -> str:
    """Return a value as text, a square pair as one number."""
    if isinstance(value, tuple) and len(value) == 2 and value[0] == value[1]:
        return str(value[0])
    return field.text(value)
