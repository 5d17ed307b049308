"""Add: inputs of one shape are summed, value by value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group
from designer.network.blocks.matching import to_one_shape
from designer.network.errors import ShapeError
from designer.network.kept import Kept
from designer.network.shapes import Shape, shape_text
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class Add(BlockSpec):
    """Add the values of two or more inputs of one shape, as a skip connection does."""

    TYPE: ClassVar[str] = "add"
    LABEL: ClassVar[str] = "Add"
    RANK: ClassVar[int] = 10
    STEM: ClassVar[str] = "add"
    GROUP: ClassVar[Group] = Group.MERGE
    FEWEST_INPUTS: ClassVar[int] = 2
    MOST_INPUTS: ClassVar[int | None] = None
    SYNONYMS: ClassVar[tuple[str, ...]] = ("skip", "residual", "shortcut", "sum", "plus", "resnet")
    USE: ClassVar[str] = "Closes a skip connection, as in ResNets: output of the branch plus its input."

    def settings_line(self) -> str:
        return "sum of its inputs"

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        for shape in inputs[1:]:
            if shape != inputs[0]:
                text = f"adds inputs of one shape, but gets {shape_text(inputs[0])} and {shape_text(shape)}"
                raise ShapeError("shapes-differ", text, to_one_shape(inputs))
        return inputs[0]

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        names = " + ".join(f"x{number}" for number in range(1, len(inputs) + 1))
        return (Formula("value", names, "per value"), Formula("shape", "as its inputs", shape_text(output)), Formula("params", "no weights", "0"))

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        return Kept()

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("add", layer=False),)
