"""Torch layers and functions named as data: the worker builds them, the code export prints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class TorchCall:
    """One torch layer (``torch.nn.Conv2d``) or function (``torch.nn.functional.pad``).

    Args:
        name: ``Conv2d``, ``MaxPool2d``, … for a layer; ``pad``, ``cat``, ``add``, … for a function.
        arguments: Keyword arguments, plain numbers, texts and tuples only.
        layer: A layer of `torch.nn`; else a function.
        holds_weights: The block's weights are this layer's parameters and buffers, by the same names.
    """

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    layer: bool = True
    holds_weights: bool = False


def pad(rows: tuple[int, int], columns: tuple[int, int], value: float = 0.0) -> TorchCall:
    """Return the call that pads an image; torch wants the last axis first."""
    return TorchCall("pad", {"pad": (*columns, *rows), "value": value}, layer=False)
