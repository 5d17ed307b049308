"""Softmax: values become probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group
from designer.network.kept import Kept
from designer.network.shapes import Shape, shape_text
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class Softmax(BlockSpec):
    """Turn the values over the channels into probabilities that sum to 1."""

    TYPE: ClassVar[str] = "softmax"
    LABEL: ClassVar[str] = "Softmax"
    STEM: ClassVar[str] = "softmax"
    NUMBERED: ClassVar[bool] = False
    GROUP: ClassVar[Group] = Group.OUTPUT
    SHORT: ClassVar[str] = "Soft"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("probabilities", "output", "classifier", "predictions")
    USE: ClassVar[str] = "Last, behind a dense layer with one unit a class."

    def settings_line(self) -> str:
        return "class probabilities"

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return False

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        return (
            Formula("value", f"eˣ / Σ eˣ over {inputs[0][0]} channels", "0…1"),
            Formula("shape", "as its input", shape_text(output)),
            Formula("params", "no weights", "0"),
        )

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        return Kept(output=True)

    def is_linear(self) -> bool:
        return False

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("Softmax", {"dim": 1}),)
