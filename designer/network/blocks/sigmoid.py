"""Sigmoid: values are squeezed between 0 and 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.activation import Activation
from designer.network.blocks.base import Formula
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class Sigmoid(Activation):
    """Squeeze values between 0 and 1: 1 / (1 + e⁻ˣ)."""

    TYPE: ClassVar[str] = "sigmoid"
    LABEL: ClassVar[str] = "Sigmoid"
    RANK: ClassVar[int] = 40
    STEM: ClassVar[str] = "sigmoid"
    SLOPE_FROM_OUTPUT: ClassVar[bool] = True
    SHORT: ClassVar[str] = "Sig"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("logistic",)
    USE: ClassVar[str] = "For gates: it tells how much of something to let through."

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return False

    def value(self) -> Formula:
        return Formula("value", "1 / (1 + e⁻ˣ)", "0…1")

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("Sigmoid"),)
