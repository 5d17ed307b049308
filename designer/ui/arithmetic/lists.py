"""Long sums and shares as lists: the inputs of a dense unit, the classes of a softmax, the neighbours of a normalisation."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from designer.network.shapes import is_image
from designer.ui.arithmetic.explanation import Explanation
from designer.ui.arithmetic.stages import ExplainedStage
from designer.ui.arithmetic.terms import Term
from designer.ui.maps.numbers import short_text, value_text
from designer.ui.maps.painting import class_name, percent_text

MOST_ROWS = 2_000
"""Rows of a list; what follows is one row more."""


def listed(explanation: Explanation, stage: ExplainedStage, strongest_first: bool) -> tuple[list[Term], tuple[str, ...], int]:
    """Return the rows, the names of the columns, and the row of the value itself; −1: it has none."""
    if stage.is_dense:
        return _dense(stage, strongest_first), (stage.block or _tr("input"), "x", "w", "x·w", "Σ"), -1
    if stage.call == "Softmax":
        return _softmax(explanation, stage, strongest_first)
    own = [int(index) for index in np.flatnonzero(stage.channels == explanation.place[0])]
    terms = [
        Term(_tr("map {0}").format(channel), (value_text(float(value)), value_text(float(square))), strong=channel == explanation.place[0])
        for channel, value, square in zip(stage.channels, stage.values.reshape(-1), stage.sums, strict=True)
    ]
    return terms, (stage.block, "x", "x²"), own[0] if own else -1


def _dense(stage: ExplainedStage, strongest_first: bool) -> list[Term]:
    assert stage.weights is not None
    values, weights, products = stage.values.reshape(-1), stage.weights.reshape(-1), stage.products.reshape(-1)
    order = np.argsort(-np.abs(products), kind="stable") if strongest_first else np.arange(len(products))
    running, reach = np.cumsum(products[order]), float(np.abs(products).max()) or 1.0
    terms = [
        Term(
            _input_name(stage, int(index)),
            (short_text(float(values[index])), short_text(float(weights[index])), short_text(float(products[index])), short_text(float(so_far))),
            float(products[index]) / reach,
        )
        for index, so_far in zip(order[:MOST_ROWS], running, strict=False)
    ]
    left = len(products) - len(terms)
    if left or stage.left_out:
        count = left + stage.left_out * stage.cells
        rest = float(products[order[MOST_ROWS:]].sum()) + stage.left_out_sum
        total = float(stage.sums.sum()) + stage.left_out_sum
        terms.append(Term(_tr("{0} more inputs").format(f"{count:,}"), ("", "", short_text(rest), short_text(total))))
    if stage.bias is not None:
        terms.append(Term(_tr("bias"), ("", "", short_text(stage.bias), short_text(stage.result)), stage.bias / reach, strong=True))
    return terms


def _input_name(stage: ExplainedStage, index: int) -> str:
    channel, cell = divmod(index, stage.cells)
    number = int(stage.channels[channel])
    if not is_image(stage.shape):
        return _tr("unit {0}").format(number)
    row, column = divmod(cell, len(stage.columns))
    return _tr("map {0} ({1}, {2})").format(number, stage.rows[row], stage.columns[column])


def _softmax(explanation: Explanation, stage: ExplainedStage, strongest_first: bool) -> tuple[list[Term], tuple[str, ...], int]:
    total = stage.operands["sum"].value
    order = np.argsort(-stage.sums, kind="stable") if strongest_first else np.arange(len(stage.sums))
    values, terms, own = stage.values.reshape(-1), [], -1
    for row, index in enumerate(order):
        channel, share = int(stage.channels[index]), float(stage.sums[index]) / total
        chosen = channel == explanation.place[0]
        own = row if chosen else own
        numbers = (short_text(float(values[index])), short_text(float(stage.sums[index])), percent_text(share))
        terms.append(Term(class_name(channel, explanation.classes), numbers, share, strong=chosen))
    return terms, (_tr("class"), "x", "exp(x − max)", _tr("share")), own


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArithmeticPanel", text)
