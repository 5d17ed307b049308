"""The next larger and the next smaller value of a number: what the arrow keys set."""

from __future__ import annotations

import math

from designer.network.errors import FieldError
from designer.network.fields import Field, NumberField, WholeField

__all__ = ["stepped"]

_SHARE_STEP = 0.05
_DIGITS = (1.0, 2.0, 5.0, 10.0)
_SMALLEST = 1e-4


def stepped(field: Field, value: float, up: bool) -> int | float | None:
    """Return the next value; ``None``: there is none, or the field takes no numbers.

    Whole numbers go by one, shares by 0.05, all others along 1, 2, 5, 10; from 0 upwards they begin at 0.0001.

    >>> stepped(NumberField(label="", doc="", least=0.0, most=math.inf), 0.003, up=True)
    0.005
    >>> stepped(NumberField(label="", doc="", least=0.0, most=1.0), 0.9, up=False)
    0.85
    """
    if isinstance(field, WholeField):
        candidate: int | float = int(value) + (1 if up else -1)
    elif isinstance(field, NumberField):
        candidate = round(value + (_SHARE_STEP if up else -_SHARE_STEP), 10) if field.most == 1.0 else _along(value, up, not field.open_least)
    else:
        return None
    try:
        parsed: int | float = field.parse(candidate)
    except FieldError:
        return None
    return parsed


def _along(value: float, up: bool, to_zero: bool) -> float:
    if value <= 0:
        return _SMALLEST if up else 0.0
    if not up and value <= _SMALLEST and to_zero:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    digit = value / power
    if up:
        return float(f"{next(each for each in _DIGITS if each > digit * (1 + 1e-9)) * power:.6g}")
    lower = next((each for each in reversed(_DIGITS) if each < digit * (1 - 1e-9)), 0.5)
    return float(f"{lower * power:.6g}")
