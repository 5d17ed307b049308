"""What the lab says: the sum with its numbers, where it stands, where a cell goes, how large the result is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from designer.network.errors import ShapeError
from designer.network.kernel_lab import KernelLab, Mode
from designer.network.kernel_lab_terms import Destination, LabTerm, result, winner
from designer.network.kernel_lab_walk import Walk
from designer.ui.kernel_lab.cells import Place
from designer.ui.maps.numbers import value_text

_MOST_TERMS = 12
"""Of more terms than that only some at either end are shown."""
_SPACES = 6


@dataclass(frozen=True)
class Sum:
    """A calculation and what it comes to.

    Args:
        parts: What is put together, ``between`` stands between them and ``around`` around all.
    """

    parts: tuple[str, ...]
    outcome: str
    between: str = " + "
    around: tuple[str, str] = ("", "")
    remark: str = ""

    def expression(self, most: int = _MOST_TERMS) -> str:
        """Return the calculation without its outcome; of more than ``most`` parts only those at either end."""
        return f"{self.around[0]}{_joined(self.parts, self.between, most)}{self.around[1]}"

    def fitting(self, letters: int) -> str:
        """Return the calculation with so few parts that all of it, outcome and remark included, takes no more letters; two are left at least."""
        room = letters - len(self.outcome) - len(self.remark) - len(self.around[1]) - _SPACES
        return next((text for most in range(_MOST_TERMS, 2, -1) if len(text := self.expression(most)) <= room), self.expression(2))

    @property
    def text(self) -> str:
        """The whole line."""
        return f"{self.expression()} = {self.outcome}" + (f"   {self.remark}" if self.remark else "")


def sum_of(lab: KernelLab, found: Sequence[LabTerm], taken: int) -> Sum:
    """Return the calculation of one result as far as ``taken`` terms.

    >>> lab = KernelLab()
    >>> from designer.network.kernel_lab_terms import terms
    >>> sum_of(lab, terms(lab, 1, 0), 9).text
    '0.2·1 + 0.8·0 + 0·1 + 0.2·0 + 0.9·1 + 0·0 + 0.3·1 + 0.8·0 + 0.7·1 = 2.1'
    >>> sum_of(lab, terms(lab, 1, 0), 9).fitting(50)
    '0.2·1 + 0.8·0 + 0·1 + … + 0.8·0 + 0.7·1'
    """
    shown, whole = found[:taken], taken == len(found)
    outcome = value_text(result(lab, tuple(found)) if whole else shown[-1].running)
    progress = "" if whole else _tr("{0} of {1}").format(taken, len(found))
    if lab.mode is Mode.MAX:
        won = winner(tuple(shown))
        place = _tr("from row {0}, column {1}").format(shown[won].row, shown[won].column)
        return Sum(tuple(value_text(term.value) for term in shown), outcome, ", ", ("max(", ")"), progress or place)
    if lab.mode is Mode.CONVOLVE:
        return Sum(tuple(f"{value_text(term.value)}·{_factor(term.factor)}" for term in shown), outcome, remark=progress)
    averaged = lab.mode is Mode.AVERAGE and whole
    return Sum(tuple(_factor(term.value) for term in shown), outcome, around=("(", f") / {len(found)}") if averaged else ("", ""), remark=progress)


def place_text(walk: Walk, columns: int) -> str:
    """Return where the walk stands: "row 1, column 0 · 5 of 16"."""
    return _tr("row {0}, column {1} · {2} of {3}").format(*divmod(walk.cell, columns), walk.cell + 1, walk.cells)


def destinations_text(lab: KernelLab, place: Place, found: Sequence[Destination]) -> str:
    """Return where a cell of the input goes."""
    inside = 0 <= place[0] < lab.size[0] and 0 <= place[1] < lab.size[1]
    value = value_text(lab.matrix[place[0]][place[1]]) if inside else _tr("padding")
    start = _tr("row {0}, column {1} ({2})").format(*place, value)
    if not found:
        return _tr("{0} lies under no window").format(start)
    if lab.mode is not Mode.CONVOLVE:
        return _tr("{0} lies under {1}").format(start, _windows(len(found)))
    factors = _joined([f"×{_factor(lab.kernel[to.kernel_row][to.kernel_column])}" for to in found], ", ", _MOST_TERMS)
    return _tr("{0} lies under {1}: {2}").format(start, _windows(len(found)), factors)


def size_text(lab: KernelLab) -> tuple[str, bool]:
    """Return the formula of the output's size with the values put in, and whether the window fits."""
    try:
        rows, columns = lab.output_size()
    except ShapeError as error:
        return str(error), False
    expressions = [lab.size_expression(axis) for axis in (0, 1)]
    if expressions[0] == expressions[1]:
        return f"{expressions[0]} = {rows}  →  {rows}×{columns}", True
    rows_text = _tr("rows {0} = {1}").format(expressions[0], rows)
    columns_text = _tr("columns {0} = {1}").format(expressions[1], columns)
    return f"{rows_text}  ·  {columns_text}  →  {rows}×{columns}", True


def padding_text(lab: KernelLab) -> str:
    """Return how the matrix is padded: "6×6 and 1 zero on each side"."""
    (top, bottom), (left, right) = lab.sides(0), lab.sides(1)
    size = f"{lab.size[0]}×{lab.size[1]}"
    what = _tr("−∞") if lab.mode is Mode.MAX else _tr("zero") if top == bottom == left == right == 1 else _tr("zeros")
    if top == bottom == left == right:
        return _tr("{0}, no padding").format(size) if not top else _tr("{0} + {1} {2} on each side").format(size, top, what)
    return _tr("{0} + {1}: {2} above, {3} below, {4} left, {5} right").format(size, what, top, bottom, left, right)


def _windows(number: int) -> str:
    return _tr("1 window") if number == 1 else _tr("{0} windows").format(number)


def _factor(value: float) -> str:
    text = value_text(value)
    return f"({text})" if text.startswith("−") else text


def _joined(parts: Sequence[str], between: str, most: int) -> str:
    if len(parts) <= most:
        return between.join(parts)
    first = (most + 1) // 2
    return between.join((*parts[:first], "…", *parts[len(parts) - most + first :]))


def _tr(text: str) -> str:
    return QCoreApplication.translate("KernelLab", text)
