"""What a sweep tries: settings with a range each, as typed on the command line. Nothing here imports torch or Optuna."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.errors import EditError
from designer.network.fields import ChoiceField, Field, FlagField, NumberField, TextField, WholeField, fields_of
from designer.network.training import Training

DEFAULT_RANGES = ("learning_rate=1e-4..1e-1", "batch_size=16,32,64", "optimizer=sgd,adam")
_LOGARITHMIC_FROM = 10.0
"""A range whose end is so many times its beginning is searched by factors instead of by differences."""

Value = str | int | float | bool


class Suggesting(Protocol):
    """What a trial of Optuna's offers."""

    def suggest_float(self, name: str, low: float, high: float, *, log: bool) -> float: ...

    def suggest_int(self, name: str, low: int, high: int, *, log: bool) -> int: ...

    def suggest_categorical(self, name: str, choices: Any) -> Any: ...


@dataclass(frozen=True)
class Span:
    """One setting and the values it may take.

    Args:
        key: Of a training setting, or ``block.field``.
        choices: The values; or none, then all from ``low`` to ``high``.
    """

    key: str
    choices: tuple[Value, ...] = ()
    low: float = 0.0
    high: float = 0.0
    whole: bool = False

    @property
    def is_logarithmic(self) -> bool:
        """Whether factors count, not differences."""
        return self.low > 0 and self.high >= _LOGARITHMIC_FROM * self.low

    def suggested(self, trial: Suggesting) -> Value:
        """Return the value that a trial takes."""
        if self.choices:
            chosen: Value = trial.suggest_categorical(self.key, self.choices)
            return chosen
        if self.whole:
            return trial.suggest_int(self.key, int(self.low), int(self.high), log=self.is_logarithmic)
        return trial.suggest_float(self.key, self.low, self.high, log=self.is_logarithmic)


def parse_span(text: str, architecture: Architecture) -> Span:
    """Return what ``KEY=RANGE`` means for a network.

    Raises:
        EditError: There is no such setting, or it cannot take these values.

    >>> parse_span("learning_rate=1e-4..1e-1", Architecture()).is_logarithmic
    True
    >>> parse_span("batch_size=16, 32", Architecture()).choices
    (16, 32)
    """
    key, equals, values = (part.strip() for part in text.partition("="))
    if not equals or not values:
        raise EditError(f"'{text[:60]}' is not KEY=RANGE, such as learning_rate=1e-4..1e-1 or optimizer=sgd,adam")
    field = _field_of(key, architecture)
    if ".." not in values:
        choices = tuple(_value(field, key, value.strip()) for value in values.split(","))
        _try(architecture, key, choices)
        return Span(key, choices)
    if not isinstance(field, WholeField | NumberField):
        raise EditError(f"{key} has no values between two others; name them, as in {key}=A,B ({field.allowed()})")
    low, high = (_value(field, key, end.strip()) for end in values.split("..", 1))
    _try(architecture, key, (low, high))
    if not float(low) < float(high):
        raise EditError(f"{key}: the range {values} is empty; its first value must be the smaller one")
    return Span(key, (), float(low), float(high), isinstance(field, WholeField))


def changed(architecture: Architecture, key: str, value: Value) -> Architecture:
    """Return the network with a setting of its training, or a field of one of its blocks, changed.

    Raises:
        EditError: There is no such setting, or the value is outside its limits.
    """
    block, dot, name = key.rpartition(".")
    return edits.set_field(architecture, [block], name, value) if dot else edits.set_training(architecture, key, value)


def _field_of(key: str, architecture: Architecture) -> Field:
    block, dot, name = key.rpartition(".")
    if not dot:
        fields = fields_of(Training)
    elif block in architecture.by_id:
        fields = fields_of(type(architecture.by_id[block].spec))
    else:
        raise EditError(f"there is no block '{block[:40]}'; there are {', '.join(list(architecture.by_id)[:12])}")
    if name not in fields:
        raise EditError(f"there is no setting '{key[:60]}'; there are {', '.join(fields)}")
    return fields[name]


def _value(field: Field, key: str, text: str) -> Value:
    """Return a typed value as the field takes it, not judged yet."""
    try:
        match field:
            case WholeField():
                return int(text)
            case NumberField():
                return float(text)
            case FlagField():
                return {"true": True, "false": False}[text.lower()]
            case ChoiceField() | TextField():
                return text
    except (ValueError, KeyError):
        raise EditError(f"{key}: '{text[:40]}' is not {field.allowed()}") from None
    raise EditError(f"{key} is not one number or word, so a sweep cannot go over it")


def _try(architecture: Architecture, key: str, values: tuple[Value, ...]) -> None:
    for value in values:
        changed(architecture, key, value)
