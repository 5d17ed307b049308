"""Local response normalisation: values are divided by what neighbouring channels have there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group, Takes
from designer.network.fields import NumberField, WholeField, declare
from designer.network.kept import Kept, bytes_of
from designer.network.shapes import Shape, shape_text
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class LocalResponseNorm(BlockSpec):
    """Divide each value by the size of the values in neighbouring channels at the same place, as AlexNet did."""

    TYPE: ClassVar[str] = "local_response_norm"
    LABEL: ClassVar[str] = "Local response normalisation"
    PALETTE_LABEL: ClassVar[str] = "Local response"
    RANK: ClassVar[int] = 30
    STEM: ClassVar[str] = "lrn"
    GROUP: ClassVar[Group] = Group.NORMALISE
    TAKES: ClassVar[Takes] = Takes.IMAGE
    SHORT: ClassVar[str] = "LRN"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("lrn", "alexnet", "localresponsenorm")
    USE: ClassVar[str] = "In AlexNet, behind the first activations; batch norm has taken its place."
    COMMON: ClassVar[bool] = False

    size: int = declare(5, WholeField(label="Size", doc="How many neighbouring channels count.", unit="channels", least=1, most=1024))
    alpha: float = declare(1e-4, NumberField(label="Alpha", doc="Weight of the neighbours; divided by the size.", least=0.0, most=math.inf))
    beta: float = declare(0.75, NumberField(label="Beta", doc="Exponent of the divisor.", least=0.0, most=math.inf))
    k: float = declare(1.0, NumberField(label="k", doc="Added so that nothing is divided by zero.", least=0.0, most=math.inf, open_least=True))

    def settings_line(self) -> str:
        return f"over {self.size} channels"

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        divisor = f"({self.k:g} + {self.alpha:g}/{self.size}·Σ x²)^{self.beta:g}"
        return (
            Formula("value", f"x / {divisor}", f"over {self.size} channels"),
            Formula("shape", "as its input", shape_text(output)),
            Formula("params", "no weights", "0"),
        )

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        # the squares, padded along the channels, their mean, what is raised to the power, and the divisor
        return Kept(inputs=True, extra_bytes=4 * bytes_of(output))

    def is_linear(self) -> bool:
        return False

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("LocalResponseNorm", {"size": self.size, "alpha": self.alpha, "beta": self.beta, "k": self.k}),)
