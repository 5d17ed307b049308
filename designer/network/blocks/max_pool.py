"""Max pooling: the largest value under the window."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.pooling import SlidingPool
from designer.network.kept import BYTES_PER_INDEX, Kept
from designer.network.shapes import Shape, count
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
    SHORT: ClassVar[str] = "Max"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("maxpool2d", "mp", "downsample", "subsample")
    USE: ClassVar[str] = "2×2 with stride 2 behind one or two convolutions: halves height and width."

    def is_linear(self) -> bool:
        return False

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        kept = super().kept(inputs, output)
        return dataclasses.replace(kept, extra_bytes=kept.extra_bytes + count(output) * BYTES_PER_INDEX)

    def torch_pool(self, arguments: dict[str, object]) -> TorchCall:
        return TorchCall("MaxPool2d", arguments)
