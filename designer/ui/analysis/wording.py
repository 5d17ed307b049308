"""What the analysis table says beyond its numbers: states, tooltips, totals in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from designer.network.analysis import Analysis, BlockReport, State
from designer.network.analysis_table import Column, Kind, Value
from designer.network.problems import Severity
from designer.network.shapes import shape_text


def state_icon(report: BlockReport) -> tuple[str, str]:
    """Return icon and colour of a block: its group's, or those of what is wrong with it."""
    if report.state is State.BROKEN or any(problem.severity is Severity.ERROR for problem in report.problems):
        return "error", "error"
    group = report.block.spec.GROUP.value
    return ("waiting", "text_muted") if report.state is State.WAITING else (group, "text_muted" if report.state is State.LOOSE else f"group_{group}")


def text_color(report: BlockReport, value: Value) -> str:
    """Return the colour of a cell: red or grey with its block, quiet where the number is nothing."""
    color = state_icon(report)[1]
    return color if not color.startswith("group_") else "text_muted" if value == 0 else "text"


def state_text(report: BlockReport) -> str:
    """Return the output's shape, or why there is none."""
    if report.output_shape:
        return shape_text(report.output_shape)
    return {State.BROKEN: _tr("has a problem"), State.WAITING: _tr("waiting"), State.LOOSE: _tr("not connected")}.get(report.state, "")


def cell_tooltip(report: BlockReport, column: Column, analysis: Analysis) -> str:
    """Return what is wrong with the block, or the number behind a rounded one."""
    if column.key in ("block", "output") and (report.problems or report.output_shape is None):
        return "\n".join(problem.message for problem in report.problems) or _tr("waits for a block before it")
    value = column.value(report, analysis)
    if column.kind is Kind.BYTES and isinstance(value, int):
        return _tr("{0} bytes").format(f"{value:,}")
    if column.kind is Kind.SHARE and isinstance(value, float | int):
        return _tr("{0} %").format(f"{100 * value:.4g}")
    return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnalysisTable", text)
