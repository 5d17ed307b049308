"""Max pooling: the largest value under the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.pooling import SlidingPool
from designer.network.torch_calls import TorchCall


@dataclass(frozen=True)
class MaxPool(SlidingPool):
    """Keep the largest value under each window; padding counts as −∞."""

    TYPE: ClassVar[str] = "max_pool"
    LABEL: ClassVar[str] = "Max pooling"
    RANK: ClassVar[int] = 10
    PALETTE_LABEL: ClassVar[str] = "Max pool"
    WORD: ClassVar[str] = "max"
    FILL: ClassVar[float] = float("-inf")

    def torch_pool(self, arguments: dict[str, object]) -> TorchCall:
        return TorchCall("MaxPool2d", arguments)
