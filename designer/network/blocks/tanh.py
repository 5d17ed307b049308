"""Tanh: values are squeezed between −1 and 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.activation import Activation
from designer.network.blocks.base import Formula
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class Tanh(Activation):
    """Squeeze values between −1 and 1: tanh(x)."""

    TYPE: ClassVar[str] = "tanh"
    LABEL: ClassVar[str] = "Tanh"
    RANK: ClassVar[int] = 30
    STEM: ClassVar[str] = "tanh"
    SLOPE_FROM_OUTPUT: ClassVar[bool] = True
    SYNONYMS: ClassVar[tuple[str, ...]] = ("hyperbolic", "tangent")
    USE: ClassVar[str] = "In the networks of the nineties, such as the LeNet-5 of 1998."

    def value(self) -> Formula:
        return Formula("value", "tanh(x)", "−1…1")

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("Tanh"),)
