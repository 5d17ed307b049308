"""ReLU: negative values become zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group
from designer.network.shapes import Shape, shape_text
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class Relu(BlockSpec):
    """Keep positive values and turn negative ones into zero: max(0, x)."""

    TYPE: ClassVar[str] = "relu"
    LABEL: ClassVar[str] = "ReLU"
    RANK: ClassVar[int] = 10
    STEM: ClassVar[str] = "relu"
    GROUP: ClassVar[Group] = Group.ACTIVATION

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return False

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        return (Formula("value", "max(0, x)", "≥ 0"), Formula("shape", "as its input", shape_text(output)), Formula("params", "no weights", "0"))

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("ReLU"),)
