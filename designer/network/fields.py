"""Fields of blocks and of training settings: type, limits, unit and one line of help, declared once.

File format, inspector, command line and tooltips all derive from these declarations.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from designer.network.errors import FieldError

Pair = tuple[int, int]
Sides = tuple[int, int, int, int]
Padding = str | Pair | Sides


def quote(value: object) -> str:
    """Return a short, safe description of a value that was found in a file.

    >>> quote("big"), quote(None), quote(True)
    ("'big'", 'null', 'true')
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:37] + "…")
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}" if len(value) > 4 else "[" + ", ".join(quote(item) for item in value) + "]"
    text = "a huge number" if isinstance(value, int) and value.bit_length() > 128 else str(value)
    return text if len(text) <= 40 else text[:37] + "…"


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for a near miss, else an empty text.

    >>> did_you_mean("kernal", ["kernel", "stride"])
    "; did you mean 'kernel'?"
    """
    near = difflib.get_close_matches(word[:64], known, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def is_whole(value: object) -> bool:
    """Tell whether a value is a whole number (`True` is an `int` in Python and is not)."""
    return isinstance(value, int) and not isinstance(value, bool)


@dataclass(frozen=True, kw_only=True)
class Field(ABC):
    """One setting of a block: what the inspector shows and what a file may hold.

    Args:
        label: Shown in the inspector.
        doc: One line of help.
        unit: "px" and the like, or empty.
        required: Has no default in a file; the dataclass default is the palette's.
    """

    label: str
    doc: str
    unit: str = ""
    required: bool = False

    @abstractmethod
    def parse(self, value: object) -> Any:
        """Return the canonical value.

        Raises:
            FieldError: The value is outside the field's limits.
        """

    @abstractmethod
    def allowed(self) -> str:
        """Return what the field takes, in words."""

    def to_json(self, value: Any) -> Any:
        """Return the value as JSON holds it."""
        return list(value) if isinstance(value, tuple) else value

    def text(self, value: Any) -> str:
        """Return the value as people read it ("5×5", "same", "yes")."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "×".join(str(part) for part in value) if isinstance(value, tuple) else str(value)

    def refuse(self, value: object) -> FieldError:
        """Return the error for a value that is not allowed."""
        return FieldError(quote(value), self.allowed())


@dataclass(frozen=True, kw_only=True)
class WholeField(Field):
    """A whole number from ``least`` to ``most``."""

    least: int
    most: int

    def parse(self, value: object) -> int:
        if isinstance(value, int) and is_whole(value) and self.least <= value <= self.most:
            return value
        raise self.refuse(value)

    def allowed(self) -> str:
        return f"a whole number from {self.least:,} to {self.most:,}"


@dataclass(frozen=True, kw_only=True)
class PairField(Field):
    """Two whole numbers ``[height, width]``; one number stands for both."""

    least: int
    most: int

    def parse(self, value: object) -> Pair:
        pair = (value, value) if is_whole(value) else value
        if isinstance(pair, list | tuple) and len(pair) == 2 and all(is_whole(n) and self.least <= n <= self.most for n in pair):
            return (pair[0], pair[1])
        raise self.refuse(value)

    def allowed(self) -> str:
        return f"a whole number or [height, width], each from {self.least:,} to {self.most:,}"


@dataclass(frozen=True, kw_only=True)
class ShapeField(Field):
    """A picture's ``[channels, height, width]``."""

    least: int
    most: int

    def parse(self, value: object) -> tuple[int, int, int]:
        if isinstance(value, list | tuple) and len(value) == 3 and all(is_whole(n) and self.least <= n <= self.most for n in value):
            return (value[0], value[1], value[2])
        raise self.refuse(value)

    def allowed(self) -> str:
        return f"[channels, height, width], each from {self.least:,} to {self.most:,}"


@dataclass(frozen=True, kw_only=True)
class PaddingField(Field):
    """``"valid"``, ``"same"``, ``[h, w]`` and, with ``four_sides``, ``[top, bottom, left, right]``."""

    most: int
    four_sides: bool

    def parse(self, value: object) -> Padding:
        if value in ("valid", "same"):
            return str(value)
        sides = (value, value) if is_whole(value) else value
        lengths = (2, 4) if self.four_sides else (2,)
        if isinstance(sides, list | tuple) and len(sides) in lengths and all(is_whole(n) and 0 <= n <= self.most for n in sides):
            return (sides[0], sides[1]) if len(sides) == 2 else (sides[0], sides[1], sides[2], sides[3])
        raise self.refuse(value)

    def allowed(self) -> str:
        four = " or [top, bottom, left, right]" if self.four_sides else ""
        return f'"valid", "same", a whole number, [height, width]{four}, each from 0 to {self.most:,}'

    def text(self, value: Any) -> str:
        if isinstance(value, str):
            return value.upper()
        return str(value[0]) if len(set(value)) == 1 else ", ".join(str(side) for side in value)


@dataclass(frozen=True, kw_only=True)
class FlagField(Field):
    """True or false."""

    def parse(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise self.refuse(value)

    def allowed(self) -> str:
        return "true or false"


@dataclass(frozen=True, kw_only=True)
class ChoiceField(Field):
    """One of a few words."""

    choices: tuple[str, ...]

    def parse(self, value: object) -> str:
        if isinstance(value, str) and value in self.choices:
            return value
        raise self.refuse(value)

    def allowed(self) -> str:
        return "one of " + ", ".join(f'"{choice}"' for choice in self.choices)

    def refuse(self, value: object) -> FieldError:
        near = did_you_mean(value, self.choices) if isinstance(value, str) else ""
        return FieldError(quote(value), self.allowed() + near)


@dataclass(frozen=True, kw_only=True)
class NumberField(Field):
    """A number from ``least`` to ``most``; ``open_least``/``open_most`` leave out the limit itself."""

    least: float
    most: float
    open_least: bool = False
    open_most: bool = False

    def parse(self, value: object) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.refuse(value)
        try:
            number = float(value) + 0.0  # turns -0.0 into 0.0
        except OverflowError:
            raise self.refuse(value) from None
        above = number > self.least if self.open_least else number >= self.least
        below = number < self.most if self.open_most else number <= self.most
        if math.isfinite(number) and above and below:
            return number
        raise self.refuse(value)

    def allowed(self) -> str:
        low = f"above {self.least:g}" if self.open_least else f"from {self.least:g}"
        high = "" if math.isinf(self.most) else (f" and below {self.most:g}" if self.open_most else f" to {self.most:g}")
        return f"a number {low}{high}"

    def text(self, value: Any) -> str:
        return f"{value:g}"


@dataclass(frozen=True, kw_only=True)
class TextField(Field):
    """A line of text of at most ``most`` characters."""

    most: int = 4096

    def parse(self, value: object) -> str:
        if isinstance(value, str) and 0 < len(value) <= self.most:
            return value
        raise self.refuse(value)

    def allowed(self) -> str:
        return f"a text of 1 to {self.most:,} characters"


def declare(default: Any, field: Field) -> Any:
    """Return a dataclass field that carries its declaration."""
    return dataclasses.field(default=default, metadata={"field": field})


_declared_fields: dict[type, Mapping[str, Field]] = {}


def fields_of(declared: type) -> Mapping[str, Field]:
    """Return the declared fields of a dataclass in table order."""
    if declared not in _declared_fields:
        _declared_fields[declared] = _read_fields(declared)
    return _declared_fields[declared]


def _read_fields(declared: type) -> Mapping[str, Field]:
    return {item.name: item.metadata["field"] for item in dataclasses.fields(declared) if "field" in item.metadata}
