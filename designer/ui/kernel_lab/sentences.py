"""What the lab says: the sum with its numbers, where it stands, where a cell goes, how large the result is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from designer.network.errors import ShapeError
from designer.network.kernel_lab import KernelLab, Mode
from designer.network.kernel_lab_terms import Closing, Destination, LabTerm, closings, running, steps, winner
from designer.network.kernel_lab_walk import Walk
from designer.ui.kernel_lab.cells import Cells, Place, Sight
from designer.ui.maps.numbers import value_text

_MOST_TERMS = 12
"""Of more terms than that only some at either end are shown."""
_SPACES = 6


@dataclass(frozen=True)
class Sum:
    """A calculation and what it comes to.

    Args:
        parts: What is put together, ``between`` stands between them and ``around`` around all.
        closing: What follows, bias and activation, each with what it comes to.
        ahead: What is still to follow.
    """

    parts: tuple[str, ...]
    outcome: str
    between: str = " + "
    around: tuple[str, str] = ("", "")
    remark: str = ""
    closing: tuple[tuple[str, str], ...] = ()
    ahead: str = ""

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
        lines = (f"{self.expression()} = {self.outcome}", *(f"{text} = {outcome}" for text, outcome in self.closing))
        return " · ".join(lines) + (f"   {self.remark}" if self.remark else "")


def sum_of(lab: KernelLab, found: Sequence[LabTerm], taken: int) -> Sum:
    """Return the calculation of one result as far as ``taken`` steps.

    >>> lab = KernelLab()
    >>> from designer.network.kernel_lab_terms import terms
    >>> sum_of(lab, terms(lab, 1, 0), 9).text
    '0.2·1 + 0.8·0 + 0·1 + 0.2·0 + 0.9·1 + 0·0 + 0.3·1 + 0.8·0 + 0.7·1 = 2.1'
    >>> sum_of(lab, terms(lab, 1, 0), 9).fitting(50)
    '0.2·1 + 0.8·0 + 0·1 + … + 0.8·0 + 0.7·1'
    """
    shown, whole = found[:taken], taken == steps(lab)
    outcome = value_text(running(lab, tuple(found), min(taken, len(found))))
    progress = "" if whole else _tr("{0} of {1}").format(taken, steps(lab))
    if lab.mode is Mode.MAX:
        won = winner(tuple(shown))
        place = _tr("from row {0}, column {1}").format(shown[won].row, shown[won].column)
        return Sum(tuple(value_text(term.value) for term in shown), outcome, ", ", ("max(", ")"), progress or place)
    if lab.mode is Mode.CONVOLVE:
        products = tuple(f"{value_text(term.value)}·{_factor(term.factor)}" for term in shown)
        return Sum(products, outcome, remark=progress, closing=_closing(lab, tuple(found), taken), ahead=_ahead(lab, len(found), taken))
    averaged = lab.mode is Mode.AVERAGE and whole
    return Sum(tuple(_factor(term.value) for term in shown), outcome, around=("(", f") / {len(found)}") if averaged else ("", ""), remark=progress)


def _closing(lab: KernelLab, found: tuple[LabTerm, ...], taken: int) -> tuple[tuple[str, str], ...]:
    """Return what was done after the last term."""
    done = []
    for step, closing in enumerate(closings(lab)[: max(0, taken - len(found))], len(found)):
        before = value_text(running(lab, found, step))
        text = _tr("+ bias {0}").format(_factor(lab.bias)) if closing is Closing.BIAS else _tr("ReLU: max(0, {0})").format(before)
        done.append((text, value_text(running(lab, found, step + 1))))
    return tuple(done)


def _ahead(lab: KernelLab, terms: int, taken: int) -> str:
    """Return what is not yet done after the last term: "then + bias 2, then ReLU"."""
    words = {Closing.BIAS: _tr("then + bias {0}").format(_factor(lab.bias)), Closing.RELU: _tr("then ReLU")}
    return ", ".join(words[closing] for closing in closings(lab)[max(0, taken - terms) :])


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


def sight_text(sight: Sight, cells: Cells) -> str:
    """Return which part of a grid is in sight: "rows 4–13, columns −1–8 of 28×28"."""
    rows, columns = (f"{first}–{first + number - 1}".replace("-", "−") for first, number in ((sight.top, sight.rows), (sight.left, sight.columns)))
    return _tr("rows {0}, columns {1} of {2}×{3}").format(rows, columns, len(cells.values), len(cells.values[0]))


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
