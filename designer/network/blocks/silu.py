"""SiLU: each value times its sigmoid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.activation import Activation
from designer.network.blocks.base import Formula
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class Silu(Activation):
    """Weigh each value by its sigmoid: x · sigmoid(x), also called swish."""

    TYPE: ClassVar[str] = "silu"
    LABEL: ClassVar[str] = "SiLU"
    RANK: ClassVar[int] = 60
    STEM: ClassVar[str] = "silu"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("swish", "efficientnet")
    USE: ClassVar[str] = "Instead of ReLU in EfficientNets and their kin."
    COMMON: ClassVar[bool] = False

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return True

    def value(self) -> Formula:
        return Formula("value", "x / (1 + e⁻ˣ)", "≥ −0.28")

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("SiLU"),)
