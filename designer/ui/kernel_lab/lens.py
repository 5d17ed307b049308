"""The part of large grids that is in sight, so that its numbers can be read: some results, and all that their windows see. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from designer.network.fields import Pair
from designer.network.kernel_lab import KernelLab
from designer.ui.kernel_lab.cells import Place, Sight
from designer.ui.kernel_lab.grid_layout import LabPart


@dataclass(frozen=True)
class Lens:
    """Some results around one of them.

    Args:
        top: First row of results in sight; ``left`` likewise.
        results: Rows and columns of results in sight.
    """

    top: int
    left: int
    results: Pair

    def holds(self, place: Place) -> bool:
        """Tell whether a result is in sight."""
        return self.top <= place[0] < self.top + self.results[0] and self.left <= place[1] < self.left + self.results[1]

    def sights(self, lab: KernelLab) -> dict[LabPart, Sight]:
        """Return what is in sight of input and output: every cell that the windows of these results lie on.

        >>> Lens(0, 1, (2, 2)).sights(KernelLab())[LabPart.INPUT]
        Sight(top=0, left=1, rows=4, columns=4)
        """
        slide, starts = lab.slide, (self.top, self.left)
        first = [start * slide.stride[axis] - lab.sides(axis)[0] for axis, start in enumerate(starts)]
        sizes = [(number - 1) * slide.stride[axis] + window_length(lab, axis) for axis, number in enumerate(self.results)]
        return {LabPart.INPUT: Sight(*first, *sizes), LabPart.OUTPUT: Sight(self.top, self.left, *self.results)}


def window_length(lab: KernelLab, axis: int) -> int:
    """Return how many cells the window spans along an axis, the gaps of its dilation included."""
    return lab.slide.dilation[axis] * (lab.window[axis] - 1) + 1


def lens_around(lab: KernelLab, results: Pair, place: Place, most: int) -> Lens:
    """Return the lens with a result in its middle, as far as the edges allow.

    Args:
        results: Rows and columns of all results.
        most: Rows and columns of the input in sight, at most, but for one window at least.
    """
    numbers = [max(1, min((most - window_length(lab, axis)) // lab.sweep.stride[axis] + 1, results[axis])) for axis in (0, 1)]
    top, left = (max(0, min(place[axis] - numbers[axis] // 2, results[axis] - numbers[axis])) for axis in (0, 1))
    return Lens(top, left, (numbers[0], numbers[1]))


def result_over(lab: KernelLab, results: Pair, place: Place) -> Place:
    """Return the result whose window has a cell of the input nearest to its middle."""
    found = []
    for axis in (0, 1):
        middle = place[axis] + lab.sides(axis)[0] - window_length(lab, axis) // 2
        found.append(max(0, min(round(middle / lab.sweep.stride[axis]), results[axis] - 1)))
    return found[0], found[1]
