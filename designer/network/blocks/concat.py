"""Concat: the inputs' channels are stacked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group
from designer.network.blocks.matching import to_one_size
from designer.network.errors import ShapeError
from designer.network.kept import Kept
from designer.network.shapes import Shape, shape_text
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class Concat(BlockSpec):
    """Stack the channels of two or more images of equal height and width, or line up vectors."""

    TYPE: ClassVar[str] = "concat"
    LABEL: ClassVar[str] = "Concat"
    RANK: ClassVar[int] = 20
    STEM: ClassVar[str] = "concat"
    GROUP: ClassVar[Group] = Group.MERGE
    FEWEST_INPUTS: ClassVar[int] = 2
    MOST_INPUTS: ClassVar[int | None] = None
    SHORT: ClassVar[str] = "Cat"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("cat", "concatenate", "merge", "join", "inception", "densenet")
    USE: ClassVar[str] = "Joins the branches of an Inception or Fire module."

    def settings_line(self) -> str:
        return "stacks channels"

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        for shape in inputs[1:]:
            if len(shape) != len(inputs[0]) or shape[1:] != inputs[0][1:]:
                text = f"stacks images of equal height and width, or vectors, but gets {shape_text(inputs[0])} and {shape_text(shape)}"
                raise ShapeError("shapes-differ", text, to_one_size(inputs))
        return sum(shape[0] for shape in inputs), *inputs[0][1:]

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        channels = " + ".join(str(shape[0]) for shape in inputs)
        return (Formula("channels", channels, str(output[0])), Formula("shape", "stacked", shape_text(output)), Formula("params", "no weights", "0"))

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        return Kept()

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("cat", {"dim": 1}, layer=False),)
