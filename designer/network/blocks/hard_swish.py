"""Hard swish: SiLU by straight lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.activation import Activation
from designer.network.blocks.base import Formula
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class HardSwish(Activation):
    """Approximate SiLU by straight lines: x · min(max(0, x + 3), 6) / 6."""

    TYPE: ClassVar[str] = "hard_swish"
    LABEL: ClassVar[str] = "Hard swish"
    RANK: ClassVar[int] = 80
    STEM: ClassVar[str] = "hswish"
    SHORT: ClassVar[str] = "HSw"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("hswish", "hardswish", "mobilenetv3")
    USE: ClassVar[str] = "In MobileNetV3: SiLU at the price of ReLU."
    COMMON: ClassVar[bool] = False

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return True

    def value(self) -> Formula:
        return Formula("value", "x · min(max(0, x + 3), 6) / 6", "≥ −0.375")

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("Hardswish"),)
