"""Global pooling: one value for each feature map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import BlockSpec, Formula, Group, Takes
from designer.network.blocks.flatten import whole_image
from designer.network.fields import ChoiceField, declare
from designer.network.kept import BYTES_PER_INDEX, Kept
from designer.network.shapes import Shape, count
from designer.network.torch_calls import TorchCall
from designer.network.windows import Window

_WORDS = {"avg": "average", "max": "max", "sum": "sum"}


@dataclass(frozen=True)
class GlobalPool(BlockSpec):
    """Turn every feature map into one value: its average, maximum or sum."""

    TYPE: ClassVar[str] = "global_pool"
    LABEL: ClassVar[str] = "Global pooling"
    PALETTE_LABEL: ClassVar[str] = "Global pool"
    RANK: ClassVar[int] = 40
    STEM: ClassVar[str] = "pool"
    GROUP: ClassVar[Group] = Group.POOLING
    TAKES: ClassVar[Takes] = Takes.IMAGE
    SHORT: ClassVar[str] = "Glob"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("gap", "gmp", "global average pooling", "mean")
    USE: ClassVar[str] = "Before the last dense layer of modern networks, instead of flattening."

    mode: str = declare(
        "avg", ChoiceField(label="Mode", doc="What becomes of a map's values: their average, maximum or sum.", choices=("avg", "max", "sum"))
    )

    def settings_line(self) -> str:
        return f"{_WORDS[self.mode]} of each map"

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        return inputs[0][0], 1, 1

    def windows(self, inputs: tuple[Shape, ...], output: Shape, index: int = 0) -> tuple[Window, Window]:
        return whole_image(inputs[0])

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        _, height, width = inputs[0]
        return (Formula("value", f"{_WORDS[self.mode]} of {height}·{width} values", "one a map"), Formula("params", "pooling has no weights", "0"))

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        return Kept(inputs=self.mode == "max", extra_bytes=count(output) * BYTES_PER_INDEX if self.mode == "max" else 0)

    def is_linear(self) -> bool:
        return self.mode != "max"

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        if self.mode == "sum":
            return (TorchCall("sum", {"dim": (2, 3), "keepdim": True}, layer=False),)
        return (TorchCall("AdaptiveAvgPool2d" if self.mode == "avg" else "AdaptiveMaxPool2d", {"output_size": (1, 1)}),)
