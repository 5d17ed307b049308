"""Turn the torch calls that blocks name as data into torch: any layer of `torch.nn`, any function from tensors to tensors.

Names come from the blocks' own files, never from a document; that they compute and do nothing else is checked all the same.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping
from types import BuiltinFunctionType, FunctionType, MappingProxyType

import torch
from torch import Tensor, nn

from designer.engine.errors import EngineError
from designer.network.torch_calls import TorchCall

Computation = Callable[..., Tensor]
"""Takes the block's inputs (the first call) or the result before (the others); returns the next result."""


def _pad(image: Tensor, pad: tuple[int, ...], value: float = 0.0) -> Tensor:
    return nn.functional.pad(image, pad, value=value)


def _cat(*values: Tensor, dim: int = 1) -> Tensor:
    return torch.cat(values, dim)


def _add(*values: Tensor) -> Tensor:
    return functools.reduce(torch.add, values)


def _multiply(*values: Tensor) -> Tensor:
    return functools.reduce(torch.mul, values)


OURS: Mapping[str, Computation] = MappingProxyType({"pad": _pad, "cat": _cat, "add": _add, "mul": _multiply, "multiply": _multiply})
"""Functions that take several inputs, or their arguments otherwise than torch's own."""


def layer_class(name: str) -> type[nn.Module]:
    """Return the layer of `torch.nn` that a block names.

    Raises:
        EngineError: There is no layer of that name.
    """
    found = getattr(nn, name, None)
    if name.startswith("_") or not isinstance(found, type) or not issubclass(found, nn.Module) or found is nn.Module:
        raise EngineError(f"{name!r} is no layer of torch.nn, so it is not one that this program builds")
    return found


def function(name: str) -> Computation:
    """Return the function that a block names: one of ours, else one of torch's that tensors have as a method too.

    So what a block can name computes tensors from tensors: nothing that opens files, runs code or changes a tensor in place.

    Raises:
        EngineError: There is no such function.
    """
    if name in OURS:
        return OURS[name]
    found = getattr(torch, name, None)
    if name.startswith("_") or name.endswith("_") or not isinstance(found, BuiltinFunctionType) or not hasattr(Tensor, name):
        raise EngineError(f"{name!r} is no function on tensors, so it is not one that this program builds")
    computation: Computation = found
    return computation


def build_call(call: TorchCall) -> nn.Module | Computation:
    """Return the layer, without any storage for its weights, or the function with its arguments.

    Layers are made on the ``meta`` device: their own random start would cost time and disturb the random numbers of a run.

    Raises:
        EngineError: The block names something that is neither a layer nor a function on tensors.
    """
    if not call.layer:
        return functools.partial(function(call.name), **call.arguments) if call.arguments else function(call.name)
    made = layer_class(call.name)
    return made(**call.arguments, device="meta") if call.holds_weights else made(**call.arguments)


def depends_on_mode(layer: type[nn.Module]) -> bool:
    """Tell whether layers of a class compute otherwise in training than in evaluation: whether their code asks.

    >>> depends_on_mode(nn.Dropout2d), depends_on_mode(nn.BatchNorm2d), depends_on_mode(nn.Conv2d)
    (True, True, False)
    """
    classes = itertools.takewhile(lambda kind: kind is not nn.Module, layer.__mro__)
    functions = (found for kind in classes for found in vars(kind).values() if isinstance(found, FunctionType))
    return any("training" in found.__code__.co_names for found in functions)
