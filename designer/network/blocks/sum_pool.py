"""Sum pooling: the sum under the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.pooling import SlidingPool
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class SumPool(SlidingPool):
    """Add the values under each window; padding and what lies beyond the edge count as 0."""

    TYPE: ClassVar[str] = "sum_pool"
    LABEL: ClassVar[str] = "Sum pooling"
    RANK: ClassVar[int] = 30
    PALETTE_LABEL: ClassVar[str] = "Sum pool"
    WORD: ClassVar[str] = "sum"
    SHORT: ClassVar[str] = "Sum"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("lppool",)
    USE: ClassVar[str] = "Where the strength of a pattern should add up over the window."

    def torch_pool(self, arguments: dict[str, object]) -> TorchCall:
        # an average divided by 1 is the sum
        return TorchCall("AvgPool2d", {**arguments, "divisor_override": 1})
