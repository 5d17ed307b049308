"""Where the lab's three grids stand, and how large their cells are. No Qt: whole numbers in, whole numbers out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from designer.network.fields import Pair


class LabPart(StrEnum):
    """One of the grids."""

    INPUT = "input"
    KERNEL = "kernel"
    OUTPUT = "output"


@dataclass(frozen=True)
class Measures:
    """Sizes in px.

    Args:
        most: The largest side of a cell.
        readable: A cell of this side still holds a number; smaller ones are pixels.
        easy: So large the numbers are read with ease: no more is wanted where the height has to be scrolled.
        least: The smallest side of a cell.
        gap: Between grids.
        title: Height of the title above a grid; ``caption`` of the line below it.
        part: The least width of a grid with its title.
    """

    most: int
    readable: int
    easy: int
    least: int
    gap: int
    title: int
    caption: int
    part: int


@dataclass(frozen=True)
class LabPlan:
    """An arrangement.

    Args:
        cell: Side of the cells of input and output; ``kernel_cell`` of the kernel.
        places: Left, top and width of each grid with its title; what is not shown is missing.
    """

    cell: int
    kernel_cell: int
    places: Mapping[LabPart, tuple[int, int, int]]
    width: int
    height: int


_I, _K, _O = LabPart.INPUT, LabPart.KERNEL, LabPart.OUTPUT
_ARRANGEMENTS = (((_I, _K, _O),), ((_I,), (_K, _O)), ((_I, _K), (_O,)), ((_I,), (_K,), (_O,)))
"""Rows of grids, the first of equally good ones is taken."""
_ENDLESS = 1_000_000
_LITTLE_SCROLLED = 2
"""So many times the height there is is better than pixels that are larger than need be."""
_MOST_READ = 16
"""What has more rows or columns is looked at as a picture, not read number by number."""
Rows = tuple[tuple[LabPart, ...], ...]


def arrange(sizes: Mapping[LabPart, Pair], width: int, height: int, measures: Measures) -> LabPlan:
    """Return the arrangement in which the cells are largest: of those that show everything at once, where their numbers can be read.

    Args:
        sizes: Rows and columns of each grid that is shown.
    """
    shown = {tuple(row for row in (tuple(part for part in row if part in sizes) for row in rows) if row): None for rows in _ARRANGEMENTS}
    whole = [plan for rows in shown if (plan := _largest(rows, sizes, (width, height), measures.most, measures)).cell >= measures.readable]
    plans = [plan for plan in whole if plan.width <= width and plan.height <= height]
    plans = plans or _scrolled(shown, sizes, (width, height), measures)
    best = max(plan.cell for plan in plans)
    return next(plan for plan in plans if plan.cell == best)


def _scrolled(shown: Iterable[Rows], sizes: Mapping[LabPart, Pair], room: Pair, measures: Measures) -> list[LabPlan]:
    """Return plans whose height is scrolled; of a picture, or what is pixels anyway, rather those that show everything at once."""
    plans = [_largest(rows, sizes, (room[0], _ENDLESS), measures.easy, measures) for rows in shown]
    if max(plan.cell for plan in plans) >= measures.readable and max(sizes[LabPart.INPUT]) <= _MOST_READ:
        return plans
    for height in (room[1], _LITTLE_SCROLLED * room[1]):
        seen = [_largest(rows, sizes, (room[0], height), measures.easy, measures) for rows in shown]
        if found := [plan for plan in seen if plan.width <= room[0] and plan.height <= height]:
            return found
    return plans


def _largest(rows: Rows, sizes: Mapping[LabPart, Pair], room: Pair, most: int, measures: Measures) -> LabPlan:
    """Return the plan with the largest cells that fits a room, the one with the smallest where none does."""
    plans = (_plan(rows, sizes, cell, measures) for cell in range(most, measures.least, -1))
    return next((plan for plan in plans if plan.width <= room[0] and plan.height <= room[1]), _plan(rows, sizes, measures.least, measures))


def _plan(rows: Rows, sizes: Mapping[LabPart, Pair], cell: int, measures: Measures) -> LabPlan:
    kernel_cell = max(cell, measures.readable)
    places: dict[LabPart, tuple[int, int, int]] = {}
    top = widest = 0
    for row in rows:
        left = tallest = 0
        for part in row:
            side = kernel_cell if part is LabPart.KERNEL else cell
            across = max(sizes[part][1] * side, measures.part)
            places[part] = (left, top, across)
            left += across + measures.gap
            tallest = max(tallest, sizes[part][0] * side + measures.title + measures.caption)
        widest = max(widest, left - measures.gap)
        top += tallest + measures.gap
    return LabPlan(cell, kernel_cell, places, widest, top - measures.gap)
