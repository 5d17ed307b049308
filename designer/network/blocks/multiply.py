"""Multiply: two inputs, value by value, or an image by one number for each channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group
from designer.network.blocks.matching import channel_weights
from designer.network.errors import ShapeError
from designer.network.shapes import Shape, count, is_image, shape_text
from designer.network.torch_calls import TorchCall
from designer.network.windows import Identity, Spread, Window


@dataclass(frozen=True)
class Multiply(BlockSpec):
    """Multiply two inputs of one shape, or weigh each channel of an image by one value (C×1×1)."""

    TYPE: ClassVar[str] = "multiply"
    LABEL: ClassVar[str] = "Multiply"
    RANK: ClassVar[int] = 30
    STEM: ClassVar[str] = "multiply"
    GROUP: ClassVar[Group] = Group.MERGE
    FEWEST_INPUTS: ClassVar[int] = 2
    MOST_INPUTS: ClassVar[int | None] = 2
    SHORT: ClassVar[str] = "Mul"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("gate", "attention", "squeeze", "excitation", "scale", "times")
    USE: ClassVar[str] = "Weighs channels by a branch of their own, as squeeze-and-excitation does."
    COMMON: ClassVar[bool] = False

    def settings_line(self) -> str:
        return "product of its inputs"

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        small, large = sorted(inputs, key=count)
        if small == large or (is_image(large) and small == (large[0], 1, 1)):
            return large
        text = (
            f"multiplies inputs of one shape, or an image by one value for each channel, but gets {shape_text(inputs[0])} and {shape_text(inputs[1])}"
        )
        raise ShapeError("shapes-differ", text, channel_weights((inputs[0], inputs[1])))

    def windows(self, inputs: tuple[Shape, ...], output: Shape, index: int = 0) -> tuple[Window, Window]:
        return (Spread(), Spread()) if inputs[index] != output else (Identity(), Identity())

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        each = "per value" if inputs[0] == inputs[1] else "per channel"
        return (Formula("value", "x1 · x2", each), Formula("shape", "the larger input's", shape_text(output)), Formula("params", "no weights", "0"))

    def is_linear(self) -> bool:
        return False

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("mul", layer=False),)
