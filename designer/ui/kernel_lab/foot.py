"""What stands under the lab's grids: the size of the result, the player, the sum, and the way into the network."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from designer.ui.document import Document
from designer.ui.kernel_lab.player import Player
from designer.ui.kernel_lab.put_kernel import PutKernel
from designer.ui.kernel_lab.sentences import Sum
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.wrapped_label import wrapped_label

_LINES = 3
"""So many lines of the sum always have room, so that nothing moves while it is played."""
_BROKEN = 7
"""So many letters of a line may be lost because the next term does not fit."""


class LabFoot(QWidget):
    """Show what is computed right now."""

    def __init__(self, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._sum: Sum | None = None
        self._text = ""
        self.size_line = wrapped_label("", Look.MUTED, self)
        self.player = Player(themes, self)
        self.sum = QLabel(self)
        self.sum.setTextFormat(Qt.TextFormat.RichText)
        self.sum.setWordWrap(True)
        self.sum.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        set_look(self.sum, Look.CODE)
        self.put = PutKernel(document, themes, self)
        self._row = QHBoxLayout()
        self._row.addWidget(self.size_line, 1)
        self._row.addWidget(self.put, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.player, self.sum):
            self._column.addWidget(widget)
        self._column.addLayout(self._row)
        themes.on_change(self._show_theme)

    def show_size(self, text: str, fits: bool) -> None:
        """Show the formula of the result's size, or in red why there is none."""
        self.size_line.setText(text)
        set_look(self.size_line, Look.MUTED if fits else Look.ERROR)

    def show_sum(self, found: Sum | None) -> None:
        """Show a calculation, its outcome standing out; none: nothing is computed."""
        self._sum, self._text = found, found.text if found else ""
        self._show()

    def show_sentence(self, text: str) -> None:
        """Show a sentence in place of the calculation."""
        self._sum, self._text = None, text
        self._show()

    def text(self) -> str:
        """Return what is shown in place of the calculation, without its looks."""
        return self._text

    def _show(self) -> None:
        found = self._sum
        if found is None:
            self.sum.setText(escape(self._text))
        else:
            lines = _LINES - bool(found.closing or found.ahead)
            parts = [f"{escape(found.fitting(self._letters(lines)))}&nbsp;= {self._standing_out(found.outcome)}"]
            parts += [" &nbsp;" + self._muted(found.remark)] if found.remark else []
            closing = [f"{escape(text)} = {self._standing_out(outcome)}" for text, outcome in found.closing]
            closing += [self._muted(found.ahead)] if found.ahead else []
            parts += ["<br>", " · ".join(closing)] if closing else []
            self.sum.setText("".join(parts))
        self.sum.setAccessibleName(self._text)

    def _standing_out(self, outcome: str) -> str:
        return f'<b style="color:{self._themes.current().color("code_result").name()}">{escape(outcome)}</b>'

    def _muted(self, remark: str) -> str:
        text = escape(remark).replace(" ", "&nbsp;")
        return f'<span style="color:{self._themes.current().color("code_muted").name()}">{text}</span>'

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the calculation as there is room for."""
        super().resizeEvent(event)
        self._show()

    def _letters(self, lines: int) -> int:
        """Return how many letters have room in so many lines, some lost where the lines are broken."""
        theme = self._themes.current()
        width = self.width() - 2 * (theme.px("space") + theme.px("border"))
        return lines * max(1, width // max(1, QFontMetrics(theme.font("code")).horizontalAdvance("0")) - _BROKEN)

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space_s")
        self._column.setSpacing(space)
        self._row.setSpacing(theme.px("space"))
        self.sum.setFixedHeight(_LINES * QFontMetrics(theme.font("code")).lineSpacing() + 2 * theme.px("space") + 2 * theme.px("border"))
        self._show()
