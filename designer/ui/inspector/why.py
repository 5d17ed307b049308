"""*Why these numbers*: each formula of a block with the values put in, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget

from designer.network.analysis import Analysis, BlockReport
from designer.network.blocks.base import Group
from designer.network.shapes import count
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes


@dataclass(frozen=True)
class WhyLine:
    """One line: ``label expression = result``; what is empty is left out, a line of only an expression is a remark."""

    label: str
    expression: str
    result: str = ""

    @property
    def text(self) -> str:
        """The line without its looks."""
        equals = "=" if self.result and self.expression else ""
        return " ".join(part for part in (self.label, self.expression, equals, self.result) if part)


def why_lines(report: BlockReport, analysis: Analysis) -> tuple[WhyLine, ...]:
    """Return the lines for a block: formulas, receptive field, the dense layer it replaces, remarks."""
    lines = [WhyLine(formula.label, formula.expression, formula.result) for formula in report.formulas]
    lines += _sees(report, analysis)
    lines += _as_dense(report)
    lines += [WhyLine("", note) for note in report.notes]
    if analysis.folded_softmax == report.id:
        lines.append(WhyLine("", _tr("the final softmax is folded into the loss")))
    return tuple(lines)


def _sees(report: BlockReport, analysis: Analysis) -> list[WhyLine]:
    """Return how much of the input one value sees; counted with the padding where that makes it more than the picture."""
    start = analysis.reports[analysis.input_id].output_shape if analysis.input_id else None
    if report.receptive_field is None or not report.input_shapes or start is None:
        return []
    height, width = report.receptive_field.size
    seen = f"{height:,}×{width:,} px"
    if len(start) == 3 and height >= start[1] and width >= start[2]:
        return [WhyLine(_tr("sees"), "", seen), WhyLine("", _tr("with padding; the whole input is {0}×{1}").format(start[1], start[2]))]
    return [WhyLine(_tr("sees"), "", _tr("{0} of the input").format(seen))]


def _as_dense(report: BlockReport) -> list[WhyLine]:
    """Return what a dense layer of the same inputs and outputs would take; only for convolutions."""
    if report.block.spec.GROUP is not Group.CONVOLUTION or not report.parameters or report.output_shape is None:
        return []
    dense = (count(report.input_shapes[0]) + 1) * count(report.output_shape)
    times = dense / report.parameters
    ratio = f"{times:,.0f}" if times >= 10 else f"{times:.1f}"
    return [WhyLine(_tr("as a dense layer:"), "", f"{dense:,}"), WhyLine("", _tr("{0}× more parameters").format(ratio))]


class WhyView(QLabel):
    """Show the lines monospaced, results in the accent colour."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._lines: tuple[WhyLine, ...] = ()
        set_look(self, Look.CODE)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        themes.on_change(self._show_theme)

    def show_lines(self, lines: tuple[WhyLine, ...]) -> None:
        """Show other lines."""
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleName("\n".join(line.text for line in lines))
            self._show_theme(self._themes.current())

    def lines(self) -> tuple[WhyLine, ...]:
        """Return the lines shown."""
        return self._lines

    def _show_theme(self, theme: Theme) -> None:
        """Set formulas in two columns, so that long ones wrap under themselves, and what is no formula below."""
        formulas = [line for line in self._lines if line.label and line.expression]
        metrics = QFontMetrics(theme.font("code"))
        width = max((metrics.horizontalAdvance(line.label) for line in formulas), default=0) + theme.px("space")
        rows = "".join(_formula_row(line, width, theme) for line in formulas)
        remarks = "".join(_remark(line, theme) for line in self._lines if line not in formulas)
        table = f'<table cellspacing="0" cellpadding="{theme.px("border")}">{rows}</table>' if rows else ""
        self.setText(table + remarks)


def _formula_row(line: WhyLine, width: int, theme: Theme) -> str:
    equals = f" =&nbsp;{_answer(line.result, theme)}" if line.result else ""
    return f'<tr><td width="{width}">{_hard(line.label)}</td><td>{_breakable(line.expression)}{equals}</td></tr>'


def _remark(line: WhyLine, theme: Theme) -> str:
    if line.label:
        return f"<div>{escape(line.label)} {_answer(line.result, theme)}</div>"
    return f'<div style="color:{theme.color("code_muted").name()}">{escape(line.expression)}</div>'


def _answer(result: str, theme: Theme) -> str:
    return f'<b style="color:{theme.color("code_result").name()}">{_hard(result)}</b>'


def _hard(text: str) -> str:
    return escape(text).replace(" ", "&nbsp;")


def _breakable(text: str) -> str:
    """Return a formula that breaks at spaces only: word joiners hold both sides of a stroke together."""
    return escape(text.replace("/", "\u2060/\u2060"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("why_lines", text)
