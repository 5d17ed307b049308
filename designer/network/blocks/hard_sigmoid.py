"""Hard sigmoid: the sigmoid by straight lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.activation import Activation
from designer.network.blocks.base import Formula
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class HardSigmoid(Activation):
    """Approximate the sigmoid by straight lines: min(max(0, x + 3), 6) / 6."""

    TYPE: ClassVar[str] = "hard_sigmoid"
    LABEL: ClassVar[str] = "Hard sigmoid"
    RANK: ClassVar[int] = 90
    STEM: ClassVar[str] = "hsigmoid"
    SHORT: ClassVar[str] = "HSig"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("hsigmoid", "hardsigmoid", "gate")
    USE: ClassVar[str] = "For gates in MobileNetV3: the sigmoid at the price of ReLU."
    COMMON: ClassVar[bool] = False

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return False

    def value(self) -> Formula:
        return Formula("value", "min(max(0, x + 3), 6) / 6", "0…1")

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("Hardsigmoid"),)
