"""Strict JSON: what Python's parser lets through (NaN, repeated keys, half characters, endless numbers, deep nesting) is found here.

Numbers that would not be written back as they were read stay a `NumberText`, so that what is unknown is kept to the letter.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from designer.network.errors import FileError
from designer.network.fields import quote

DEEPEST = 32
"""Most levels of nesting."""

_LONGEST_PLAIN_NUMBER = 300
_HUGE = 10**400
_AS_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class NumberText:
    """A number as it was written: ``1E5``, ``0.50``, ``-0``."""

    text: str

    @property
    def number(self) -> int | float:
        """The value; of more than 300 digits only the sign and "huge" is kept, which no limit allows."""
        if not set(self.text) <= set("-0123456789"):
            return float(self.text)
        if len(self.text) > _LONGEST_PLAIN_NUMBER:
            return -_HUGE if self.text.startswith("-") else _HUGE
        return int(self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class NotFinite:
    """``NaN``, ``Infinity`` or a number like ``1e999``: stands where no number is."""

    text: str

    def __str__(self) -> str:
        return self.text


class JsonFault(NamedTuple):
    """What is wrong inside a text that could be read: the place (``blocks[3].kernel``) and a sentence."""

    place: str
    sentence: str


class _Repeating(dict[str, Any]):
    """An object in which keys are written twice."""

    repeated: tuple[str, ...] = ()


def inside(place: str, key: str | int) -> str:
    """Return the place of an entry.

    >>> inside(inside("blocks", 3), "kernel"), inside("training", "a b")
    ('blocks[3].kernel', "training['a b']")
    """
    if isinstance(key, int):
        return f"{place}[{key}]"
    if re.fullmatch(r"[\w-]{1,40}", key):
        return f"{place}.{key}" if place else key
    return f"{place}[{quote(key)}]"


def read(text: str) -> tuple[Any, Iterator[JsonFault]]:
    """Return the value of a JSON text, and what is wrong inside it as it is asked for.

    Raises:
        FileError: It is no JSON, or nested deeper than 32 levels (found out before it is parsed).
    """
    if too_deep(text):
        raise FileError([f"file: nested deeper than {DEEPEST} levels; allowed are {DEEPEST}"])
    hooks = _Hooks()
    decoder = json.JSONDecoder(
        object_pairs_hook=hooks.read_object, parse_int=_read_whole, parse_float=hooks.read_fraction, parse_constant=hooks.read_constant
    )
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        raise FileError([_syntax_fault(error)]) from None
    halves = re.search(r"\\[uU][dD]", text) is not None
    return value, _faults(value, "") if hooks.marked or halves else iter(())


def write(value: Any) -> str:
    """Return a value as JSON on one line, ``", "`` and ``": "`` between, non-ASCII as it is, numbers as they were read."""
    if isinstance(value, NumberText):
        return value.text
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_ENCODER.encode(key)}: {write(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(write, value)) + "]"
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
write_plain = _ENCODER.encode
"""Return a value without `NumberText` as JSON on one line; as `write`, but fast."""


def plain(value: Any) -> Any:
    """Return a value with its numbers as numbers, in itself or in one list."""
    if isinstance(value, list):
        return [item.number if isinstance(item, NumberText) else item for item in value]
    return value.number if isinstance(value, NumberText) else value


def too_deep(text: str) -> bool:
    """Tell whether brackets are nested deeper than 32 levels, without parsing."""
    outside_strings = text.encode(errors="replace").replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
    brackets = b"".join(outside_strings).translate(_AS_BRACKETS, _NO_BRACKETS)
    for _ in range(DEEPEST):
        if b"[]" not in brackets:
            break
        brackets = brackets.replace(b"[]", b"")
    # what is left was never closed (cut off), or is deeper
    return b"[]" in brackets or brackets.count(b"[") > DEEPEST


class _Hooks:
    """What the parser calls; remembers whether there is anything to look for."""

    def __init__(self) -> None:
        self.marked = False

    def read_object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        self.marked = True
        repeating = _Repeating(found)
        times = Counter(key for key, _ in pairs)
        repeating.repeated = tuple(key for key in found if times[key] > 1)
        return repeating

    def read_fraction(self, text: str) -> float | NumberText | NotFinite:
        value = float(text)
        if math.isfinite(value):
            return value if repr(value) == text else NumberText(text)
        return self.read_constant(text)

    def read_constant(self, text: str) -> NotFinite:
        self.marked = True
        return NotFinite(text)


def _read_whole(text: str) -> int | NumberText:
    return int(text) if len(text) <= _LONGEST_PLAIN_NUMBER and text != "-0" else NumberText(text)


def _syntax_fault(error: json.JSONDecodeError) -> str:
    place = f"line {error.lineno}, column {error.colno}"
    if not error.doc.strip():
        return "file: it is empty; a JSON object is needed"
    if error.pos >= len(error.doc.rstrip()):
        return f"{place}: not JSON: the file ends too early"
    reason = error.msg.removesuffix(" starting at")  # Python puts the place behind it
    return f"{place}: not JSON: {reason[0].lower()}{reason[1:]}"


def _faults(value: Any, place: str) -> Iterator[JsonFault]:
    if isinstance(value, NotFinite):
        yield JsonFault(place or "file", f"found {quote(value)}; allowed are finite numbers")
    elif isinstance(value, str):
        if _HALF_CHARACTER.search(value):
            yield JsonFault(place or "file", f"found {quote(value)}, which holds half a character; allowed is whole Unicode text")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if not isinstance(item, float | int):  # almost all of a large file: no fault can be in them
                yield from _faults(item, inside(place, index))
    elif isinstance(value, dict):
        yield from _object_faults(value, place)


def _object_faults(value: dict[str, Any], place: str) -> Iterator[JsonFault]:
    if isinstance(value, _Repeating):
        for key in value.repeated:
            yield JsonFault(inside(place, key), "the key is written twice; allowed is once")
    for key, item in value.items():
        if _HALF_CHARACTER.search(key):
            yield JsonFault(inside(place, key), "the key holds half a character; allowed is whole Unicode text")
        yield from _faults(item, inside(place, key))
