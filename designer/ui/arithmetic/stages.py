"""Stages of an explanation as arrays; sizes that disagree are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from designer.network.shapes import Shape, is_image
from designer.protocol.errors import ProtocolError
from designer.protocol.events import ArithmeticStage, Operand
from designer.ui.maps.colors import Floats

Doubles = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int32]

WEIGHED = frozenset({"Conv2d", "ConvTranspose2d", "Linear"})
POOLS = frozenset({"MaxPool2d", "AdaptiveMaxPool2d", "AvgPool2d", "AdaptiveAvgPool2d", "sum"})


@dataclass(frozen=True, eq=False)
class ExplainedStage:
    """One torch call, explained.

    Args:
        channels: Numbers of the input's channels, ``(n,)``; empty where there is no window.
        rows: Of the window in the input; outside of it where it is padding.
        columns: Likewise.
        values: ``(n, rows, columns)``; ``weights`` likewise, or none.
        sums: ``(n,)``.
    """

    call: str
    result: float
    magnitude: float
    operands: Mapping[str, Operand]
    block: str
    shape: Shape
    channels: Whole
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    values: Floats
    weights: Floats | None
    sums: Doubles
    bias: float | None
    winner: int
    left_out: int
    left_out_sum: float

    @property
    def has_window(self) -> bool:
        """Whether values were read from a window."""
        return len(self.channels) > 0

    @property
    def is_dense(self) -> bool:
        """Whether every input counts, so that a list says more than tables."""
        return self.call == "Linear"

    @property
    def cells(self) -> int:
        """Number of cells of the window."""
        return len(self.rows) * len(self.columns)

    @cached_property
    def products(self) -> Doubles:
        """Values times weights, in float64; the values themselves where there are no weights."""
        wide = self.values.astype(np.float64)
        return wide if self.weights is None else wide * self.weights.astype(np.float64)

    @cached_property
    def padded(self) -> npt.NDArray[np.bool_]:
        """Which cells of the window lie outside the picture."""
        if not is_image(self.shape):
            return np.zeros((len(self.rows), len(self.columns)), np.bool_)
        rows, columns = np.asarray(self.rows), np.asarray(self.columns)
        outside: npt.NDArray[np.bool_] = np.logical_or.outer((rows < 0) | (rows >= self.shape[1]), (columns < 0) | (columns >= self.shape[2]))
        return outside


def decode_stage(told: ArithmeticStage) -> ExplainedStage:
    """Return a stage with its arrays.

    Raises:
        ProtocolError: Sizes disagree.
    """
    channels = np.frombuffer(told.channels, "<i4") if len(told.channels) % 4 == 0 else np.zeros(0, np.int32)
    size = (len(channels), len(told.rows), len(told.columns))
    whole = size[0] * size[1] * size[2]
    wanted = (4 * len(channels), 4 * whole, 8 * len(channels))
    found = (len(told.channels), len(told.values), len(told.sums))
    if wanted != found or len(told.weights) not in (0, 4 * whole) or (len(channels) and len(told.shape) not in (1, 3)):
        raise ProtocolError(f"the arithmetic of {told.call}: a window of {size[0]} × {size[1]} × {size[2]} takes {wanted} bytes, but {found} came")
    return ExplainedStage(
        told.call, told.result, told.magnitude, {operand.name: operand for operand in told.operands}, told.block, told.shape, channels,
        told.rows, told.columns, np.frombuffer(told.values, "<f4").reshape(size),
        np.frombuffer(told.weights, "<f4").reshape(size) if told.weights else None, np.frombuffer(told.sums, "<f8"),
        told.bias, told.winner if told.winner < whole else -1, told.left_out, told.left_out_sum,
    )  # fmt: skip
