"""GELU: each value times the normal distribution's share below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.activation import Activation
from designer.network.blocks.base import Formula
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class Gelu(Activation):
    """Weigh each value by the normal distribution: x · Φ(x), exact."""

    TYPE: ClassVar[str] = "gelu"
    LABEL: ClassVar[str] = "GELU"
    RANK: ClassVar[int] = 70
    STEM: ClassVar[str] = "gelu"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("gaussian", "transformer", "bert")
    USE: ClassVar[str] = "Instead of ReLU in ConvNeXt and transformers."
    COMMON: ClassVar[bool] = False

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return True

    def value(self) -> Formula:
        return Formula("value", "x · Φ(x)", "≥ −0.17")

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("GELU"),)
