"""ReLU6: negative values become zero, large ones 6."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.activation import Activation
from designer.network.blocks.base import Formula
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class Relu6(Activation):
    """Keep values between 0 and 6: min(max(0, x), 6)."""

    TYPE: ClassVar[str] = "relu6"
    LABEL: ClassVar[str] = "ReLU6"
    RANK: ClassVar[int] = 20
    STEM: ClassVar[str] = "relu6"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("rectifier", "clipped", "mobilenet")
    USE: ClassVar[str] = "In MobileNets, where small whole numbers have to be enough."
    COMMON: ClassVar[bool] = False

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return False

    def value(self) -> Formula:
        return Formula("value", "min(max(0, x), 6)", "0…6")

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("ReLU6"),)
