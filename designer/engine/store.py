"""Weights belong to blocks: kept by block, parameter and shape, whatever is wired to what.

Filled on first use by random numbers that depend on nothing but seed, block and parameter. So undo brings trained weights
back, equal networks start equal, and the maps shown before training are those that training starts from.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import assert_never

import torch
from torch import Tensor

from designer.network.kernels import NAMED_KERNELS
from designer.network.shapes import Shape
from designer.network.weights import Constant, NamedKernel, Start, Uniform, Weight

Key = tuple[str, str, Shape]
"""Block id, parameter name, shape."""


@dataclass(frozen=True)
class StoredWeight:
    """One tensor of a block, float32 on the processor.

    Args:
        seed: That it was drawn from.
        start: How it began.
        trained: Training or a person changed it: a new seed or start leaves it alone.
    """

    tensor: Tensor
    seed: int
    start: Start
    trained: bool


class WeightStore:
    """Keeps the weights of every block that was ever shown or trained."""

    def __init__(self) -> None:
        self._kept: dict[Key, StoredWeight] = {}

    def get(self, block: str, weight: Weight, seed: int) -> Tensor:
        """Return the block's tensor, drawing it on first use; it is not to be changed in place."""
        key = (block, weight.name, weight.shape)
        kept = self._kept.get(key)
        if kept is None or (not kept.trained and (kept.seed, kept.start) != (seed, weight.start)):
            kept = StoredWeight(draw(block, weight, seed), seed, weight.start, trained=False)
            self._kept[key] = kept
        return kept.tensor

    def put_trained(self, block: str, weight: Weight, seed: int, tensor: Tensor) -> None:
        """Keep what training made of a tensor."""
        value = tensor.detach().to("cpu", torch.float32, copy=True).contiguous()
        self._kept[block, weight.name, weight.shape] = StoredWeight(value, seed, weight.start, trained=True)

    def is_trained(self, block: str, weight: Weight) -> bool:
        """Tell whether the tensor of this shape was trained."""
        kept = self._kept.get((block, weight.name, weight.shape))
        return kept is not None and kept.trained

    def forget(self, block: str, weight: Weight) -> None:
        """Forget one tensor: it starts again from its random values."""
        self._kept.pop((block, weight.name, weight.shape), None)

    def reset(self) -> None:
        """Forget everything trained: every block starts again from its random weights."""
        self._kept.clear()


def draw(block: str, weight: Weight, seed: int) -> Tensor:
    """Return the tensor that a block starts with: float32, the same on every machine.

    Args:
        block: The block's id.
        weight: Name, shape and start.
        seed: Of the training settings.
    """
    match weight.start:
        case Uniform(bound):
            return torch.empty(weight.shape).uniform_(-bound, bound, generator=_generator(seed, block, weight.name))
        case Constant(value):
            return torch.full(weight.shape, value)
        case NamedKernel(name, divisor):
            return _named_kernel(weight.shape, name, divisor)
        case _:
            assert_never(weight.start)


def _generator(seed: int, block: str, name: str) -> torch.Generator:
    # not Python's hash(): that one differs from process to process
    digest = hashlib.sha256(f"{seed}/{block}/{name}".encode()).digest()
    return torch.Generator().manual_seed(int.from_bytes(digest[:8], "big") >> 1)


def _named_kernel(shape: Shape, name: str, divisor: int) -> Tensor:
    filled = torch.zeros(shape)
    top, left = (shape[-2] - 3) // 2, (shape[-1] - 3) // 2
    filled[..., top : top + 3, left : left + 3] = torch.tensor(NAMED_KERNELS[name]) / divisor
    return filled
