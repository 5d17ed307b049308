"""The tensors a block owns, and how they start."""

from __future__ import annotations

from dataclasses import dataclass

from designer.network.shapes import Shape


@dataclass(frozen=True)
class Uniform:
    """Start between −bound and +bound, evenly."""

    bound: float


@dataclass(frozen=True)
class Constant:
    """Start with one value everywhere."""

    value: float


@dataclass(frozen=True)
class NamedKernel:
    """Start every slice with the named 3×3 kernel, in the middle, divided by ``divisor``."""

    name: str
    divisor: int


Start = Uniform | Constant | NamedKernel


@dataclass(frozen=True)
class Weight:
    """One tensor of a block: ``weight`` (6, 1, 5, 5), say.

    Args:
        name: ``weight``, ``bias``, ``running_mean`` or ``running_var``.
        learnable: A parameter; else a running statistic.
    """

    name: str
    shape: Shape
    start: Start
    learnable: bool = True
