"""The tables of one channel: its window, the filter's slice, and their products."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from designer.network.shapes import is_image
from designer.ui.arithmetic.explanation import Explanation, span_text
from designer.ui.arithmetic.playing import SumPlace
from designer.ui.arithmetic.stages import Doubles, ExplainedStage
from designer.ui.arithmetic.table import Table
from designer.ui.maps.colors import Floats
from designer.ui.maps.numbers import value_text


def tables_of(explanation: Explanation, stage: ExplainedStage, index: int, moment: SumPlace | None) -> list[Table]:
    """Return the tables of a channel.

    Args:
        index: Of the channel in the stage.
        moment: How far it is played; ``None``: it is not.
    """
    framed = stage.winner if moment is None else moment.cell
    window = Table(_window_caption(stage, index), stage.values[index], _reach(stage.values), padded=stage.padded, framed=framed)
    if stage.weights is None:
        return [window]
    done = -1 if moment is None else (moment.cell + 1 if moment.cell >= 0 or not moment.running else -1)
    slice_of = _tr("kernel cells that reach it, of map {0}") if stage.call == "ConvTranspose2d" else _tr("filter {0}, channel {1}")
    slice_caption = slice_of.format(explanation.place[0], _slice(stage, index))
    filters = Table(slice_caption, stage.weights[index], _reach(stage.weights), sign="×", framed=framed)
    caption = _tr("products, Σ {0}").format(value_text(float(stage.sums[index])))
    products = Table(caption, stage.products[index], _reach(stage.products), sign="=", framed=framed, done=done)
    return [window, filters, products]


def cell_sentence(stage: ExplainedStage, index: int, cell: int) -> str:
    """Return a cell in words: "row 4, column 6: 0.83 · (−0.21) = −0.174"."""
    row, column = divmod(cell, len(stage.columns))
    place = _tr("row {0}, column {1}").format(*(str(places).replace("-", "−") for places in (stage.rows[row], stage.columns[column])))
    value = float(stage.values[index, row, column])
    if stage.padded[row, column]:
        place = _tr("padding")
    if stage.weights is None:
        return f"{place}: {value_text(value)}"
    return f"{place}: {product_text(value, float(stage.weights[index, row, column]))}"


def product_text(value: float, weight: float) -> str:
    """Return a product with its result.

    >>> product_text(0.5, -2.0)
    '0.5 · (−2) = −1'
    """
    factor = value_text(weight)
    factor = f"({factor})" if factor.startswith("−") else factor
    return f"{value_text(value)} · {factor} = {value_text(value * weight)}"


def channel_name(stage: ExplainedStage, index: int) -> str:
    """Return what a channel is called: "pool1 map 2"."""
    channel = int(stage.channels[index])
    return (_tr("{0} map {1}") if is_image(stage.shape) else _tr("{0} unit {1}")).format(stage.block or _tr("input"), channel)


def _window_caption(stage: ExplainedStage, index: int) -> str:
    spans = _tr("rows {0}, columns {1}").format(span_text(stage.rows), span_text(stage.columns))
    return f"{channel_name(stage, index)}, {spans}"


def _slice(stage: ExplainedStage, index: int) -> int:
    """Return which slice of the filter sees the channel: they are counted within its group."""
    return int(stage.channels[index]) - int(stage.channels[0]) if not stage.left_out else int(stage.channels[index])


def _reach(values: Floats | Doubles) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArithmeticPanel", text)
