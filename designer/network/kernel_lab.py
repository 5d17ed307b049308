"""The Kernel lab as a value: a matrix, a window that slides over it, and what is done under the window. Nothing is flipped, as in torch."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from designer.network.blocks.sliding import Slide, times
from designer.network.errors import FieldError, ShapeError
from designer.network.fields import Padding, Pair
from designer.network.kernels import NAMED_KERNELS

Matrix = tuple[tuple[float, ...], ...]
"""Rows of numbers, all of one length."""

WIDE = "wide"
"""The padding with which every cell meets every cell of the kernel: as many zeros on each side as the window is long, less one."""
LECTURE = "lecture"
MOST_KERNEL = 15
MOST_SIDE = 256
MOST_STRIDE = 9
MOST_PADDING = 16
_SAME_NUMBER = 1e-9

LECTURE_MATRIX: Matrix = (
    (0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    (0.2, 0.8, 0.0, 0.3, 0.6, 0.0),
    (0.2, 0.9, 0.0, 0.3, 0.8, 0.0),
    (0.3, 0.8, 0.7, 0.8, 0.9, 0.0),
    (0.0, 0.0, 0.0, 0.2, 0.8, 0.0),
    (0.0, 0.0, 0.0, 0.2, 0.2, 0.0),
)
LECTURE_KERNEL: Matrix = ((1.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 1.0))
POOLING_MATRIX: Matrix = ((0.2, 0.8, 0.3, 0.6), (0.2, 0.9, 0.3, 0.8), (0.3, 0.8, 0.8, 0.9), (0.0, 0.0, 0.2, 0.8))
KERNELS = MappingProxyType({LECTURE: LECTURE_KERNEL} | {name: as_rows for name, as_rows in NAMED_KERNELS.items()})
"""The kernels that have a name, the lecture's own first."""


class Mode(StrEnum):
    """What is done with the values under the window."""

    CONVOLVE = "convolve"
    MAX = "max"
    AVERAGE = "average"
    SUM = "sum"


class LabActivation(StrEnum):
    """What is done with a convolution's sum: a in z = a(b + Σ x·w)."""

    NONE = "none"
    RELU = "relu"


@dataclass(frozen=True)
class LabSweep:
    """How a window goes over the matrix.

    Args:
        stride: How far it goes down and right from one position to the next.
        padding: As in blocks, or `WIDE`.
        dilation: Distance of neighbouring cells of the window.
    """

    stride: Pair = (1, 1)
    padding: Padding = "valid"
    dilation: Pair = (1, 1)


@dataclass(frozen=True)
class KernelLab:
    """Everything that decides what the lab shows.

    Args:
        name: What the matrix is called where it was chosen; empty: a person's own.
        convolution: How the kernel slides; ``pooling`` the same for a pool's window.
        pool: Height and width of the pool's window.
        bias: What a convolution adds to every sum; a pool adds nothing.

    >>> KernelLab().output_size(), KernelLab().with_sweep(padding="wide").output_size()
    ((4, 4), (8, 8))
    """

    matrix: Matrix = LECTURE_MATRIX
    kernel: Matrix = LECTURE_KERNEL
    mode: Mode = Mode.CONVOLVE
    name: str = LECTURE
    convolution: LabSweep = LabSweep()
    pooling: LabSweep = LabSweep(stride=(2, 2))
    pool: Pair = field(default=(2, 2))
    bias: float = 0.0
    activation: LabActivation = LabActivation.NONE

    @property
    def size(self) -> Pair:
        """Rows and columns of the matrix, without its padding."""
        return size_of(self.matrix)

    @property
    def window(self) -> Pair:
        """Height and width of the kernel, or of the pool's window."""
        return size_of(self.kernel) if self.mode is Mode.CONVOLVE else self.pool

    @property
    def sweep(self) -> LabSweep:
        """How the window in use slides."""
        return self.convolution if self.mode is Mode.CONVOLVE else self.pooling

    @property
    def slide(self) -> Slide:
        """The window in use, as blocks have it."""
        sweep, window = self.sweep, self.window
        padding = sweep.padding
        if padding == WIDE:
            rows, columns = (step * (side - 1) for step, side in zip(sweep.dilation, window, strict=True))
            padding = (rows, columns)
        return Slide(window, sweep.stride, padding, sweep.dilation)

    def sides(self, axis: int) -> Pair:
        """Return the zeros before and after the matrix along one axis (0: rows, 1: columns)."""
        return self.slide.sides(axis, self.size[axis])

    def output_size(self) -> Pair:
        """Return rows and columns of the result.

        Raises:
            ShapeError: The window does not fit, or more than half of a pool's window would lie on padding.
        """
        if self.mode is not Mode.CONVOLVE and isinstance(self.slide.padding, tuple):
            widest = tuple(max(self.sides(axis)) for axis in (0, 1))
            most = (self.pool[0] // 2, self.pool[1] // 2)
            if widest[0] > most[0] or widest[1] > most[1]:
                text = f"padding {times((widest[0], widest[1]))} is above half the {times(self.pool)} window; at most {times(most)} works"
                raise ShapeError("padding-too-large", text)
        return self.slide.output_size((1, *self.size))

    def size_expression(self, axis: int) -> str:
        """Return the formula of the output's length along one axis, with the values put in."""
        return self.slide.size_expression(axis, self.size[axis])

    def with_cell(self, row: int, column: int, value: float) -> KernelLab:
        """Return the lab with another number in the matrix, which is a person's own from then on."""
        changed = _with_cell(self.matrix, row, column, value)
        return self if changed == self.matrix else dataclasses.replace(self, matrix=changed, name="")

    def with_kernel_cell(self, row: int, column: int, value: float) -> KernelLab:
        """Return the lab with another number in the kernel."""
        return dataclasses.replace(self, kernel=_with_cell(self.kernel, row, column, value))

    def with_matrix(self, matrix: Matrix, name: str = "") -> KernelLab:
        """Return the lab over another matrix."""
        return dataclasses.replace(self, matrix=matrix, name=name)

    def with_kernel(self, kernel: Matrix) -> KernelLab:
        """Return the lab with another kernel, which is what it shows from then on."""
        return dataclasses.replace(self, kernel=kernel, mode=Mode.CONVOLVE)

    def with_bias(self, bias: float) -> KernelLab:
        """Return the lab adding something else to every sum."""
        return dataclasses.replace(self, bias=bias)

    def with_activation(self, activation: LabActivation) -> KernelLab:
        """Return the lab doing something else with every sum."""
        return dataclasses.replace(self, activation=activation)

    def with_mode(self, mode: Mode) -> KernelLab:
        """Return the lab doing something else under the window."""
        return dataclasses.replace(self, mode=mode)

    def with_window(self, window: Pair) -> KernelLab:
        """Return the lab with a window of another size: the kernel grows by zeros, or loses its last rows and columns."""
        if self.mode is Mode.CONVOLVE:
            return dataclasses.replace(self, kernel=resized(self.kernel, window))
        return dataclasses.replace(self, pool=window)

    def with_size(self, size: Pair) -> KernelLab:
        """Return the lab with a matrix of another size: it grows by zeros, or loses its last rows and columns."""
        return self if size == self.size else self.with_matrix(resized(self.matrix, size))

    def with_sweep(self, stride: Pair | None = None, padding: Padding | None = None, dilation: Pair | None = None) -> KernelLab:
        """Return the lab with the window in use going otherwise; what is not given stays."""
        old = self.sweep
        sweep = LabSweep(stride or old.stride, old.padding if padding is None else padding, dilation or old.dilation)
        return dataclasses.replace(self, convolution=sweep) if self.mode is Mode.CONVOLVE else dataclasses.replace(self, pooling=sweep)


def size_of(matrix: Matrix) -> Pair:
    """Return rows and columns."""
    return len(matrix), len(matrix[0])


def resized(matrix: Matrix, size: Pair) -> Matrix:
    """Return a matrix of another size, the upper left part the same, new cells 0."""
    rows, columns = size
    kept = [(*row[:columns], *(0.0,) * (columns - len(row))) for row in matrix[:rows]]
    return (*kept, *((0.0,) * columns,) * (rows - len(kept)))


def kernel_name(kernel: Matrix) -> str:
    """Return the name of a kernel; empty: it has none.

    >>> kernel_name(((0, -1, 0), (-1, 5, -1), (0, -1, 0)))
    'sharpen'
    """
    return next((name for name, rows in KERNELS.items() if _same(kernel, rows)), "")


def number_of(text: str) -> float:
    """Return the number that a person typed: ``-0.5``, ``0,5``, ``1/9``.

    Raises:
        FieldError: It is none, or beyond a million.

    >>> number_of("1/4"), number_of("−2"), number_of("0,5")
    (0.25, -2.0, 0.5)
    """
    plain = text.strip().replace("−", "-").replace(",", ".")
    above, bar, below = plain.partition("/")
    try:
        number = float(above) / float(below) if bar else float(above)
    except (ValueError, ZeroDivisionError):
        raise FieldError(f"'{text.strip()[:20]}'", "a number such as 0.5, −2 or 1/9") from None
    if not abs(number) <= 1e6:  # also what is not a number
        raise FieldError(f"'{text.strip()[:20]}'", "a number from −1,000,000 to 1,000,000")
    return number + 0.0


def _same(one: Matrix, other: Matrix) -> bool:
    if size_of(one) != size_of(other):
        return False
    return all(abs(left - right) <= _SAME_NUMBER for rows in zip(one, other, strict=True) for left, right in zip(*rows, strict=True))


def _with_cell(matrix: Matrix, row: int, column: int, value: float) -> Matrix:
    changed = (*matrix[row][:column], value, *matrix[row][column + 1 :])
    return (*matrix[:row], changed, *matrix[row + 1 :])
