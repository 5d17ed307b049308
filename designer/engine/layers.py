"""Turn the torch calls that blocks name as data into torch: only what is listed here can be called."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType

import torch
from torch import Tensor, nn

from designer.engine.errors import EngineError
from designer.network.torch_calls import TorchCall

Computation = Callable[..., Tensor]
"""Takes the block's inputs (the first call) or the result before (the others); returns the next result."""

LAYERS = frozenset({
    "Conv2d", "Linear", "Flatten", "BatchNorm1d", "BatchNorm2d", "LocalResponseNorm", "Dropout", "Softmax",
    "MaxPool2d", "AvgPool2d", "AdaptiveAvgPool2d", "AdaptiveMaxPool2d",
    "ReLU", "ReLU6", "Tanh", "Sigmoid", "SiLU", "GELU", "Hardswish", "Hardsigmoid", "LeakyReLU",
})  # fmt: skip
"""Layers of `torch.nn` that a block may name."""


def _pad(image: Tensor, pad: tuple[int, ...], value: float = 0.0) -> Tensor:
    return nn.functional.pad(image, pad, value=value)


def _cat(*values: Tensor, dim: int = 1) -> Tensor:
    return torch.cat(values, dim)


def _add(*values: Tensor) -> Tensor:
    return functools.reduce(torch.add, values)


def _multiply(*values: Tensor) -> Tensor:
    return functools.reduce(torch.mul, values)


FUNCTIONS: Mapping[str, Computation] = MappingProxyType({
    "pad": _pad, "cat": _cat, "add": _add, "mul": _multiply, "multiply": _multiply, "sum": torch.sum, "mean": torch.mean, "amax": torch.amax,
})  # fmt: skip
"""Functions that a block may name."""


def build_call(call: TorchCall) -> nn.Module | Computation:
    """Return the layer, without any storage for its weights, or the function with its arguments.

    Layers are made on the ``meta`` device: their own random start would cost time and disturb the random numbers of a run.

    Raises:
        EngineError: The block names something that is not listed.
    """
    if call.layer:
        if call.name not in LAYERS:
            raise EngineError(f"the layer {call.name} is not one that this program builds")
        made = getattr(nn, call.name)
        layer: nn.Module = made(**call.arguments, device="meta") if call.holds_weights else made(**call.arguments)
        return layer
    if call.name not in FUNCTIONS:
        raise EngineError(f"the function {call.name} is not one that this program builds")
    return functools.partial(FUNCTIONS[call.name], **call.arguments) if call.arguments else FUNCTIONS[call.name]
