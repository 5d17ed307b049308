"""The input block: the pictures' shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group
from designer.network.fields import ShapeField, declare
from designer.network.kept import Kept
from designer.network.shapes import Shape, shape_text
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class Input(BlockSpec):
    """Where the pictures come in: channels × height × width."""

    TYPE: ClassVar[str] = "input"
    LABEL: ClassVar[str] = "Input"
    STEM: ClassVar[str] = "input"
    NUMBERED: ClassVar[bool] = False
    GROUP: ClassVar[Group] = Group.INPUT
    FEWEST_INPUTS: ClassVar[int] = 0
    MOST_INPUTS: ClassVar[int | None] = 0
    SYNONYMS: ClassVar[tuple[str, ...]] = ("picture", "image", "source", "start")
    USE: ClassVar[str] = "Once in a network, at its beginning; 1 channel for grey, 3 for colour."

    shape: tuple[int, int, int] = declare(
        (1, 28, 28),
        ShapeField(
            label="Shape",
            doc="Channels, height and width of the pictures: 1 channel is grey, 3 are colour.",
            unit="px",
            required=True,
            least=1,
            most=16_384,
        ),
    )

    def settings_line(self) -> str:
        kind = {1: "grey", 3: "colour"}.get(self.shape[0], f"{self.shape[0]} channels")
        return f"picture · {kind}"

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        return self.shape

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return False

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        return (Formula("shape", "channels × height × width", shape_text(output)),)

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        return Kept()

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return ()
