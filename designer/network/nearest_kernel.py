"""Which named kernel of the lectures a filter is most like."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from designer.network.kernels import NAMED_KERNELS

__all__ = ["LEAST_SIDE", "Likeness", "fits_named_kernels", "named_kernel", "nearest_kernels"]

Floats = npt.NDArray[np.float64]

LEAST_SIDE = 2
"""Rows and columns that a filter needs to be like anything: one pixel, or a line of them, is a factor or a row of factors."""

_SIDE = 3
_NOTHING = 1e-12
"""A kernel shorter than this, after it was made to fit another size, says nothing there."""


@dataclass(frozen=True)
class Likeness:
    """The named kernel that a filter is most like.

    Args:
        name: Of the kernel.
        similarity: Cosine of the angle between both, −1…1: 1 is the kernel times a positive number, −1 the kernel with all signs turned.
    """

    name: str
    similarity: float

    @property
    def turned(self) -> bool:
        """Whether the filter is like the kernel with all signs turned."""
        return self.similarity < 0


def nearest_kernels(filters: npt.ArrayLike) -> list[Likeness | None]:
    """Return what each filter is most like; none for one that is all 0, not finite, or too small to be like anything.

    A 3×3 filter is compared with the kernels as they are. For other sizes each kernel counts twice, and the better one wins: lying in the middle
    of zeros, as a block starts with it, and stretched over the whole filter by area, which keeps a sum of 0 at 0.

    Shape:
        ``(count, height, width)``

    >>> nearest_kernels([[[2, 0, -2], [4, 0, -4], [2, 0, -2]]])
    [Likeness(name='sobel-x', similarity=-1.0)]
    """
    values = np.asarray(filters, np.float64)
    count, height, width = values.shape
    if min(height, width) < LEAST_SIDE:
        return [None] * count
    flat = values.reshape(count, -1)
    lengths = np.linalg.norm(np.where(np.isfinite(flat), flat, 0), axis=1)
    usable = np.isfinite(flat).all(axis=1) & (lengths > _NOTHING)
    names, kernels = _candidates(height, width)
    found = np.where(usable[:, None], flat, 0) / np.where(usable, lengths, 1)[:, None] @ kernels.T
    best = np.abs(found).argmax(axis=1)
    return [
        Likeness(names[place], float(np.clip(found[index, place], -1, 1))) if usable[index] else None
        for index, place in enumerate(best.tolist())
    ]  # fmt: skip


def fits_named_kernels(height: int, width: int) -> bool:
    """Tell whether a named kernel has a middle to lie in: both sides odd and at least 3, as a block's *start* wants it too."""
    return all(side >= _SIDE and side % 2 for side in (height, width))


def named_kernel(name: str, height: int, width: int) -> Floats:
    """Return a named kernel in the middle of zeros.

    Raises:
        KeyError: There is no kernel of that name.

    >>> named_kernel("sobel-y", 5, 3)[1].tolist()
    [-1.0, -2.0, -1.0]
    """
    filled = np.zeros((height, width))
    top, left = (height - _SIDE) // 2, (width - _SIDE) // 2
    filled[top : top + _SIDE, left : left + _SIDE] = NAMED_KERNELS[name]
    return filled


@cache
def _candidates(height: int, width: int) -> tuple[tuple[str, ...], Floats]:
    """Return what filters of a size are compared with, each of length 1, as rows; ones that lose everything at that size are left out."""
    found = [(name, _stretched(np.asarray(rows, np.float64), height, width)) for name, rows in NAMED_KERNELS.items()]
    if (height, width) != (_SIDE, _SIDE) and min(height, width) >= _SIDE:
        found += [(name, named_kernel(name, height, width)) for name in NAMED_KERNELS]
    kept = [(name, kernel.reshape(-1) / length) for name, kernel in found if (length := float(np.linalg.norm(kernel))) > _NOTHING]
    return tuple(name for name, _ in kept), np.stack([kernel for _, kernel in kept])


def _stretched(kernel: Floats, height: int, width: int) -> Floats:
    """Return a kernel at another size: every new cell is the mean of what it covers."""
    return _shares(kernel.shape[0], height) @ kernel @ _shares(kernel.shape[1], width).T


def _shares(old: int, new: int) -> Floats:
    """Return how much of each old cell every new one covers; rows sum to 1."""
    edges = np.arange(new + 1) * old / new
    starts = np.arange(old)
    covered = np.minimum(edges[1:, None], starts + 1) - np.maximum(edges[:-1, None], starts)
    shares: Floats = np.clip(covered, 0, None) * new / old
    return shares
