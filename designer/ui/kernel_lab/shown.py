"""What each grid of the lab shows at a place of the walk: numbers, caption, marks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from designer.network.kernel_lab import KernelLab, Matrix, Mode
from designer.network.kernel_lab_terms import LabTerm, running, steps, terms, winner
from designer.network.kernel_lab_walk import Walk
from designer.ui.kernel_lab.cells import Cells, Mark, Place, largest_of
from designer.ui.kernel_lab.grid_layout import LabPart
from designer.ui.kernel_lab.sentences import padding_text
from designer.ui.maps.numbers import value_text

_SMALL = 0.095
"""A factor smaller than that has one digit."""


@dataclass(frozen=True)
class ShownGrid:
    """A grid's numbers and the line below it."""

    cells: Cells
    caption: str


def fixed_grids(lab: KernelLab) -> dict[LabPart, ShownGrid]:
    """Return what stays while the window goes: the matrix with its padding, and the kernel, which a pool does not have."""
    padding = -math.inf if lab.mode is Mode.MAX else 0.0
    shown = {LabPart.INPUT: ShownGrid(Cells(lab.matrix, lab.sides(0), lab.sides(1), padding, largest_of(lab.matrix)), padding_text(lab))}
    if lab.mode is Mode.CONVOLVE:
        total = value_text(math.fsum(value for row in lab.kernel for value in row))
        shown[LabPart.KERNEL] = ShownGrid(Cells(lab.kernel, largest=largest_of(lab.kernel)), _tr("Σ = {0}, no flip").format(total))
    return shown


def result_grid(lab: KernelLab, results: Matrix, walk: Walk, largest: float, whole: bool = False) -> ShownGrid:
    """Return the results as far as the walk has come.

    Args:
        largest: Largest absolute value of all results, so that colours stay.
        whole: Show those too that the walk has not come to.
    """
    return ShownGrid(Cells(_so_far(lab, results, walk, whole), largest=largest), f"{len(results)}×{len(results[0])}")


def _so_far(lab: KernelLab, results: Matrix, walk: Walk, whole: bool) -> tuple[tuple[float | None, ...], ...]:
    """Return the results that the walk has come to, the present one as far as it has come."""
    columns = len(results[0])
    row, column = divmod(walk.cell, columns)
    here = results[row][column] if walk.is_whole else running(lab, terms(lab, row, column), walk.taken)
    if whole:
        return (*results[:row], (*results[row][:column], here, *results[row][column + 1 :]), *results[row + 1 :])
    part = (*results[row][:column], here, *(None,) * (columns - column - 1))
    return (*results[:row], part, *((None,) * columns,) * (len(results) - row - 1))


def input_marks(lab: KernelLab, found: tuple[LabTerm, ...], taken: int) -> tuple[dict[Place, Mark], dict[Place, Mark]]:
    """Return the marks of a window on the input and on the kernel: framed, with the factors, the number taken last standing out."""
    is_played = taken < steps(lab)
    last = found[min(taken, len(found)) - 1]
    hot = winner(found[:taken]) if lab.mode is Mode.MAX else taken - 1 if is_played and taken <= len(found) else -1
    convolves = lab.mode is Mode.CONVOLVE
    marks = {(term.row, term.column): Mark(f"×{short_factor(term.factor)}" if convolves else "", index == hot) for index, term in enumerate(found)}
    kernel = {(last.kernel_row, last.kernel_column): Mark("", True)} if is_played and taken <= len(found) else {}
    return marks, kernel


def source_marks(places: Iterable[Place], factors: Mapping[Place, float] | None = None) -> dict[Place, Mark]:
    """Return plain marks, with the factors that are known."""
    return {place: Mark(f"×{short_factor(factors[place])}" if factors and place in factors else "") for place in places}


def short_factor(value: float) -> str:
    """Return a factor in few letters.

    >>> short_factor(-1.0), short_factor(1 / 9), short_factor(-0.25), short_factor(0.0528)
    ('−1', '.11', '−.25', '.05')
    """
    text = f"{value + 0.0:.{1 if abs(value) < _SMALL else 2}g}".replace("-", "−")
    return text.replace("0.", ".", 1) if text.lstrip("−").startswith("0.") else text


def _tr(text: str) -> str:
    return QCoreApplication.translate("KernelLab", text)
