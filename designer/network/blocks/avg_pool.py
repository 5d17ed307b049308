"""Average pooling: the mean under the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.pooling import SlidingPool
from designer.network.blocks.sliding import Slide
from designer.network.errors import ShapeError
from designer.network.fields import FlagField, declare
from designer.network.remedies import ChangeFields
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class AvgPool(SlidingPool):
    """Average the values under each window; padding counts as zeros where it is counted."""

    TYPE: ClassVar[str] = "avg_pool"
    LABEL: ClassVar[str] = "Average pooling"
    RANK: ClassVar[int] = 20
    PALETTE_LABEL: ClassVar[str] = "Average pool"
    WORD: ClassVar[str] = "average"
    SHORT: ClassVar[str] = "Avg"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("avgpool2d", "mean", "downsample", "subsample")
    USE: ClassVar[str] = "2×2 with stride 2 where every value should count, as in the LeNet-5 of 1998."

    count_padding: bool = declare(
        True, FlagField(label="Count padding", doc="Divides by the whole window, zeros included; else by the cells inside the picture.")
    )

    def slide(self) -> Slide:
        return super().slide()._replace(same_allowed=self.count_padding)

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        if self.padding == "same" and not self.count_padding:
            text = "padding SAME needs the padding to be counted"
            raise ShapeError(
                "same-needs-count-padding",
                text,
                (ChangeFields("Count padding", {"count_padding": True}), ChangeFields("Padding VALID", {"padding": "valid"})),
            )
        return super().output_shape(inputs)

    def torch_pool(self, arguments: dict[str, object]) -> TorchCall:
        return TorchCall("AvgPool2d", {**arguments, "count_include_pad": self.count_padding})
