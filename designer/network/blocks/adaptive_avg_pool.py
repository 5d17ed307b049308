"""Adaptive average pooling: the output's size is given, the windows follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group, Takes
from designer.network.blocks.sliding import times
from designer.network.fields import Pair, PairField, declare
from designer.network.kept import Kept
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall
from designer.network.windows import Adaptive, Window


@dataclass(frozen=True)
class AdaptiveAvgPool(BlockSpec):
    """Average so that the output has the given height and width, whatever the input's."""

    TYPE: ClassVar[str] = "adaptive_avg_pool"
    LABEL: ClassVar[str] = "Adaptive average pooling"
    PALETTE_LABEL: ClassVar[str] = "Adaptive pool"
    RANK: ClassVar[int] = 50
    STEM: ClassVar[str] = "pool"
    GROUP: ClassVar[Group] = Group.POOLING
    TAKES: ClassVar[Takes] = Takes.IMAGE
    SHORT: ClassVar[str] = "Adap"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("adaptiveavgpool2d", "aap", "mean")
    USE: ClassVar[str] = "Before dense layers that need a fixed size, as the 6×6 of AlexNet."
    COMMON: ClassVar[bool] = False

    output: Pair = declare(
        (1, 1), PairField(label="Output h × w", doc="Height and width of every map it makes.", unit="px", required=True, least=1, most=16_384)
    )

    def settings_line(self) -> str:
        return f"average to {times(self.output)}"

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        return inputs[0][0], *self.output

    def windows(self, inputs: tuple[Shape, ...], output: Shape, index: int = 0) -> tuple[Window, Window]:
        return Adaptive(inputs[0][1], output[1]), Adaptive(inputs[0][2], output[2])

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        return (
            Formula("height", "as set", str(output[1])),
            Formula("width", "as set", str(output[2])),
            Formula("rows of i", f"⌊i·{inputs[0][1]}/{output[1]}⌋ … ⌈(i + 1)·{inputs[0][1]}/{output[1]}⌉ − 1", "averaged"),
            Formula("params", "pooling has no weights", "0"),
        )

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        return Kept(inputs=output[1:] != (1, 1))  # one value a map is a plain mean, which needs only the size

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return (TorchCall("AdaptiveAvgPool2d", {"output_size": self.output}),)
