"""Shapes without the batch, and the arithmetic of sliding windows along one axis."""

from __future__ import annotations

import math

from designer.network.errors import ShapeError
from designer.network.fields import Padding

Shape = tuple[int, ...]
"""``(C, H, W)`` for an image, ``(features,)`` for a vector."""


def is_image(shape: Shape) -> bool:
    """Tell whether a shape has channels, rows and columns."""
    return len(shape) == 3


def shape_text(shape: Shape) -> str:
    """Return a shape as people read it.

    >>> shape_text((16, 14, 14)), shape_text((120,))
    ('16×14×14', '120')
    """
    return "×".join(str(size) for size in shape)


def count(shape: Shape) -> int:
    """Return the number of values in a shape."""
    return math.prod(shape)


def window_output_size(size: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Return how many positions a sliding window takes along one axis.

    Shape:
        ``(size + 2·padding − dilation·(kernel − 1) − 1) // stride + 1``

    Args:
        size: Input length in pixels, at least 1.
        kernel: Window length in pixels.
        stride: Distance of neighbouring windows, in pixels.
        padding: Zeros added on *each* side, in pixels.
        dilation: Distance of neighbouring cells of the window, in pixels.

    Raises:
        ShapeError: The dilated window is longer than the padded input.

    Source:
        Dumoulin & Visin 2016, arXiv:1603.07285; `torch.nn.Conv2d`, "Shape".

    >>> window_output_size(28, kernel=2, stride=2)
    14
    """
    out = raw_output_size(size, kernel, stride, (padding, padding), dilation)
    if out < 1:
        raise ShapeError("kernel-too-large", f"a window of {dilation * (kernel - 1) + 1} does not fit {size + 2 * padding} pixels")
    return out


def raw_output_size(size: int, kernel: int, stride: int, sides: tuple[int, int], dilation: int = 1, ceil_mode: bool = False) -> int:
    """Return the output length by the window rule; below 1 where the window does not fit.

    With ``ceil_mode`` the division rounds up, and a last window that would start in the trailing padding is dropped, as torch does.
    """
    room = size + sides[0] + sides[1] - dilation * (kernel - 1) - 1
    if not ceil_mode:
        return room // stride + 1
    out = -(-room // stride) + 1
    return out - 1 if (out - 1) * stride >= size + sides[0] else out


def same_sides(size: int, kernel: int, stride: int, dilation: int = 1) -> tuple[int, int]:
    """Return the zeros before and after that make the output ⌈size / stride⌉ long; the odd zero goes after."""
    total = max((-(-size // stride) - 1) * stride + dilation * (kernel - 1) + 1 - size, 0)
    return total // 2, total - total // 2


def padding_sides(padding: Padding, axis: int, size: int, kernel: int, stride: int, dilation: int = 1) -> tuple[int, int]:
    """Return the padding before and after along one axis (0: rows, 1: columns)."""
    if padding == "valid":
        return 0, 0
    if padding == "same":
        return same_sides(size, kernel, stride, dilation)
    if len(padding) == 2:
        return int(padding[axis]), int(padding[axis])
    return int(padding[2 * axis]), int(padding[2 * axis + 1])
