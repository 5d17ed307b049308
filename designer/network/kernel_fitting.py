"""A kernel put into kernels of another size: in the middle, with zeros around it, or cut to its own middle."""

from __future__ import annotations

from enum import StrEnum

from designer.network.fields import Pair
from designer.network.kernel_lab import Matrix, size_of


class Fit(StrEnum):
    """How a kernel goes into kernels of a size."""

    WHOLE = "whole"
    PADDED = "padded"
    CUT = "cut"
    """Along one axis at least only its middle is kept."""


def fit_of(kernel: Matrix, size: Pair) -> Fit:
    """Return how a kernel goes into kernels of a size.

    >>> fit_of(((1.0,),), (3, 3)), fit_of(((1.0, 2.0, 3.0),), (3, 2))
    (<Fit.PADDED: 'padded'>, <Fit.CUT: 'cut'>)
    """
    if size_of(kernel) == size:
        return Fit.WHOLE
    return Fit.CUT if any(own > room for own, room in zip(size_of(kernel), size, strict=True)) else Fit.PADDED


def has_middle(kernel: Matrix, size: Pair) -> bool:
    """Tell whether the same number of rows and columns is left on both sides; else there is one more below and right."""
    return all((own - room) % 2 == 0 for own, room in zip(size_of(kernel), size, strict=True))


def centred(kernel: Matrix, size: Pair) -> Matrix:
    """Return a kernel of a size with the middle of another in its middle.

    >>> centred(((1.0, 2.0, 3.0),), (3, 1))
    ((0.0,), (2.0,), (0.0,))
    """
    rows, columns = size_of(kernel)
    before = [_start(own, room) for own, room in zip((rows, columns), size, strict=True)]

    def value(row: int, column: int) -> float:
        return kernel[row][column] if 0 <= row < rows and 0 <= column < columns else 0.0

    return tuple(tuple(value(row - before[0], column - before[1]) for column in range(size[1])) for row in range(size[0]))


def _start(own: int, room: int) -> int:
    """Return where the first row lies: below 0 where it is cut off, as far in front as behind, or one less."""
    return (room - own) // 2 if room >= own else -((own - room) // 2)
