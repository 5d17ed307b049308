"""What a block's layers keep of a training step until the gradients have passed through them."""

from __future__ import annotations

from dataclasses import dataclass

from designer.network.shapes import Shape, count

BYTES_PER_VALUE = 4
"""Everything is float32."""
BYTES_PER_INDEX = 8
"""Which pixel of a window won is an int64."""


@dataclass(frozen=True)
class Kept:
    """What the backward pass needs of one block.

    Inputs and output are shared with the blocks around, so they count once, however many keep them.

    Args:
        inputs: Its inputs are kept (a convolution multiplies the gradient with them).
        output: Its output is kept (a ReLU passes the gradient where it is positive).
        extra_bytes: For one picture, beyond both: masks, indices, padded copies.
        is_view: The output is its input under another shape and takes no memory.
    """

    inputs: bool = False
    output: bool = False
    extra_bytes: int = 0
    is_view: bool = False


def bytes_of(shape: Shape) -> int:
    """Return the memory of one picture's values."""
    return count(shape) * BYTES_PER_VALUE
