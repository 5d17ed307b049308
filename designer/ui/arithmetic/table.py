"""A table of numbers: a window, a slice of a filter, their products."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from designer.ui.arithmetic.stages import Doubles
from designer.ui.maps.colors import Floats
from designer.ui.maps.numbers import value_text

_SMALL = 0.095
"""A table whose numbers are all below is written in a power of ten."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, eq=False)
class Table:
    """Numbers of one table.

    Args:
        caption: What they are.
        values: ``(rows, columns)``.
        reach: The largest size of a value: that of the strongest colour.
        sign: What stands before the table: "×", "=".
        padded: Cells that lie outside the picture.
        framed: Position of the cell that is framed; −1: none.
        done: Cells from here on are not there yet; −1: all are.
    """

    caption: str
    values: Floats | Doubles
    reach: float
    sign: str = ""
    padded: npt.NDArray[np.bool_] | None = None
    framed: int = -1
    done: int = -1

    @property
    def power(self) -> int:
        """The power of ten in which the numbers are written: 0 unless all are small."""
        return math.floor(math.log10(self.reach)) if 0 < self.reach < _SMALL else 0

    def full_caption(self) -> str:
        """Return the caption with the power of ten."""
        return f"{self.caption}, ×10{str(self.power).translate(_RAISED)}" if self.power else self.caption


def cell_text(value: float) -> str:
    """Return a number short enough for a cell.

    >>> [cell_text(value) for value in (0.0, -0.123, 0.996, 2.31, -24.6, 1234.0, float("nan"), -0.0004)]
    ['0', '−.12', '1.0', '2.3', '−25', '1e3', 'NaN', '−0']
    """
    if not np.isfinite(value) or value == 0:
        return value_text(value)
    size = abs(value)
    if size < 0.995:
        text = f"{size:.2f}"[1:] if size >= 0.005 else "0"
    elif size < 9.95:
        text = f"{size:.1f}"
    else:
        text = f"{size:.0f}" if size < 999.5 else f"{size:.0e}".replace("e+0", "e").replace("e+", "e")
    return f"−{text}" if value < 0 else text
