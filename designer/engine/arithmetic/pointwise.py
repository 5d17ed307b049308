"""Calls that change every value on its own: activations, and what stands aside outside training."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from designer.engine.arithmetic.reading import Question
from designer.protocol.pixel_events import ArithmeticStage, Operand

_Formula = Callable[[float, Question], tuple[float, tuple[Operand, ...]]]


def _plain(function: Callable[[float], float]) -> _Formula:
    return lambda x, _: (function(x), ())


def _slope(x: float, slope: float) -> tuple[float, tuple[Operand, ...]]:
    return (x if x > 0 or math.isnan(x) else slope * x), (Operand(name="slope", value=slope),)


def sigmoid(x: float) -> float:
    """Return 1 / (1 + e⁻ˣ).

    >>> sigmoid(0.0), sigmoid(-1000.0)
    (0.5, 0.0)
    """
    if x >= 0 or math.isnan(x):
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def _clipped(x: float, low: float, high: float) -> float:
    return x if math.isnan(x) else min(max(low, x), high)


def _hard_sigmoid(x: float) -> float:
    return _clipped(x + 3, 0, 6) / 6


def _times(x: float, share: float) -> float:
    """Return ``x·share``: 0 where nothing is let through, whatever x is."""
    return x * share if share else 0.0


def _gelu(x: float, question: Question) -> tuple[float, tuple[Operand, ...]]:
    if question.call.arguments.get("approximate", "none") == "tanh":
        share = (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2
    else:
        share = math.erfc(-x / math.sqrt(2)) / 2
    return _times(x, share), (Operand(name="share", value=share),)


def _leaky(x: float, question: Question) -> tuple[float, tuple[Operand, ...]]:
    return _slope(x, float(question.call.arguments.get("negative_slope", 0.01)))


def _prelu(x: float, question: Question) -> tuple[float, tuple[Operand, ...]]:
    return _slope(x, question.scalar("weight", question.place[0], 0.25))


def _elu(x: float, question: Question) -> tuple[float, tuple[Operand, ...]]:
    alpha = float(question.call.arguments.get("alpha", 1.0))
    return (alpha * math.expm1(x) if x < 0 else x), (Operand(name="alpha", value=alpha),)


_FORMULAS: Mapping[str, _Formula] = MappingProxyType(
    {
        "ReLU": _plain(lambda x: _clipped(x, 0, math.inf)),
        "ReLU6": _plain(lambda x: _clipped(x, 0, 6)),
        "Tanh": _plain(math.tanh),
        "Sigmoid": _plain(sigmoid),
        "SiLU": _plain(lambda x: _times(x, sigmoid(x))),
        "Hardsigmoid": _plain(_hard_sigmoid),
        "Hardswish": _plain(lambda x: _times(x, _hard_sigmoid(x))),
        "GELU": _gelu,
        "LeakyReLU": _leaky,
        "PReLU": _prelu,
        "ELU": _elu,
        **dict.fromkeys(("Dropout", "Dropout1d", "Dropout2d", "Identity", "Flatten", "pad"), _plain(lambda x: x)),
    }
)
NAMES = frozenset(_FORMULAS)
"""The calls that `pointwise` explains."""


def pointwise(question: Question) -> ArithmeticStage:
    """Explain a value of a call that changes each value on its own."""
    seen = question.inputs[0].seen_through(question.call) if question.inputs else None
    x = question.x() if seen is None else seen.operand("x", question.place)
    result, further = _FORMULAS[question.call.name](x.value, question)
    magnitude = question.magnitude(x.value, result)
    return ArithmeticStage(call=question.call.name, result=result, magnitude=magnitude, operands=(x, *further))
