"""Where the cells of a confusion matrix lie: with numbers while they can be read, else as a heat map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

MOST_NUMBERED = 32
"""Classes whose cells have numbers, scrolled where they do not fit; of more the whole is shown as a heat map."""


@dataclass(frozen=True)
class CellLimits:
    """Sizes in px: of a cell with a number at least and at most, and of a cell of a heat map at most."""

    least_width: int
    least_height: int
    most_width: int
    most_height: int
    most_heat: int


@dataclass(frozen=True)
class MatrixLayout:
    """Places of the cells right of and below the labels.

    Args:
        size: Number of classes.
        width: Of the view, in px; ``height`` likewise.
        label_width: Room for the names of the rows; ``label_height`` for those of the columns.
    """

    size: int
    width: int
    height: int
    label_width: int
    label_height: int
    limits: CellLimits

    @property
    def has_numbers(self) -> bool:
        """Whether cells are large enough to hold their number."""
        return self.size <= MOST_NUMBERED

    @cached_property
    def cell_width(self) -> int:
        """Width of a cell with a number, in px."""
        room = (self.width - self.label_width) // max(self.size, 1)
        return max(self.limits.least_width, min(room, self.limits.most_width))

    @cached_property
    def cell_height(self) -> int:
        """Height of a cell with a number, in px."""
        room = (self.height - self.label_height) // max(self.size, 1)
        return max(self.limits.least_height, min(room, self.limits.most_height))

    @cached_property
    def bins(self) -> int:
        """Cells of the heat map along a side: as many as there are classes, fewer where they are more than px."""
        return max(1, min(self.size, self._heat_room))

    @cached_property
    def heat_cell(self) -> int:
        """Side of a cell of the heat map, in px."""
        return max(1, min(self._heat_room // self.bins, self.limits.most_heat))

    @property
    def _heat_room(self) -> int:
        return max(1, min(self.width - self.label_width, self.height - self.label_height))

    @property
    def matrix_width(self) -> int:
        """Width of all cells, in px."""
        return self.size * self.cell_width if self.has_numbers else self.bins * self.heat_cell

    @property
    def matrix_height(self) -> int:
        """Height of all cells, in px."""
        return self.size * self.cell_height if self.has_numbers else self.bins * self.heat_cell

    def row_at(self, y: int) -> int | None:
        """Return the row, or the bin of rows, at a distance below the labels."""
        side = self.cell_height if self.has_numbers else self.heat_cell
        return y // side if 0 <= y < self.matrix_height else None

    def column_at(self, x: int) -> int | None:
        """Return the column, or the bin of columns, at a distance right of the labels."""
        side = self.cell_width if self.has_numbers else self.heat_cell
        return x // side if 0 <= x < self.matrix_width else None

    def place(self, true: int, predicted: int) -> tuple[int, int, int, int]:
        """Return x, y, width and height of a cell, from the labels' corner."""
        if self.has_numbers:
            return predicted * self.cell_width, true * self.cell_height, self.cell_width, self.cell_height
        column, row = self.bin_of(predicted), self.bin_of(true)
        return column * self.heat_cell, row * self.heat_cell, self.heat_cell, self.heat_cell

    def bin_of(self, label: int) -> int:
        """Return which cell of the heat map a class lies in."""
        return label * self.bins // self.size

    def classes_in(self, number: int) -> range:
        """Return the classes that lie in a cell of the heat map.

        >>> MatrixLayout(10, 4, 4, 0, 0, CellLimits(1, 1, 1, 1, 1)).classes_in(1)
        range(3, 5)
        """
        return range(-(-number * self.size // self.bins), -(-(number + 1) * self.size // self.bins))
