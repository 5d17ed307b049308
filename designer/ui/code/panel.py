"""The Code tab: the script of the network as it is now, with the selected block's lines marked."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from designer.network.pytorch_script import ExportError, Script, script
from designer.ui.code.code_view import CodeView
from designer.ui.document import Document
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.empty_state import EmptyState
from designer.ui.widgets.sight import is_in_sight

__all__ = ["CodePanel"]

_SETTLED_MS = 60
"""So long after an edit the code follows: a spin-box that is held down must not be slowed."""


class CodePanel(QWidget):
    """Show the network as a PyTorch script; nothing is computed while nobody can see it."""

    block_chosen = Signal(str)
    """A line of this block was chosen; it is already selected."""
    save_requested = Signal()
    """*Save* was pressed."""
    problems_requested = Signal()
    """There is no code because of problems, and a person wants to see them."""

    def __init__(self, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._shown_revision = 0
        self._script: Script | None = None
        self._blocks: dict[int, str] = {}
        self.view = CodeView(themes, self)
        self.view.setAccessibleName(self.tr("PyTorch code"))
        self.view.setAccessibleDescription(self.tr("Enter selects the block of the line"))
        self.view.line_chosen.connect(self._choose)
        self.empty = EmptyState(themes, self)
        self.empty.action_triggered.connect(self.problems_requested)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        self._about = ElidedLabel("", self)
        set_look(self._about, Look.MUTED)
        self.copy_button = QPushButton(self.tr("Copy"), self)
        self.copy_button.setToolTip(self.tr("Copy the whole script"))
        self.copy_button.clicked.connect(self.copy)
        self.save_button = QPushButton(self.tr("Save…"), self)
        self.save_button.setToolTip(self.tr("Save the script as a file"))
        self.save_button.clicked.connect(self.save_requested)
        self._row = QHBoxLayout()
        self._row.addWidget(self._about, 1)
        self._row.addWidget(self.copy_button)
        self._row.addWidget(self.save_button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._pages, 1)
        self._column.addLayout(self._row)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED_MS)
        self._timer.timeout.connect(self._follow)
        document.analysed.connect(self._wait)
        document.selection_changed.connect(self._mark)
        themes.on_change(self._show_theme)

    def text(self) -> str:
        """Return the code that is shown; empty while there is none."""
        return self._script.text if self._script else ""

    def copy(self) -> None:
        """Put the whole script on the clipboard."""
        self._catch_up()
        QGuiApplication.clipboard().setText(self.text())
        lines = len(self.text().splitlines())
        self._document.noticed.emit(self.tr("Copied {0} lines of Python.").format(lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Catch up with what was edited while nobody could see it."""
        super().paintEvent(event)
        self._wait_no_longer()

    def _is_seen(self) -> bool:
        return is_in_sight(self._pages)

    def _wait(self, _: object = None) -> None:
        self._shown_revision = 0
        if self._is_seen():
            self._timer.start()

    def _wait_no_longer(self) -> None:
        if self._is_seen() and self._shown_revision != self._document.revision and not self._timer.isActive():
            self._timer.start(0)
            self._timer.setInterval(_SETTLED_MS)

    def _follow(self) -> None:
        if self._is_seen():  # docks are shown for a moment before they become tabs
            self._catch_up()

    def _catch_up(self) -> None:
        self._timer.stop()
        if self._shown_revision == self._document.revision:
            return
        self._shown_revision = self._document.revision
        analysis = self._document.analysis
        try:
            self._show(script(analysis.architecture, analysis))
        except ExportError as error:
            self._show_none(analysis.errors[0].message if analysis.errors else str(error), bool(analysis.errors))

    def _show(self, made: Script) -> None:
        blocks = self._document.architecture.by_id
        self._script = made
        self._blocks = {number: block for block, ranges in made.lines_of.items() for part in ranges for number in part}
        lines = made.text.splitlines()
        self.view.show_lines(lines, {number: f"group_{blocks[block].spec.GROUP.value}" for number, block in self._blocks.items()})
        self._about.setText(self.tr("{0} · {1} lines").format(made.file_name, len(lines)))
        self._pages.setCurrentWidget(self.view)
        self._enable(True)
        self._mark()

    def _show_none(self, reason: str, has_problems: bool) -> None:
        self._script = None
        text = self.tr("There is no code while the network has errors.\n{0}").format(reason) if has_problems else reason
        self.empty.show_text(text, icon_name="code", button=self.tr("Show problems") if has_problems else "")
        self._about.setText("")
        self._pages.setCurrentWidget(self.empty)
        self._enable(False)

    def _enable(self, possible: bool) -> None:
        self.copy_button.setEnabled(possible)
        self.save_button.setEnabled(possible)

    def _mark(self, _: object = None) -> None:
        if self._script is None or self._shown_revision != self._document.revision:
            return  # it follows with the code
        ranges = [part for block in self._document.selection for part in self._script.lines_of.get(block, ())]
        self.view.mark(frozenset(number for part in ranges for number in part))

    def _choose(self, number: int) -> None:
        block = self._blocks.get(number)
        if block is not None and block in self._document.architecture.by_id:
            self._document.select((block,))
            self.block_chosen.emit(block)

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space")
        self._column.setContentsMargins(space, space, space, space)
        self._column.setSpacing(space)
        self._row.setSpacing(space)
