"""Stretch pictures as Pillow's bilinear filter does, many at a time and always with the same bits.

Pillow takes one picture a call. Its filter is a triangle that widens when it shrinks (antialiasing), so an output pixel
is a weighted sum of a few neighbours along each axis. Adding these neighbours up one after the other, and not by a
matrix product, makes the result independent of how many pictures come together and of the processor's matrix library:
a single probe has exactly the bits it has in training.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Planes = NDArray[np.float32]


def resize_planes(planes: Planes, height: int, width: int) -> Planes:
    """Stretch pictures to height × width, along the rows first, as Pillow does in its floating-point mode.

    The pictures lie along the last axis: a neighbour is then a whole stretch of memory, which is four times as fast.

    Shape:
        (C, H, W, N) to (C, height, width, N)

    Source:
        Pillow, src/libImaging/Resample.c, `precompute_coeffs` and `bilinear_filter`; also what
        `torch.nn.functional.interpolate(mode="bilinear", antialias=True)` computes.
    """
    if planes.shape[2] != width:
        planes = _resize_axis(planes, 2, width)
    if planes.shape[1] != height:
        planes = _resize_axis(planes, 1, height)
    return planes


def _resize_axis(planes: Planes, axis: int, size: int) -> Planes:
    neighbours, weights = _neighbours(planes.shape[axis], size)
    weights = weights.reshape(len(weights), *(-1 if index == axis else 1 for index in range(planes.ndim)))
    result: Planes = planes.take(neighbours[0], axis) * weights[0]
    for neighbour, weight in zip(neighbours[1:], weights[1:], strict=True):
        piece = planes.take(neighbour, axis)
        piece *= weight
        result += piece
    return result


@lru_cache(maxsize=64)
def _neighbours(size_in: int, size_out: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return which input pixels each output pixel adds up, and their weights.

    Returns:
        Two arrays (most neighbours, size_out); where a pixel has fewer neighbours the weight is 0.
    """
    scale = size_in / size_out
    reach = max(scale, 1.0)
    centre = (np.arange(size_out) + 0.5) * scale
    first = np.maximum((centre - reach + 0.5).astype(np.int64), 0)
    stop = np.minimum((centre + reach + 0.5).astype(np.int64), size_in)
    neighbours = first + np.arange(2 * math.ceil(reach))[:, None]
    weights = np.maximum(1.0 - np.abs(neighbours - centre + 0.5) / reach, 0.0) * (neighbours < stop)
    weights /= weights.sum(axis=0)
    used = weights.any(axis=1)
    return np.minimum(neighbours, size_in - 1)[used], weights[used].astype(np.float32)
