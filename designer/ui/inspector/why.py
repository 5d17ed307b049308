"""*Why these numbers* on the screen; hovering a line explains what it is about."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCursor, QFontMetrics
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from designer.ui.inspector.why_lines import WhyLine, why_lines
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes

__all__ = ["WhyLine", "WhyView", "why_lines"]


class WhyView(QLabel):
    """Show the lines monospaced, results in the accent colour."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._lines: tuple[WhyLine, ...] = ()
        set_look(self, Look.CODE)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.setOpenExternalLinks(False)
        self.linkHovered.connect(self._explain)
        themes.on_change(self._show_theme)

    def show_lines(self, lines: tuple[WhyLine, ...]) -> None:
        """Show other lines."""
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleName("\n".join(line.text for line in lines))
            self.setAccessibleDescription("\n".join(f"{line.label.rstrip(':')}: {line.explanation}" for line in lines if line.explanation))
            self._show_theme(self._themes.current())

    def lines(self) -> tuple[WhyLine, ...]:
        """Return the lines shown."""
        return self._lines

    def minimumSizeHint(self) -> QSize:
        """Return no width: one long formula must not widen the form, whose fields would be cut off."""
        return QSize(0, super().minimumSizeHint().height())

    def _explain(self, about: str) -> None:
        """Say what the line under the pointer is about."""
        text = next((line.explanation for line in self._lines if line.about == about), "")
        QToolTip.showText(QCursor.pos(), f"<p>{escape(text)}</p>" if text else "", self)

    def _show_theme(self, theme: Theme) -> None:
        """Set formulas in two columns, so that long ones wrap under themselves, and what is no formula below."""
        formulas = [line for line in self._lines if line.label and line.expression]
        metrics = QFontMetrics(theme.font("code"))
        width = max((metrics.horizontalAdvance(line.label) for line in formulas), default=0) + theme.px("space")
        rows = "".join(_formula_row(line, width, theme) for line in formulas)
        table = f'<table cellspacing="0" cellpadding="{theme.px("border")}">{rows}</table>' if rows else ""
        remarks = "".join(_remark(line, theme) for line in self._lines if line not in formulas)
        self.setText(table + remarks)


def _formula_row(line: WhyLine, width: int, theme: Theme) -> str:
    equals = f" =&nbsp;{_answer(line.result, theme)}" if line.result else ""
    label, formula = _hovered(line, _hard(line.label), theme), _hovered(line, _breakable(line.expression) + equals, theme)
    return f'<tr><td width="{width}">{label}</td><td>{formula}</td></tr>'


def _remark(line: WhyLine, theme: Theme) -> str:
    if line.label:  # a table of its own: a long name wraps beside its number
        name, number = _hovered(line, escape(line.label), theme), _hovered(line, _answer(line.result, theme), theme)
        row = f'<tr><td>{name}</td><td align="right" style="white-space:nowrap">{number}</td></tr>'
        return f'<table width="100%" cellspacing="0" cellpadding="{theme.px("border")}">{row}</table>'
    return f'<div style="color:{theme.color("code_muted").name()}">{escape(line.expression)}</div>'


def _hovered(line: WhyLine, text: str, theme: Theme) -> str:
    """Return a part of a line that tells when the pointer is over it; it looks like any other text."""
    if not line.about:
        return text
    return f'<a href="{line.about}" style="color:{theme.color("code_text").name()}; text-decoration:none">{text}</a>'


def _answer(result: str, theme: Theme) -> str:
    return f'<b style="color:{theme.color("code_result").name()}">{_hard(result)}</b>'


def _hard(text: str) -> str:
    return escape(text).replace(" ", "&nbsp;")


def _breakable(text: str) -> str:
    """Return a formula that breaks at spaces only: word joiners hold both sides of a stroke together."""
    return escape(text.replace("/", "\u2060/\u2060"))
