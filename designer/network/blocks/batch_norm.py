"""Batch norm: every channel gets mean 0 and deviation 1, then a learnable scale and shift."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group
from designer.network.fields import NumberField, declare
from designer.network.shapes import Shape, is_image, shape_text
from designer.network.torch_calls import TorchCall
from designer.network.weights import Constant, Weight


@dataclass(frozen=True)
class BatchNorm(BlockSpec):
    """Normalise each channel over the batch, then scale and shift it; uses its running statistics outside training."""

    TYPE: ClassVar[str] = "batch_norm"
    LABEL: ClassVar[str] = "Batch normalisation"
    RANK: ClassVar[int] = 10
    PALETTE_LABEL: ClassVar[str] = "Batch norm"
    STEM: ClassVar[str] = "norm"
    GROUP: ClassVar[Group] = Group.NORMALISE
    SHORT: ClassVar[str] = "BN"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("bn", "batchnorm2d", "batch", "normalization")
    USE: ClassVar[str] = "Between a convolution and its activation: deep networks learn faster and more surely."

    epsilon: float = declare(
        1e-5, NumberField(label="Epsilon", doc="Added to the variance so that nothing is divided by zero.", least=0.0, most=math.inf, open_least=True)
    )
    momentum: float = declare(0.1, NumberField(label="Momentum", doc="Share of each batch in the running statistics.", least=0.0, most=1.0))

    def settings_line(self) -> str:
        return f"momentum {self.momentum:g}"

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        channels = (inputs[0][0],)
        return (
            Weight("weight", channels, Constant(1.0)),
            Weight("bias", channels, Constant(0.0)),
            Weight("running_mean", channels, Constant(0.0), learnable=False),
            Weight("running_var", channels, Constant(1.0), learnable=False),
        )

    def parameters(self, inputs: tuple[Shape, ...]) -> int:
        return 2 * inputs[0][0]

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return True

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        return (
            Formula("value", f"scale·(x − mean)/√(var + {self.epsilon:g}) + shift", "per channel"),
            Formula("shape", "as its input", shape_text(output)),
            Formula("params", f"2·{inputs[0][0]}", f"{self.parameters(inputs):,}"),
        )

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        name = "BatchNorm2d" if is_image(inputs[0]) else "BatchNorm1d"
        return (TorchCall(name, {"num_features": inputs[0][0], "eps": self.epsilon, "momentum": self.momentum}, holds_weights=True),)
