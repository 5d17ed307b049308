"""Dropout: some values are set to zero while training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group
from designer.network.fields import NumberField, declare
from designer.network.kept import Kept, bytes_of
from designer.network.shapes import Shape, shape_text
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class Dropout(BlockSpec):
    """Set each value to zero with the given chance while training, and scale the rest up; does nothing otherwise."""

    TYPE: ClassVar[str] = "dropout"
    LABEL: ClassVar[str] = "Dropout"
    RANK: ClassVar[int] = 20
    STEM: ClassVar[str] = "dropout"
    GROUP: ClassVar[Group] = Group.NORMALISE
    SHORT: ClassVar[str] = "Drop"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("regularise", "regularize", "regularisation", "regularization")
    USE: ClassVar[str] = "Before dense layers, rate 0.5, against learning by heart."

    rate: float = declare(
        0.5, NumberField(label="Rate", doc="Chance that a value is set to zero in a training step.", least=0.0, most=1.0, open_most=True)
    )

    def settings_line(self) -> str:
        return f"rate {self.rate:g}"

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        scale = f"x / (1 − {self.rate:g})"
        return (
            Formula("training", f"0 or {scale}", f"{1 / (1 - self.rate):.4g}·x"),
            Formula("shape", "as its input", shape_text(output)),
            Formula("params", "no weights", "0"),
        )

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        return Kept(extra_bytes=bytes_of(output))  # the mask, as numbers

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("Dropout", {"p": self.rate}),)
