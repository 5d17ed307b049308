"""How an analysis is told on the command line: as text within 100 columns, and as the JSON that other programs read."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from designer.network.analysis import Analysis, BlockReport
from designer.network.problems import Problem
from designer.network.shapes import shape_text
from designer.network.templates import TemplateListing
from designer.runs.listing import RunSummary

__all__ = ["plain", "problem_json", "problem_line", "run_line", "summary_json", "summary_text", "template_json", "templates_text"]

_WIDTH = 100
_HEADINGS = ("block", "type", "output", "parameters", "MACs", "sees")
_LONGEST_CELL, _SHORTEST_CELL = 28, 8


def plain(text: str) -> str:
    """Return a text from a file so that a terminal shows it and does nothing else.

    >>> plain("conv1" + chr(27) + "[2J")
    'conv1?[2J'
    """
    return "".join(character if character.isprintable() else "?" for character in text)


def summary_json(analysis: Analysis) -> dict[str, Any]:
    """Return what `summary --json` prints."""
    return {
        "name": analysis.architecture.name,
        "parameters": analysis.parameters,
        "trainable_parameters": analysis.trainable_parameters,
        "macs": analysis.macs,
        "weight_bytes": analysis.weight_bytes,
        "activation_bytes": analysis.activation_bytes,
        "training_memory_bytes": analysis.training_memory_bytes,
        "batch_size": analysis.architecture.training.batch_size,
        "blocks": [_block_json(analysis.reports[name]) for name in analysis.order],
        "problems": [problem_json(problem) for problem in analysis.problems],
    }


def _block_json(report: BlockReport) -> dict[str, Any]:
    field = report.receptive_field
    return {
        "id": report.id,
        "type": report.block.spec.type_name,
        "in_network": report.in_network,
        "frozen": report.block.frozen,
        "input_shapes": report.input_shapes,
        "output_shape": report.output_shape,
        "parameters": report.parameters,
        "macs": report.macs,
        "weight_bytes": report.weight_bytes,
        "output_bytes": report.output_bytes,
        "receptive_field": field.size if field else None,
        "jump": field.jump if field else None,
        "offset": field.offset if field else None,
    }


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return one entry of `problems`; the fixes are said in words."""
    return {
        "block": problem.block,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
        "fixes": [remedy.label for remedy in problem.remedies],
    }


def problem_line(problem: Problem) -> str:
    """Return a problem in one line, with what would work."""
    fixes = f"; would work: {' · '.join(remedy.label for remedy in problem.remedies)}" if problem.remedies else ""
    return plain(f"{problem.severity.value}: {problem.message}{fixes}")


def summary_text(analysis: Analysis) -> str:
    """Return what `summary` prints: one line a block, totals, problems."""
    rows = [_HEADINGS, *(_cells(analysis.reports[name]) for name in analysis.order)]
    title = plain(analysis.architecture.name) or "unnamed network"
    totals = [
        f"{analysis.parameters:,} parameters ({analysis.trainable_parameters:,} trainable), {analysis.macs:,} MACs for one picture",
        f"memory: weights {_size_text(analysis.weight_bytes)}, activations of one picture {_size_text(analysis.activation_bytes)}, "
        f"training about {_size_text(analysis.training_memory_bytes)} at batch size {analysis.architecture.training.batch_size:,}",
    ]
    problems = [problem_line(problem) for problem in analysis.problems] or ["no problems"]
    wrapped = [line for text in (*totals, *problems) for line in textwrap.wrap(text, _WIDTH, subsequent_indent="  ")]
    return "\n".join([_elided(title, _WIDTH), *_table(rows), *wrapped])


def _cells(report: BlockReport) -> tuple[str, ...]:
    kind = report.block.spec.type_name + (" (frozen)" if report.block.frozen else "")
    if report.output_shape is None:
        return (report.id, plain(kind), "loose" if not report.in_network else "?", "", "", "")
    sees = shape_text(report.receptive_field.size) if report.receptive_field else ""
    return (report.id, plain(kind), shape_text(report.output_shape), _count_text(report.parameters), _count_text(report.macs), sees)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as aligned lines: the first three columns to the left, numbers to the right."""
    widths = [min(max(len(row[column]) for row in rows), _LONGEST_CELL) for column in range(len(rows[0]))]
    for column in (0, 1):  # long ids give way first, then long types; numbers never
        excess = max(0, sum(widths) + 2 * (len(widths) - 1) - _WIDTH)
        widths[column] -= min(excess, max(0, widths[column] - _SHORTEST_CELL))
    lines = []
    for row in rows:
        cells = [_elided(cell, width) for cell, width in zip(row, widths, strict=True)]
        aligned = [cell.ljust(width) if column < 3 else cell.rjust(width) for column, (cell, width) in enumerate(zip(cells, widths, strict=True))]
        lines.append("  ".join(aligned).rstrip())
    return lines


def _elided(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def template_json(listing: TemplateListing, path: Path) -> dict[str, Any]:
    """Return one entry of `templates --json`."""
    return {
        "name": listing.name,
        "title": listing.title,
        "description": listing.description,
        "path": str(path),
        "input_shape": listing.input_shape,
        "parameters": listing.parameters,
        "macs": listing.macs,
        "dataset": listing.architecture.training.dataset,
        "notes": listing.architecture.notes,
    }


def templates_text(listings: Sequence[TemplateListing]) -> str:
    """Return what `templates` prints: a line of figures and a line of words for each network."""
    rows = [("name", "network", "input", "parameters", "MACs")]
    rows += [
        (each.name, each.title, shape_text(each.input_shape) if each.input_shape else "", f"{each.parameters:,}", f"{each.macs:,}")
        for each in listings
    ]
    heading, *lines = _table(rows)
    wrapped = [textwrap.fill(plain(each.description), _WIDTH, initial_indent="  ", subsequent_indent="  ") for each in listings]
    return "\n".join([heading, *(line for pair in zip(lines, wrapped, strict=True) for line in pair)])


def run_line(run: RunSummary) -> str:
    """Return a run in one line: when, what, how it ended, how good it was, and its folder, which `--resume` takes."""
    if run.problem:
        return plain(f"{run.path}: {run.problem}")
    best = "" if run.best_validation_accuracy is None else f", best {_percent(run.best_validation_accuracy)}"
    test = "" if run.test_accuracy is None else f", test {_percent(run.test_accuracy)}"
    epochs = f"{run.epochs} of {run.planned_epochs} epochs"
    return plain(f"{run.started[:16].replace('T', ' '):<16}  {run.name or 'unnamed network'}: {run.ending}, {epochs}{best}{test}  {run.path}")


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _count_text(count: int) -> str:
    """Return a count with its thousands, or its magnitude where nobody would read the digits.

    >>> _count_text(61_706), _count_text(3 * 10**20)
    ('61,706', '3.000e+20')
    """
    return f"{count:,}" if count < 10**15 else f"{count:.3e}"


def _size_text(count: int) -> str:
    """Return a number of bytes as people read it.

    >>> _size_text(999), _size_text(246_824), _size_text(5_400_000_000)
    ('999 B', '246.8 kB', '5.4 GB')
    """
    size, units = float(count), ["B", "kB", "MB", "GB", "TB"]
    while size >= 999.95 and len(units) > 1:
        size, units = size / 1_000, units[1:]
    return f"{count} B" if units[0] == "B" else f"{size:.1f} {units[0]}"
