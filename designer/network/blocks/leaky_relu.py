"""Leaky ReLU: negative values are made small instead of zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.activation import Activation
from designer.network.blocks.base import Formula
from designer.network.fields import NumberField, declare
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class LeakyRelu(Activation):
    """Keep positive values and multiply negative ones by a small slope."""

    TYPE: ClassVar[str] = "leaky_relu"
    LABEL: ClassVar[str] = "Leaky ReLU"
    RANK: ClassVar[int] = 50
    STEM: ClassVar[str] = "leaky"
    SHORT: ClassVar[str] = "Leak"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("lrelu", "leakyrelu", "prelu")
    USE: ClassVar[str] = "Instead of ReLU where units die: negative values keep a gradient."
    COMMON: ClassVar[bool] = False

    slope: float = declare(0.01, NumberField(label="Slope", doc="What negative values are multiplied by.", least=0.0, most=1.0))

    def settings_line(self) -> str:
        return f"slope {self.slope:g}"

    def value(self) -> Formula:
        return Formula("value", f"x, or {self.slope:g}·x below 0", "any")

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("LeakyReLU", {"negative_slope": self.slope}),)
