"""Dense: every unit sees every input."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group
from designer.network.blocks.flatten import is_flat, whole_image
from designer.network.fields import FlagField, WholeField, declare
from designer.network.kept import Kept, bytes_of
from designer.network.shapes import Shape, count, is_image, shape_text
from designer.network.torch_calls import TorchCall
from designer.network.weights import Uniform, Weight
from designer.network.windows import Window


@dataclass(frozen=True)
class Dense(BlockSpec):
    """Give every unit a weighted sum of all inputs; flattens an image by itself."""

    TYPE: ClassVar[str] = "dense"
    LABEL: ClassVar[str] = "Dense"
    RANK: ClassVar[int] = 10
    STEM: ClassVar[str] = "dense"
    WIDTH: ClassVar[str] = "units"
    GROUP: ClassVar[Group] = Group.DENSE
    SYNONYMS: ClassVar[tuple[str, ...]] = ("fc", "linear", "fully connected", "perceptron", "mlp")
    USE: ClassVar[str] = "At the end: one unit for each class in the last one."

    units: int = declare(10, WholeField(label="Units", doc="How many values it makes.", required=True, least=1, most=65_536))
    bias: bool = declare(True, FlagField(label="Bias", doc="Adds one learnable number to every unit."))

    def settings_line(self) -> str:
        return f"{self.units} unit{'s' if self.units > 1 else ''}"

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        return (self.units,)

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        values = count(inputs[0])
        start = Uniform(1 / math.sqrt(values))
        weight = Weight("weight", (self.units, values), start)
        return (weight, Weight("bias", (self.units,), start)) if self.bias else (weight,)

    def parameters(self, inputs: tuple[Shape, ...]) -> int:
        return (count(inputs[0]) + self.bias) * self.units

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return count(inputs[0]) * self.units

    def windows(self, inputs: tuple[Shape, ...], output: Shape, index: int = 0) -> tuple[Window, Window]:
        return whole_image(inputs[0])

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return True

    def notes(self, inputs: tuple[Shape, ...]) -> tuple[str, ...]:
        return (f"flattens {shape_text(inputs[0])}",) if is_image(inputs[0]) else ()

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        values = count(inputs[0])
        flat = (Formula("inputs", "·".join(str(size) for size in inputs[0]), f"{values:,}"),) if is_image(inputs[0]) else ()
        return (
            *flat,
            Formula("units", "as set", f"{self.units:,}"),
            Formula("params", f"({values}{' + 1' if self.bias else ''})·{self.units}", f"{self.parameters(inputs):,}"),
            Formula("MACs", f"{values}·{self.units}", f"{self.macs(inputs, output):,}"),
        )

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        if is_flat(inputs[0]):
            return Kept(inputs=True)
        return Kept(extra_bytes=bytes_of(inputs[0]))  # flattening an image copies it, and the copy is what is kept

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        linear = TorchCall("Linear", {"in_features": count(inputs[0]), "out_features": self.units, "bias": self.bias}, holds_weights=True)
        return (TorchCall("Flatten", {"start_dim": 1}), linear) if is_image(inputs[0]) else (linear,)
