"""The analysis as a table: a row for each block, and for each column what it means, its values and its total."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from designer.network.analysis import BYTES_PER_VALUE, Analysis, BlockReport
from designer.network.shapes import Shape, count
from designer.network.training import Training
from designer.network.training_memory import state_copies

Value = str | int | float | Shape | None
"""What stands in a cell; ``None``: nothing is known, or there is nothing to say."""


class Kind(Enum):
    """What a column holds."""

    WORDS = "words"
    SHAPE = "shape"
    COUNT = "count"
    BYTES = "bytes"
    SHARE = "share"
    RATIO = "ratio"
    AREA = "area"
    """Rows × columns."""
    PLACE = "place"
    """Rows and columns, either of which may be negative."""


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        key: Its stable name in settings and in CSV.
        heading: What stands above it.
        explanation: One sentence on what it means, with the formula.
        value: The value of a block.
        total: The value of the whole network, where there is one.
    """

    key: str
    heading: str
    explanation: str
    kind: Kind
    value: Callable[[BlockReport, Analysis], Value]
    total: Callable[[Analysis], Value] = lambda analysis: None


def _if_known(report: BlockReport, value: Value) -> Value:
    return value if report.output_shape is not None else None


def _type(report: BlockReport) -> Value:
    spec = report.block.spec
    return spec.PALETTE_LABEL or spec.LABEL or spec.type_name


def _trained(report: BlockReport) -> Value:
    if not report.block.spec.has_weights():
        return None
    return "frozen" if report.block.frozen else "trained"


def _trained_total(analysis: Analysis) -> Value:
    if not analysis.parameters:
        return None
    return f"{analysis.trainable_parameters:,}" if analysis.frozen_parameters else "all"


def _dense_ratio(report: BlockReport) -> Value:
    return report.dense_parameters / report.parameters if report.dense_parameters and report.parameters else None


def training_bytes(report: BlockReport, training: Training) -> int:
    """Return what a block adds to the memory of training at the batch size: its values, its weights, their gradients and the optimiser's state."""
    copies = 1 + state_copies(training)
    return training.batch_size * report.training_bytes + report.weight_bytes + copies * report.trainable_parameters * BYTES_PER_VALUE


COLUMNS: tuple[Column, ...] = (
    Column(
        "block",
        "Block",
        "The block's name. Blocks stand in the order of the network; those that are not connected come last and count nowhere.",
        Kind.WORDS,
        lambda report, analysis: report.block.shown_name,
        lambda analysis: "Total",
    ),
    Column("type", "Type", "What kind of block it is.", Kind.WORDS, lambda report, analysis: _type(report)),
    Column(
        "output",
        "Output",
        "Channels × height × width of the output, or its number of values. A window of k pixels fits ⌊(n + p − d·(k − 1) − 1)/s⌋ + 1 times.",
        Kind.SHAPE,
        lambda report, analysis: report.output_shape,
    ),
    Column(
        "parameters",
        "Parameters",
        "Learnable numbers. Convolution: (k·k·C/groups + 1)·filters. Dense layer: (inputs + 1)·units. Batch normalisation: 2·C.",
        Kind.COUNT,
        lambda report, analysis: _if_known(report, report.parameters),
        lambda analysis: analysis.parameters,
    ),
    Column(
        "parameter_share",
        "Share",
        "Part of the network's parameters: the block's parameters ÷ the total.",
        Kind.SHARE,
        lambda report, analysis: analysis.share_of(report).parameters or None,
        lambda analysis: 1 if analysis.parameters else None,
    ),
    Column(
        "trained",
        "Trained",
        "Whether training changes the parameters: trained, frozen, or nothing to train. The total counts the trained ones.",
        Kind.WORDS,
        lambda report, analysis: _trained(report),
        _trained_total,
    ),
    Column(
        "macs",
        "MACs",
        "Multiply-accumulates for one picture, bias not counted. Convolution: k·k·C/groups·filters·H′·W′. Dense layer: inputs·units.",
        Kind.COUNT,
        lambda report, analysis: _if_known(report, report.macs),
        lambda analysis: analysis.macs,
    ),
    Column(
        "mac_share",
        "MAC share",
        "Part of the network's MACs: the block's MACs ÷ the total.",
        Kind.SHARE,
        lambda report, analysis: analysis.share_of(report).macs or None,
        lambda analysis: 1 if analysis.macs else None,
    ),
    Column(
        "weight_bytes",
        "Weights",
        "Memory of the parameters: 4 bytes each (float32).",
        Kind.BYTES,
        lambda report, analysis: _if_known(report, report.weight_bytes),
        lambda analysis: analysis.weight_bytes,
    ),
    Column(
        "activation_bytes",
        "Activations",
        "Memory of the output for one picture: 4 bytes · C·H·W (float32).",
        Kind.BYTES,
        lambda report, analysis: _if_known(report, report.output_bytes),
        lambda analysis: analysis.activation_bytes,
    ),
    Column(
        "training_bytes",
        "In training",
        "Memory in training: batch · (output, masks, indices of one picture) + weights + their gradients + the optimiser's state."
        " The total is the estimated peak of a step, which gradients in passing raise further.",
        Kind.BYTES,
        lambda report, analysis: _if_known(report, training_bytes(report, analysis.architecture.training)),
        lambda analysis: analysis.training_memory_bytes,
    ),
    Column(
        "receptive_field",
        "Sees",
        "Receptive field: rows × columns of the input that one value sees, padding included. r ← r + d·(k − 1)·j from r = 1, j = 1 at the input.",
        Kind.AREA,
        lambda report, analysis: report.receptive_field.size if report.receptive_field else None,
    ),
    Column(
        "jump",
        "Jump",
        "Input pixels from one value to the next, down and across. j ← j·s; empty where they differ.",
        Kind.PLACE,
        lambda report, analysis: report.receptive_field.jump if report.receptive_field else None,
    ),
    Column(
        "offset",
        "Offset",
        "First input row and column that the first value sees, negative in the padding. u ← u − p·j, with the j before this block.",
        Kind.PLACE,
        lambda report, analysis: report.receptive_field.offset if report.receptive_field else None,
    ),
    Column(
        "dense_parameters",
        "As dense layer",
        "Parameters of a dense layer with the same inputs and outputs as the convolution: (C·H·W + 1)·C′·H′·W′.",
        Kind.COUNT,
        lambda report, analysis: report.dense_parameters,
    ),
    Column(
        "dense_ratio",
        "× more",
        "How many times the convolution's parameters the dense layer would have: it shares no weights and sees everything at once.",
        Kind.RATIO,
        lambda report, analysis: _dense_ratio(report),
    ),
)


def sorted_reports(reports: Sequence[BlockReport], column: Column, analysis: Analysis, descending: bool = False) -> list[BlockReport]:
    """Return the reports in the order of a column; equal ones keep their order, those without a value come last."""
    keyed = [(_sort_key(column.kind, column.value(report, analysis)), report) for report in reports]
    known = sorted((pair for pair in keyed if pair[0]), key=lambda pair: pair[0], reverse=descending)
    return [report for _, report in known] + [report for key, report in keyed if not key]


def _sort_key(kind: Kind, value: Value) -> tuple[tuple[float, str], ...]:
    """Return what a value is compared by: numbers as numbers, those within words too; shapes and areas by how much they hold."""
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", value.casefold()) if part)
    if isinstance(value, tuple):
        numbers = value if kind is Kind.PLACE else (count(value), *value)
        return tuple((number, "") for number in numbers)
    return ((value, ""),)
