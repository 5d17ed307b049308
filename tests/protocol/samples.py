"""One message of every kind, made from the types alone, so that a new message is tested without being listed."""

import types
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from designer.protocol.commands import AnyCommand
from designer.protocol.events import AnyEvent


def kinds(union: object) -> tuple[type[msgspec.Struct], ...]:
    return get_args(union)


COMMANDS = kinds(AnyCommand)
EVENTS = kinds(AnyEvent)


def sample(kind: type[msgspec.Struct]) -> Any:
    """Return a message with a value in every field."""
    return kind(**{name: _value(hint) for name, hint in get_type_hints(kind).items() if not name.startswith("__")})


def _value(hint: Any) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _value(next(part for part in arguments if part is not type(None)))
    if origin is tuple:
        return (_value(arguments[0]),) * (2 if Ellipsis in arguments else len(arguments))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return sample(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    return {int: 3, float: 0.25, str: "conv1 → 'ü'", bytes: b"\x00\xff\x80", bool: True}[hint]
