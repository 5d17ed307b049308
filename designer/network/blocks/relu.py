"""ReLU: negative values become zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.activation import Activation
from designer.network.blocks.base import Formula
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class Relu(Activation):
    """Keep positive values and turn negative ones into zero: max(0, x)."""

    TYPE: ClassVar[str] = "relu"
    LABEL: ClassVar[str] = "ReLU"
    RANK: ClassVar[int] = 10
    STEM: ClassVar[str] = "relu"
    SLOPE_FROM_OUTPUT: ClassVar[bool] = True
    SYNONYMS: ClassVar[tuple[str, ...]] = ("rectifier", "rectified", "activation")
    USE: ClassVar[str] = "Behind nearly every convolution and dense layer but the last."

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return False

    def value(self) -> Formula:
        return Formula("value", "max(0, x)", "≥ 0")

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("ReLU"),)
