"""The Problems tab: everything that is wrong or worth knowing, with what would mend it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from designer.network.problems import Problem, Severity
from designer.ui.document import Document
from designer.ui.inspector.problem_box import ProblemBox
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.empty_state import EmptyState


class ProblemsPanel(QWidget):
    """List the problems of the network; Enter or a double-click goes to the block."""

    problem_activated = Signal(str)
    """The id of the block that was gone to; it is already selected."""
    count_changed = Signal(int)
    """There are this many errors and warnings now."""

    def __init__(self, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._themes = document, themes
        self._problems: tuple[Problem, ...] = ()
        self.list = _ProblemList(self)
        self.list.setAccessibleName(self.tr("Problems"))
        self.list.chosen.connect(self._activate)
        self.empty = EmptyState(themes, self)
        self.empty.show_text(self.tr("No problems"), icon_name="ok")
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        document.analysed.connect(self._show)
        themes.on_change(self._show_theme)
        self._show()

    def count(self) -> int:
        """Return how many errors and warnings there are, as the status line says; hints are listed, but are no problems."""
        return sum(problem.severity is not Severity.HINT for problem in self._problems)

    def next(self) -> None:
        """Go to the next problem, after the last to the first."""
        self._step(1)

    def previous(self) -> None:
        """Go to the problem before, before the first to the last."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self._problems:
            row = self.list.currentRow()
            self.list.setCurrentRow((row + step) % len(self._problems) if row >= 0 else 0 if step > 0 else len(self._problems) - 1)
            self._activate(self.list.currentRow())

    def _activate(self, row: int) -> None:
        block = self._problems[row].block if 0 <= row < len(self._problems) else None
        if block is not None:
            self._document.select((block,))
            self.problem_activated.emit(block)

    def _show(self, _: object = None) -> None:
        problems = self._document.analysis.problems
        if problems == self._problems:
            return
        before = self.count()
        self._problems = problems
        self.list.show_boxes([ProblemBox(problem, self._document, self._themes) for problem in problems])
        self._pages.setCurrentWidget(self.list if problems else self.empty)
        if self.count() != before:
            self.count_changed.emit(self.count())

    def _show_theme(self, theme: Theme) -> None:
        self.list.setSpacing(theme.px("space_xs"))


class _ProblemList(QListWidget):
    """A list whose rows are boxes that wrap their text."""

    chosen = Signal(int)
    """A row was double-clicked, or Enter was pressed on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.itemDoubleClicked.connect(self._choose)

    def show_boxes(self, boxes: list[ProblemBox]) -> None:
        """Show these problems; the current row stays where it was."""
        row = self.currentRow()
        self.clear()
        for box in boxes:
            item = QListWidgetItem(self)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, box.problem.message)
            self.setItemWidget(item, box)
        self._fit()
        self.setCurrentRow(min(row, len(boxes) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the current row by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the rows anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Wrap the rows anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        width = self.viewport().width() - 2 * self.spacing()
        for row in range(self.count()):
            item = self.item(row)
            box = self.itemWidget(item)
            if box is not None:
                item.setSizeHint(QSize(width, box.heightForWidth(width)))

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self.row(item))
