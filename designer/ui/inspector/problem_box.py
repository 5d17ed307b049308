"""One problem: what is wrong, where, the numbers, and a button for everything that would work."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from designer.network import edits
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.errors import EditError
from designer.network.fixes import Fix, fixes_for
from designer.network.problems import Problem, Severity
from designer.network.shapes import shape_text
from designer.ui.document import Document
from designer.ui.icons import pixmap
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.flow_layout import FlowLayout

ICONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "info"}
"""Icon and colour of a severity have one name."""


class FixButton(QPushButton):
    """Do one thing that would work; the tooltip tells shape and parameters after it, worked out when it is asked for."""

    def __init__(self, fix: Fix, block_id: str | None, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(fix.label, parent)
        self._fix, self._block, self._document = fix, block_id, document
        self.setAccessibleName(fix.label)

    def event(self, event: QEvent) -> bool:
        """Work the tooltip out before it is shown."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.outcome())
        return super().event(event)

    def outcome(self) -> str:
        """Return what the network is after the fix."""
        try:
            fixed = self._fix.apply(self._document.architecture)
        except EditError as error:
            return str(error)
        found = analyse(fixed, previous=self._document.analysis)
        report = found.reports.get(self._block) if self._block else None
        parts = [f"{report.block.shown_name} {shape_text(report.output_shape)}"] if report and report.output_shape else []
        parts.append(self.tr("{0} parameters").format(f"{found.parameters:,}"))
        if found.errors:
            parts.append(self.tr("1 error is left") if len(found.errors) == 1 else self.tr("{0} errors are left").format(len(found.errors)))
        return self.tr("After it: {0}").format(" · ".join(parts))


class ProblemBox(QFrame):
    """Show a problem with its fixes; warnings can be silenced on their block."""

    fixed = Signal()
    """A fix was applied."""

    def __init__(self, problem: Problem, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem = problem
        self._document = document
        self._icon = QLabel(self)
        self._text = QLabel(self._rich_text(), self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(problem.message)
        self._flow = FlowLayout()
        self.buttons = self._make_buttons()
        for button in self.buttons:
            self._flow.addWidget(button)
        self._row, self._column = QHBoxLayout(self), QVBoxLayout()
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._column, 1)
        self._column.addWidget(self._text)
        if self.buttons:
            self._column.addLayout(self._flow)
        themes.on_change(self._show_theme)

    def _make_buttons(self) -> list[QPushButton]:
        problem = self.problem
        buttons: list[QPushButton] = []
        for fix in fixes_for(problem.remedies, problem.block or ""):
            button = FixButton(fix, problem.block, self._document, self)
            button.clicked.connect(partial(self._apply, fix))
            buttons.append(button)
        if problem.severity is Severity.WARNING and problem.block:
            silence = QPushButton(self.tr("Silence"), self)
            silence.setAccessibleName(self.tr("Silence this warning on {0}").format(problem.block))
            silence.setToolTip(self.tr("Say no more about “{0}” on this block").format(problem.code))
            set_look(silence, Look.LINK)
            silence.clicked.connect(self._silence)
            buttons.append(silence)
        return buttons

    def _apply(self, fix: Fix, _checked: bool = False) -> None:
        where = self.problem.block or self.tr("the network")
        self._document.attempt(self.tr("Fix {0}: {1}").format(where, fix.label), fix.edit)
        self.fixed.emit()

    def _silence(self) -> None:
        block, code = self.problem.block, self.problem.code
        if block is None:
            return

        def edit(architecture: Architecture) -> Architecture:
            return edits.set_quiet(architecture, block, code)

        self._document.attempt(self.tr("Silence “{0}” on {1}").format(code, block), edit)

    def _rich_text(self) -> str:
        """Return the sentence with the block's name in bold."""
        report = self._document.analysis.reports.get(self.problem.block) if self.problem.block else None
        name = report.block.shown_name if report else ""
        message = self.problem.message
        if name and message.startswith(f"{name}: "):
            return f"<b>{escape(name)}</b> {escape(message[len(name) + 2 :])}"
        return escape(message)

    def _show_theme(self, theme: Theme) -> None:
        name = ICONS[self.problem.severity]
        self.setProperty("severity", name)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.setPixmap(pixmap(name, theme.color(name), theme.px("icon"), self.devicePixelRatioF()))
        space = theme.px("space")
        self._row.setContentsMargins(space, space, space, space)
        self._row.setSpacing(space)
        self._column.setSpacing(space)
        self._flow.setSpacing(theme.px("space_s"))
