"""What is said about a block: on its card, in its tooltip, to a screen reader. Plain text throughout."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication

from designer.network.analysis import Analysis, BlockReport, State
from designer.network.problems import Problem, Severity
from designer.network.shapes import shape_text


class Mood(Enum):
    """How a card looks."""

    CALM = "calm"
    WRONG = "wrong"
    WAITING = "waiting"
    LOOSE = "loose"


@dataclass(frozen=True)
class CardTexts:
    """The texts of one card.

    Args:
        detail: The line under the name: settings, or what is wrong.
        shape: The output's shape, or "waiting", "not connected".
        parameters: Their number, or nothing where it is not known.
        warned: Whether something is worth knowing.
    """

    name: str
    detail: str
    shape: str
    parameters: str
    mood: Mood
    warned: bool


def tr(text: str) -> str:
    """Translate a text of the canvas."""
    return QCoreApplication.translate("Canvas", text)


def first_error(report: BlockReport) -> Problem | None:
    """Return the block's first error."""
    return next((problem for problem in report.problems if problem.severity is Severity.ERROR), None)


def _short(report: BlockReport, problem: Problem) -> str:
    return problem.message.removeprefix(f"{report.block.shown_name}: ")


def settings_text(report: BlockReport) -> str:
    """Return the block's settings in one line, with what it does unasked."""
    frozen = (tr("frozen"),) if report.block.frozen else ()
    return " · ".join((report.block.spec.settings_line(), *report.notes, *frozen))


def card_texts(report: BlockReport) -> CardTexts:
    """Return the texts of a block's card."""
    wrong = first_error(report)
    warned = any(problem.severity is Severity.WARNING for problem in report.problems)
    name = " ".join(report.block.shown_name.split())
    detail = _short(report, wrong) if wrong else settings_text(report)
    shape = shape_text(report.output_shape) if report.output_shape else ""
    parameters = f"{report.parameters:,}" if report.output_shape and report.block.spec.MOST_INPUTS != 0 else ""
    if wrong:
        return CardTexts(name, detail, shape, parameters, Mood.WRONG, warned)
    if report.state is State.WAITING:
        return CardTexts(name, detail, tr("waiting"), "", Mood.WAITING, warned)
    if report.state is State.LOOSE:
        return CardTexts(name, detail, tr("not connected"), "", Mood.LOOSE, warned)
    return CardTexts(name, detail, shape, parameters, Mood.CALM, warned)


def tooltip(report: BlockReport) -> str:
    """Return everything known of a block, a fact a line."""
    block = report.block
    lines = [f"{block.shown_name} · {block.spec.LABEL or block.spec.type_name}", settings_text(report)]
    if block.title:
        lines.insert(1, tr("id: {0}").format(block.id))
    if report.output_shape:
        lines.append(tr("output: {0} = {1:,} values").format(shape_text(report.output_shape), report.output_bytes // 4))
        lines.append(tr("parameters: {0:,}").format(report.parameters))
        lines.append(tr("MACs per picture: {0:,}").format(report.macs))
    if report.receptive_field:
        lines.append(tr("sees {0}×{1} pixels of the input").format(*report.receptive_field.size))
    lines += [problem.message for problem in report.problems]
    if report.state is State.WAITING:
        lines.append(tr("waiting: a block before it has a problem"))
    return "\n".join(lines)


def wire_texts(analysis: Analysis, source: str, target: str, index: int) -> tuple[str, str]:
    """Return what a selected wire says of itself, and its tooltip: from where to where, with the shapes at both ends.

    Args:
        analysis: Of the network.
        source: Where the wire comes from.
        target: Where it leads to.
        index: Which input of the target it enters, counted from 0.
    """
    ends = [analysis.reports[name] for name in (source, target)]
    names = [report.block.shown_name for report in ends]
    shapes = [shape_text(report.output_shape) if report.output_shape else "" for report in ends]
    entered = len(analysis.architecture.sources[target])
    number = tr("input {0} of {1}").format(index + 1, entered) if entered > 1 else ""
    way = " → ".join(" ".join(filter(None, end)) for end in zip(names, shapes, strict=True))
    return " · ".join(filter(None, (number, shapes[0]))), "\n".join(filter(None, (way, number)))


def spoken(report: BlockReport) -> str:
    """Return the block as a screen reader says it.

    "conv1, Convolution, 6 filters 5 by 5, output 6 by 28 by 28, 156 parameters, no problem".
    """
    block = report.block
    parts = [block.shown_name, block.spec.LABEL or block.spec.type_name, settings_text(report).replace(" · ", ", ")]
    if report.output_shape:
        parts += [tr("output {0}").format(shape_text(report.output_shape)), tr("{0:,} parameters").format(report.parameters)]
    if report.state is State.WAITING:
        parts.append(tr("waiting for the block before it"))
    parts.append("; ".join(_short(report, problem) for problem in report.problems) or tr("no problem"))
    return ", ".join(parts).replace("×", tr(" by "))
