"""Reading the training settings of an architecture file."""

from __future__ import annotations

from typing import Any

from designer.network.errors import FieldError
from designer.network.fields import fields_of
from designer.network.file_format_blocks import write_if_sound
from designer.network.file_format_faults import Faults
from designer.network.json_text import plain
from designer.network.training import Training


def read_training(raw: Any, faults: Faults) -> Training:
    """Return the settings; those that this version does not know are kept to the letter."""
    if not isinstance(raw, dict):
        faults.add_found("training", raw, "an object of settings")
        return Training()
    fields = fields_of(Training)
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in raw:
            try:
                values[name] = field.parse(plain(raw[name]))
            except FieldError as error:
                faults.add_field(f"training.{name}", error)
    unknown = tuple((key, write_if_sound(value)) for key, value in raw.items() if key not in fields)
    return Training(**values, written=tuple(values), unknown=unknown)
