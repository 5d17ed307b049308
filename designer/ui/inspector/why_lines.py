"""*Why these numbers* in words: each formula of a block with the values put in, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from designer.network.analysis import Analysis, BlockReport
from designer.network.analysis_table import COLUMNS, training_bytes
from designer.network.figures import share_text, size_text, times_text
from designer.network.receptive_field import AxisField
from designer.network.shapes import count, is_image
from designer.network.windows import Sliding, Window

_EXPLANATIONS = {column.key: column.explanation for column in COLUMNS}
_EXPLAINED = {"height": "output", "width": "output", "shape": "output", "params": "parameters", "MACs": "macs"}


@dataclass(frozen=True)
class WhyLine:
    """One line: ``label expression = result``; what is empty is left out, a line of only an expression is a remark.

    Args:
        about: Key of the analysis table's column that explains it; empty: nothing does.
    """

    label: str
    expression: str
    result: str = ""
    about: str = ""

    @property
    def text(self) -> str:
        """The line without its looks."""
        equals = "=" if self.result and self.expression else ""
        return " ".join(part for part in (self.label, self.expression, equals, self.result) if part)

    @property
    def explanation(self) -> str:
        """What the number means, in one sentence with the formula; empty where nothing needs saying."""
        text = _EXPLANATIONS.get(self.about, "")
        return QCoreApplication.translate("AnalysisTable", text) if text else ""


def why_lines(report: BlockReport, analysis: Analysis) -> tuple[WhyLine, ...]:
    """Return the lines for a block: formulas, receptive field, memory, the dense layer it replaces, its share, remarks."""
    if report.output_shape is None:
        return ()
    lines = [WhyLine(formula.label, formula.expression, formula.result, _EXPLAINED.get(formula.label, "")) for formula in report.formulas]
    if report.input_shapes and not report.macs:
        lines.append(WhyLine(_tr("MACs"), _tr("not counted here"), "0", "macs"))
    lines += _receptive_field(report, analysis)
    values = "·".join(f"{size:,}" for size in report.output_shape)
    lines.append(WhyLine(_tr("output"), f"{values}·4 B", size_text(report.output_bytes), "activation_bytes"))
    lines += _as_dense(report)
    lines += _share(report, analysis)
    lines += _memory(report, analysis)
    lines += [WhyLine("", note) for note in report.notes]
    if analysis.folded_softmax == report.id:
        lines.append(WhyLine("", _tr("the final softmax is folded into the loss")))
    return tuple(lines)


def _receptive_field(report: BlockReport, analysis: Analysis) -> list[WhyLine]:
    """Return size, jump and offset by their recurrences; each in one line where both axes agree."""
    field, sources = report.receptive_field, analysis.architecture.sources[report.id]
    if field is None or not sources or report.output_shape is None:
        return []
    windows = report.block.spec.windows(report.input_shapes, report.output_shape)
    source = analysis.reports[sources[0]].receptive_field if len(sources) == 1 else None
    rows = _axis(windows[0], source.rows if source else None, field.rows)
    columns = _axis(windows[1], source.columns if source else None, field.columns)
    if count(report.output_shape) == report.output_shape[0]:
        rows, columns = rows[:1], columns[:1]  # one place only: there is nowhere to jump
    lines: list[WhyLine] = []
    for down, across in zip(rows, columns, strict=False):
        if down == across:
            area = _tr("{0} px").format(f"{field.size[0]:,}×{field.size[1]:,}")
            lines.append(replace(down, result=area) if down.about == "receptive_field" else down)
        else:
            lines += [replace(line, label=f"{line.label} {side}") for line, side in ((down, _tr("down")), (across, _tr("across")))]
    return lines + _whole_input(report, analysis)


def _axis(window: Window, before: AxisField | None, after: AxisField) -> list[WhyLine]:
    """Return what one axis sees: r + d·(k − 1)·j, j·s and u − p·j with the values put in."""
    uniform = window.uniform()
    seen = _tr("{0} px").format(f"{after.size:,}")
    if before is None:
        return [WhyLine(_tr("sees"), _tr("all that its inputs see"), seen, "receptive_field"), *_places(after)]
    if uniform == (1, 1, 0):
        return [WhyLine(_tr("sees"), _tr("as its input"), seen, "receptive_field")]
    if uniform is None or before.jump is None or before.offset is None:
        return [WhyLine(_tr("sees"), _tr("at most"), seen, "receptive_field"), *_places(after)]
    size, stride, start = uniform
    taps = f"({size} − 1)"
    if isinstance(window, Sliding) and window.dilation > 1:
        taps = f"{window.dilation}·({window.kernel} − 1)"
    begins = f"{before.offset} {'+' if start > 0 else '−'} {abs(start)}·{before.jump}".replace("-", "−")
    places = _places(after, f"{before.jump}·{stride}", begins)
    return [WhyLine(_tr("sees"), f"{before.size} + {taps}·{before.jump}", seen, "receptive_field"), *places]


def _places(after: AxisField, jump: str = "", offset: str = "") -> list[WhyLine]:
    """Return how far neighbouring values lie apart, and where the first one begins."""
    if after.jump is None or after.offset is None:
        return [WhyLine(_tr("jump"), _tr("differs from place to place"), "", "jump")]
    begins = f"{after.offset}".replace("-", "−")
    return [
        WhyLine(_tr("jump"), jump, _tr("{0} px").format(after.jump), "jump"),
        WhyLine(_tr("offset"), offset, _tr("{0} px").format(begins), "offset"),
    ]


def _whole_input(report: BlockReport, analysis: Analysis) -> list[WhyLine]:
    start = analysis.reports[analysis.input_id].output_shape if analysis.input_id else None
    if report.receptive_field is None or start is None or not is_image(start):
        return []
    height, width = report.receptive_field.size
    if (height, width) == start[1:]:
        return [WhyLine("", _tr("that is the whole input"))]
    if height >= start[1] and width >= start[2]:
        return [WhyLine("", _tr("counted with padding; the whole input is {0}×{1}").format(start[1], start[2]))]
    return []


def _memory(report: BlockReport, analysis: Analysis) -> list[WhyLine]:
    training = analysis.architecture.training
    lines = [WhyLine(_tr("weights:"), "", size_text(report.weight_bytes), "weight_bytes")] if report.parameters else []
    if report.in_network:
        label = _tr("in training, batch {0}:").format(f"{training.batch_size:,}")
        lines.append(WhyLine(label, "", size_text(training_bytes(report, training)), "training_bytes"))
    return lines


def _as_dense(report: BlockReport) -> list[WhyLine]:
    """Return what a dense layer of the same inputs and outputs would take; only for convolutions."""
    dense = report.dense_parameters
    if not dense or not report.parameters:
        return []
    return [WhyLine(_tr("as a dense layer:"), "", f"{dense:,}, {times_text(dense / report.parameters)}", "dense_parameters")]


def _share(report: BlockReport, analysis: Analysis) -> list[WhyLine]:
    share = analysis.share_of(report)
    parts = [_tr("{0} of the network's parameters").format(share_text(share.parameters))] if share.parameters else []
    parts += [_tr("{0} of its MACs").format(share_text(share.macs))] if share.macs else []
    frozen = [_tr("frozen: training leaves them alone")] if report.block.frozen and report.parameters else []
    return [WhyLine("", " · ".join(parts + frozen), "", "parameter_share")] if parts else []


def _tr(text: str) -> str:
    return QCoreApplication.translate("why_lines", text)
