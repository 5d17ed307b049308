"""What the activations share: they change values one by one and leave the shape alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group
from designer.network.kept import Kept
from designer.network.shapes import Shape, shape_text


@dataclass(frozen=True)
class Activation(BlockSpec):
    """Change every value on its own, by one formula."""

    GROUP: ClassVar[Group] = Group.ACTIVATION
    SLOPE_FROM_OUTPUT: ClassVar[bool] = False
    """Torch works the gradient out from the output, so that need not keep the input."""

    def value(self) -> Formula:
        """Return the formula of one value, and the range of its results."""
        raise NotImplementedError

    def is_linear(self) -> bool:
        return False

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        return Kept(inputs=not self.SLOPE_FROM_OUTPUT, output=self.SLOPE_FROM_OUTPUT)

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        return (self.value(), Formula("shape", "as its input", shape_text(output)), Formula("params", "no weights", "0"))
