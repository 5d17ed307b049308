"""Weights belong to blocks: kept by block, parameter, shape and chosen start, whatever is wired to what.

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

Key = tuple[str, str, Shape, Start]
"""Block id, parameter name, shape, start: who chooses a named kernel wants to see it, whatever was trained before; undo brings that back."""


@dataclass(frozen=True)
class StoredWeight:
    """One tensor of a block, float32 on the processor.

    Args:
        seed: That it was drawn from.
        trained: Training or a person changed it: a new seed leaves it alone.
        before: What it was before the first change by hand; none: nobody changed it by hand.
    """

    tensor: Tensor
    seed: int
    trained: bool
    before: StoredWeight | None = None


class WeightStore:
    """Keeps the weights of every block that was ever shown or trained."""

    def __init__(self) -> None:
        self._kept: dict[Key, StoredWeight] = {}

    def get(self, block: str, weight: Weight, seed: int) -> Tensor:
        """Return the block's tensor, drawing it on first use; it is not to be changed in place."""
        return self._filled(block, weight, seed).tensor

    def _filled(self, block: str, weight: Weight, seed: int) -> StoredWeight:
        kept = self._kept.get(_key(block, weight))
        if kept is None or (not kept.trained and kept.seed != seed):
            kept = self._kept[_key(block, weight)] = StoredWeight(draw(block, weight, seed), seed, trained=False)
        return kept

    def put_trained(self, block: str, weight: Weight, seed: int, tensor: Tensor) -> None:
        """Keep what training made of a tensor."""
        value = tensor.detach().to("cpu", torch.float32, copy=True).contiguous()
        self._kept[_key(block, weight)] = StoredWeight(value, seed, trained=True)

    def put_edited(self, block: str, weight: Weight, seed: int, tensor: Tensor) -> None:
        """Keep what a person made of a tensor; one that is again what it was before the first change counts as that."""
        kept = self._filled(block, weight, seed)
        before = kept.before or kept
        value = tensor.detach().to("cpu", torch.float32, copy=True).contiguous()
        is_back = torch.equal(value, before.tensor)
        self._kept[_key(block, weight)] = before if is_back else StoredWeight(value, seed, trained=True, before=before)

    def is_edited(self, block: str, weight: Weight) -> bool:
        """Tell whether a person changed the tensor of this shape since it was drawn or trained."""
        kept = self._kept.get(_key(block, weight))
        return kept is not None and kept.before is not None

    def is_as_started(self, block: str, weight: Weight) -> bool:
        """Tell whether training never touched the tensor of this shape; a person may have."""
        kept = self._kept.get(_key(block, weight))
        return kept is None or not (kept.before or kept).trained

    def is_trained(self, block: str, weight: Weight) -> bool:
        """Tell whether the tensor of this shape was trained, or changed by hand."""
        kept = self._kept.get(_key(block, weight))
        return kept is not None and kept.trained

    def forget(self, block: str, weight: Weight) -> None:
        """Forget one tensor: it starts again from its random values."""
        self._kept.pop(_key(block, weight), None)

    def reset(self) -> None:
        """Forget everything trained: every block starts again from its random weights."""
        self._kept.clear()


def _key(block: str, weight: Weight) -> Key:
    return block, weight.name, weight.shape, weight.start


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
