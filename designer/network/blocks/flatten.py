"""Flatten: an image becomes a vector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group
from designer.network.kept import Kept
from designer.network.shapes import Shape, count, is_image
from designer.network.torch_calls import TorchCall
from designer.network.windows import Identity, Whole, Window


def whole_image(shape: Shape) -> tuple[Window, Window]:
    """Return the windows of a block whose every value sees all positions of its input."""
    return (Whole(shape[1]), Whole(shape[2])) if is_image(shape) else (Identity(), Identity())


def is_flat(shape: Shape) -> bool:
    """Tell whether flattening copies nothing: a vector, or one pixel; the pixels of larger images lie channel by channel only then."""
    return not is_image(shape) or shape[1:] == (1, 1)


@dataclass(frozen=True)
class Flatten(BlockSpec):
    """Line up all values as one vector: channel first, then rows, then columns."""

    TYPE: ClassVar[str] = "flatten"
    LABEL: ClassVar[str] = "Flatten"
    RANK: ClassVar[int] = 20
    STEM: ClassVar[str] = "flatten"
    GROUP: ClassVar[Group] = Group.DENSE
    SHORT: ClassVar[str] = "Flat"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("reshape", "vector", "view")
    USE: ClassVar[str] = "Between the last image and the first dense layer; a dense layer does it unasked."

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        return (count(inputs[0]),)

    def windows(self, inputs: tuple[Shape, ...], output: Shape, index: int = 0) -> tuple[Window, Window]:
        return whole_image(inputs[0])

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        return (Formula("values", "·".join(str(size) for size in inputs[0]), str(output[0])), Formula("params", "no weights", "0"))

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        return Kept(is_view=is_flat(inputs[0]))

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("Flatten", {"start_dim": 1}),)
