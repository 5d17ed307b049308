"""What happens under the Kernel lab's window, number by number: the terms of one result, all results, and where a cell goes to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from designer.network.fields import Pair
from designer.network.kernel_lab import KernelLab, LabActivation, Matrix, Mode


@dataclass(frozen=True)
class LabTerm:
    """One cell under the window.

    Args:
        row: In the matrix, negative or past its end on padding; ``column`` likewise.
        kernel_row: Where in the window it lies; ``kernel_column`` likewise.
        value: The cell's value: on padding 0, or −∞ for the maximum.
        factor: What it is multiplied by; 1 in a pool.
        inside: Whether it is a cell of the matrix.
        running: What has come together up to and with it: a sum, or a maximum.
    """

    row: int
    column: int
    kernel_row: int
    kernel_column: int
    value: float
    factor: float
    inside: bool
    running: float

    @property
    def product(self) -> float:
        """Value times factor."""
        return self.value * self.factor


@dataclass(frozen=True)
class Destination:
    """A result that a cell of the input has a share in, and the place in the window where the cell then lies."""

    row: int
    column: int
    kernel_row: int
    kernel_column: int


class Closing(StrEnum):
    """What follows the last term of a convolution's sum."""

    BIAS = "bias"
    RELU = "relu"


def closings(lab: KernelLab) -> tuple[Closing, ...]:
    """Return the steps after the last term; a bias of 0 is none.

    >>> closings(KernelLab(bias=-1.0, activation=LabActivation.RELU)), closings(KernelLab())
    ((<Closing.BIAS: 'bias'>, <Closing.RELU: 'relu'>), ())
    """
    if lab.mode is not Mode.CONVOLVE:
        return ()
    bias, relu = lab.bias != 0, lab.activation is LabActivation.RELU
    return (Closing.BIAS,) * bias + (Closing.RELU,) * relu


def steps(lab: KernelLab) -> int:
    """Return in how many steps one result comes about: a step for each term, one for each closing."""
    return lab.window[0] * lab.window[1] + len(closings(lab))


def terms(lab: KernelLab, row: int, column: int) -> tuple[LabTerm, ...]:
    """Return the terms of one result, in the order they are added, row by row of the window.

    >>> [term.product for term in terms(KernelLab(), 1, 0)]
    [0.2, 0.0, 0.0, 0.0, 0.9, 0.0, 0.3, 0.0, 0.7]
    >>> round(terms(KernelLab(), 1, 0)[-1].running, 9)
    2.1
    """
    slide, size = lab.slide, lab.size
    top, left = (place * slide.stride[axis] - lab.sides(axis)[0] for axis, place in enumerate((row, column)))
    is_max = lab.mode is Mode.MAX
    outside = -math.inf if is_max else 0.0
    running = -math.inf if is_max else 0.0
    found = []
    for kernel_row in range(slide.kernel[0]):
        for kernel_column in range(slide.kernel[1]):
            at = top + kernel_row * slide.dilation[0], left + kernel_column * slide.dilation[1]
            inside = 0 <= at[0] < size[0] and 0 <= at[1] < size[1]
            value = lab.matrix[at[0]][at[1]] if inside else outside
            factor = lab.kernel[kernel_row][kernel_column] if lab.mode is Mode.CONVOLVE else 1.0
            running = max(running, value) if is_max else running + value * factor
            found.append(LabTerm(*at, kernel_row, kernel_column, value, factor, inside, running))
    return tuple(found)


def running(lab: KernelLab, found: tuple[LabTerm, ...], taken: int) -> float:
    """Return what has come together after so many steps; the average is taken over the whole window, padding included, as torch does.

    >>> lab = KernelLab(bias=-3.0, activation=LabActivation.RELU)
    >>> [round(running(lab, terms(lab, 1, 0), taken), 9) for taken in (8, 9, 10, 11)]
    [1.4, 2.1, -0.9, 0.0]
    """
    value = found[min(taken, len(found)) - 1].running
    if lab.mode is Mode.AVERAGE and taken >= len(found):
        return value / len(found)
    for closing in closings(lab)[: max(0, taken - len(found))]:
        value = value + lab.bias if closing is Closing.BIAS else max(value, 0.0)
    return value


def result(lab: KernelLab, found: tuple[LabTerm, ...]) -> float:
    """Return what all steps together make."""
    return running(lab, found, steps(lab))


def output(lab: KernelLab) -> Matrix:
    """Return all results.

    They are added up in the order of `terms`, so that each equals its own last running sum to the last bit.

    Raises:
        ShapeError: The window does not fit.
    """
    rows, columns = lab.output_size()
    slide, is_max = lab.slide, lab.mode is Mode.MAX
    padded = np.pad(np.array(lab.matrix, dtype=np.float64), (lab.sides(0), lab.sides(1)), constant_values=-math.inf if is_max else 0.0)
    total = np.full((rows, columns), -math.inf if is_max else 0.0)
    for kernel_row in range(slide.kernel[0]):
        for kernel_column in range(slide.kernel[1]):
            top, left = kernel_row * slide.dilation[0], kernel_column * slide.dilation[1]
            seen = padded[top:, left:][:: slide.stride[0], :: slide.stride[1]][:rows, :columns]
            if is_max:
                total = np.maximum(total, seen)
            else:
                total = total + seen * (lab.kernel[kernel_row][kernel_column] if lab.mode is Mode.CONVOLVE else 1.0)
    if lab.mode is Mode.AVERAGE:
        total = total / (slide.kernel[0] * slide.kernel[1])
    for closing in closings(lab):
        total = total + lab.bias if closing is Closing.BIAS else np.where(total > 0, total, 0.0)
    return tuple(tuple(row) for row in total.tolist())


def winner(found: tuple[LabTerm, ...]) -> int:
    """Return which term is the largest; of equal ones the first, as torch passes the gradient."""
    return max(range(len(found)), key=lambda index: (found[index].value, -index))


def goes_into(lab: KernelLab, row: int, column: int) -> tuple[Destination, ...]:
    """Return every result that a cell has a share in, row by row; a cell of the padding lies before 0 or past the end.

    >>> len(goes_into(KernelLab(), 0, 0)), len(goes_into(KernelLab(), 2, 2))
    (1, 9)
    """
    height, width = lab.output_size()
    rows, columns = (_along(lab, axis, place, length) for axis, place, length in ((0, row, height), (1, column, width)))
    return tuple(Destination(down, right, kernel_row, kernel_column) for down, kernel_row in rows for right, kernel_column in columns)


def _along(lab: KernelLab, axis: int, place: int, length: int) -> list[Pair]:
    """Return along one axis the results and the places in the window."""
    slide = lab.slide
    found = []
    for cell in range(slide.kernel[axis]):
        start = place + lab.sides(axis)[0] - cell * slide.dilation[axis]
        at, rest = divmod(start, slide.stride[axis])
        if rest == 0 and 0 <= at < length:
            found.append((at, cell))
    return sorted(found)
