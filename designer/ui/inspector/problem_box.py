"""One problem: what is wrong, where, the numbers, and a button for everything that would work."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.errors import EditError
from designer.network.fixes import Fix, Outcome, fixes_for, ordered_fixes, outcome_of
from designer.network.problems import Problem, Severity
from designer.network.shapes import shape_text
from designer.ui.document import Document
from designer.ui.icons import pixmap
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import elided
from designer.ui.widgets.flow_layout import FlowLayout

ICONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "info"}
"""Icon and colour of a severity have one name."""
_LEAST_LETTERS, _MOST_LETTERS = 12, 24
_HARD_SPACE = "&nbsp;"
_MOST_TRIED = 2_000
"""Problems times blocks: trying the fixes of one problem takes some microseconds for each block."""


class FixButton(QPushButton):
    """Do one thing that would work; the tooltip tells shape and parameters after it, worked out when it is asked for."""

    def __init__(self, fix: Fix, block_id: str | None, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(fix.label.replace("&", "&&"), parent)  # titles of blocks stand in it, and & would be a mnemonic
        self._fix, self._block, self._document = fix, block_id, document
        self.setAccessibleName(fix.label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # else a button never gets narrower than its label

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters: a block's long title must not widen the panel."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * _LEAST_LETTERS), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, with an ellipsis where the label does not fit."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        option.text = elided(self.text(), self.fontMetrics(), room.width())
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def event(self, event: QEvent) -> bool:
        """Work the tooltip out before it is shown."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip("<br>".join(escape(part).replace(" ", _HARD_SPACE) for part in self._outcome()))  # one fact a line
        return super().event(event)

    def outcome(self) -> str:
        """Return what the network is after the fix: the shapes it leads to, the parameters, and whether an error is left."""
        return " · ".join(self._outcome())

    def _outcome(self) -> list[str]:
        try:
            outcome = outcome_of(self._fix, self._document.analysis, self._block)
        except EditError as error:
            return [str(error)]
        shapes = [(_shortened(report.block.shown_name), report.output_shape) for report in outcome.changed if report.output_shape]
        path = [self.tr("After it: {0}").format(" → ".join(f"{name} {shape_text(shape)}" for name, shape in shapes))] if shapes else []
        return [*path, self.tr("{0} parameters").format(f"{outcome.analysis.parameters:,}"), self._errors_left(outcome)]

    def _errors_left(self, outcome: Outcome) -> str:
        errors = outcome.analysis.errors
        if not errors:
            return self.tr("no error left")
        where = outcome.analysis.architecture.by_id[errors[0].block].shown_name if errors[0].block else self.tr("the network")
        if len(errors) == 1:
            return self.tr("1 error left, on {0}").format(where)
        return self.tr("{0} errors left, the first on {1}").format(len(errors), where)


def _shortened(name: str) -> str:
    return name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…"


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
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # a policy of one's own forgets that the text wraps, and its last lines are cut
        self._text.setSizePolicy(policy)
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
        for fix in self._fixes():
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

    def _fixes(self) -> tuple[Fix, ...]:
        """Return the fixes, best first; trying them out is left where there is so much to try that the window would stand still."""
        analysis = self._document.analysis
        if len(analysis.problems) * len(analysis.order) <= _MOST_TRIED:
            return ordered_fixes(analysis, self.problem)
        return fixes_for(self.problem.remedies, self.problem.block or "")

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
