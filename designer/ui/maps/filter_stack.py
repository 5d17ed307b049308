"""Turn the filters of a frame into arrays; sizes that disagree with shapes are refused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from designer.network.shapes import Shape, count, shape_text
from designer.protocol.errors import ProtocolError
from designer.protocol.events import ExactFilters
from designer.ui.maps.colors import Floats

__all__ = ["FilterStack", "decode_filters"]


@dataclass(frozen=True, eq=False)
class FilterStack:
    """Filters ``first`` on of a block, as its weight tensor has them.

    Args:
        shape: Of the whole tensor.
        values: The filters sent, each of ``shape[1:]``.
        bias: One for each of them; empty where the block has none.
        edited: A person changed some weight of the block by hand.
    """

    block: str
    shape: Shape
    first: int
    values: Floats
    bias: Floats
    edited: bool

    def has(self, filter_: int) -> bool:
        """Tell whether a filter is there."""
        return 0 <= filter_ - self.first < len(self.values)


def decode_filters(filters: ExactFilters) -> FilterStack:
    """Return the filters of a frame.

    Raises:
        ProtocolError: Sizes and shape disagree.
    """
    shape = filters.shape
    if len(shape) not in (2, 4) or any(size < 1 for size in shape):
        raise ProtocolError(f"filters of {filters.block}: a shape has two or four sizes, each at least 1; found {shape}")
    each = 4 * count(shape[1:])
    number = len(filters.values) // each
    if number * each != len(filters.values) or number < 1 or filters.first < 0 or filters.first + number > shape[0]:
        size = len(filters.values)
        raise ProtocolError(f"filters of {filters.block}: {size:,} bytes from filter {filters.first} on do not belong to {shape_text(shape)}")
    if len(filters.bias) not in (0, 4 * number):
        raise ProtocolError(f"filters of {filters.block}: {number} filters have {number} biases or none, but {len(filters.bias):,} bytes came")
    values = np.frombuffer(filters.values, "<f4").reshape(number, *shape[1:])
    return FilterStack(filters.block, shape, filters.first, values, np.frombuffer(filters.bias, "<f4"), filters.edited)
