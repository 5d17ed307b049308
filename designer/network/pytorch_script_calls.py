"""Torch calls as a person would write them: what a block names as data becomes a line of Python."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from designer.network.torch_calls import TorchCall

_PAIRS = ("kernel_size", "stride", "padding", "dilation", "output_size")
"""Arguments of the layers on images for which torch takes one number for both axes."""


@dataclass(frozen=True)
class Manner:
    """How one layer or function is written; what is not described is written in full, by keyword.

    Args:
        first: Arguments that come first and without their name, as torch orders them.
        usual: Torch's defaults; an argument that equals its own is left out.
    """

    first: tuple[str, ...] = ()
    usual: Mapping[str, Any] = field(default_factory=dict)


LAYER_MANNERS: Mapping[str, Manner] = {
    "Conv2d": Manner(("in_channels", "out_channels"), {"stride": 1, "padding": 0, "dilation": 1, "groups": 1, "bias": True}),
    "Linear": Manner(("in_features", "out_features"), {"bias": True}),
    "BatchNorm1d": Manner(("num_features",), {"eps": 1e-5, "momentum": 0.1}),
    "BatchNorm2d": Manner(("num_features",), {"eps": 1e-5, "momentum": 0.1}),
    "Flatten": Manner((), {"start_dim": 1}),
    "MaxPool2d": Manner((), {"padding": 0, "ceil_mode": False}),
    "AvgPool2d": Manner((), {"padding": 0, "ceil_mode": False, "count_include_pad": True}),
}
"""Layers that read better with some arguments left out."""

FUNCTIONS: Mapping[str, str] = {
    "pad": "nn.functional.pad", "cat": "torch.cat", "add": " + ", "mul": " * ", "multiply": " * ",
    "sum": "torch.sum", "mean": "torch.mean", "amax": "torch.amax",
}  # fmt: skip
"""How the functions that blocks name are written; one with spaces around it is an operator between the inputs."""

_FUNCTION_MANNERS: Mapping[str, Manner] = {"pad": Manner(("pad",), {"value": 0.0})}
_STACKED = {"dim": 1}
"""What the engine's ``cat`` does unless told otherwise; torch's own stacks along the batch."""


def layer_text(call: TorchCall) -> str:
    """Return how a layer is made.

    >>> layer_text(TorchCall("Conv2d", {"in_channels": 1, "out_channels": 6, "kernel_size": (5, 5), "stride": (1, 1), "padding": (2, 2)}))
    'nn.Conv2d(1, 6, kernel_size=5, padding=2)'
    """
    on_images = call.name.endswith("2d")
    arguments = {name: _one_for_both(value) if on_images and name in _PAIRS else value for name, value in call.arguments.items()}
    return f"nn.{call.name}({_arguments(arguments, LAYER_MANNERS.get(call.name, Manner()))})"


def function_text(call: TorchCall, inputs: Sequence[str]) -> str:
    """Return a function applied to expressions.

    >>> function_text(TorchCall("cat", {"dim": 1}, layer=False), ["a", "b"])
    'torch.cat([a, b], dim=1)'
    >>> function_text(TorchCall("add", layer=False), ["a", "b", "x"])
    'a + b + x'
    """
    written = FUNCTIONS.get(call.name, f"torch.{call.name}")
    if written.startswith(" "):
        return written.join(inputs)
    stacks = call.name == "cat"
    given = f"[{', '.join(inputs)}]" if stacks else ", ".join(inputs)
    arguments = _arguments({**_STACKED, **call.arguments} if stacks else call.arguments, _FUNCTION_MANNERS.get(call.name, Manner()))
    return f"{written}({given}, {arguments})" if arguments else f"{written}({given})"


def flatten_text(call: TorchCall, value: str) -> str:
    """Return the flattening that a block does before its own layer, as a function: it needs no name of its own."""
    return f"torch.flatten({value}, {_arguments(call.arguments, Manner(('start_dim',)))})"


def literal(value: object) -> str:
    """Return a value as Python source: what is read there is the same value.

    >>> print(literal("it's"), literal('say "a"'), literal((1, 2)), literal(float("-inf")))
    "it's" 'say "a"' (1, 2) float("-inf")
    """
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return f'float("{value}")'
    text = repr(value)
    if isinstance(value, str) and text.startswith("'") and '"' not in text and "\\" not in text:
        return f'"{text[1:-1]}"'
    return text


def _arguments(arguments: Mapping[str, Any], manner: Manner) -> str:
    first = list(itertools.takewhile(arguments.__contains__, manner.first))  # up to one that lacks: what follows needs its name
    rest = [f"{name}={literal(value)}" for name, value in arguments.items() if name not in first and not _is_usual(manner, name, value)]
    return ", ".join([*(literal(arguments[name]) for name in first), *rest])


def _is_usual(manner: Manner, name: str, value: object) -> bool:
    return name in manner.usual and type(value) is type(manner.usual[name]) and value == manner.usual[name]


def _one_for_both(value: object) -> object:
    return value[0] if isinstance(value, tuple) and len(value) == 2 and value[0] == value[1] else value
