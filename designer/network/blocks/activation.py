"""What the activations share: they change values one by one and leave the shape alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group
from designer.network.shapes import Shape, shape_text


@dataclass(frozen=True)
class Activation(BlockSpec):
    """Change every value on its own, by one formula."""

    GROUP: ClassVar[Group] = Group.ACTIVATION

    def value(self) -> Formula:
        """Return the formula of one value, and the range of its results."""
        raise NotImplementedError

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        return (self.value(), Formula("shape", "as its input", shape_text(output)), Formula("params", "no weights", "0"))
