"""Read-only code: line numbers, a strip in the colour of each line's block, a band behind the lines of the selected one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from designer.ui.code.highlighter import PythonHighlighter
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes


class CodeView(QPlainTextEdit):
    """Show lines of Python; a click on one, or Enter, chooses it."""

    line_chosen = Signal(int)
    """The number of the line, counted from 0."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = themes.current()
        self._lines: list[str] = []
        self._colors: Mapping[int, str] = {}
        self._marked: Collection[int] = frozenset()
        self.setReadOnly(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        set_look(self, Look.CODE)
        self._highlighter = PythonHighlighter(self.document())
        self._gutter = _Gutter(self)
        self.updateRequest.connect(self._follow)
        themes.on_change(self._show_theme)

    def show_lines(self, lines: list[str], colors: Mapping[int, str]) -> None:
        """Show lines; what did not change stays as it is, and so does what is visible.

        Args:
            colors: The theme's colour of the strip beside a line, by its number.
        """
        self._colors = colors
        if lines != self._lines:
            self._replace(lines)
            self._lines = lines
            self._highlighter.begin(lines)
            self._widen()
            self._colour_visible()
        self._gutter.update()

    def mark(self, numbers: Collection[int]) -> None:
        """Put a band behind these lines, and scroll to the first where none is visible."""
        if numbers == self._marked:
            return
        self._marked = numbers
        if numbers and not any(number in self.visible_numbers() for number in numbers):
            block = self.document().findBlockByNumber(min(numbers))
            self.verticalScrollBar().setValue(max(0, block.blockNumber() - len(self.visible_numbers()) // 3))
        self.viewport().update()
        self._gutter.update()

    def marked(self) -> Collection[int]:
        """Return the numbers of the lines with a band."""
        return self._marked

    def visible_numbers(self) -> range:
        """Return the numbers of the lines that are on the screen."""
        first = self.firstVisibleBlock().blockNumber()
        height = max(1, self.fontMetrics().lineSpacing())
        return range(first, min(self.blockCount(), first + self.viewport().height() // height + 1))

    def gutter_width(self) -> int:
        """Return how wide numbers and strip are; a narrow column has the strip alone."""
        strip = self._theme.px("space_s") + self._theme.px("space")
        if not self._has_numbers():
            return strip
        digits = len(str(max(99, self.blockCount())))
        return strip + QFontMetrics(self._theme.font("code_small")).horizontalAdvance("0" * digits) + self._theme.px("space")

    def _has_numbers(self) -> bool:
        return self.width() > self._theme.px("dock_column_width") * 4 // 3

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bands behind the text."""
        painter = QPainter(self.viewport())
        for block, area in self.visible_blocks():
            if block.blockNumber() in self._marked:
                painter.fillRect(QRect(0, area.top(), self.viewport().width(), area.height()), self._theme.color("code_band"))
        painter.end()
        super().paintEvent(event)

    def visible_blocks(self) -> list[tuple[QTextBlock, QRect]]:
        """Return the lines on the screen with their places in the viewport."""
        found = []
        block = self.firstVisibleBlock()
        while block.isValid():
            area = self.blockBoundingGeometry(block).translated(self.contentOffset()).toRect()
            if area.top() > self.viewport().height():
                break
            found.append((block, area))
            block = block.next()
        return found

    def paint_gutter(self, painter: QPainter) -> None:
        """Paint numbers and strips of the visible lines."""
        theme, width = self._theme, self._gutter.width()
        strip, space = theme.px("space_s"), theme.px("space_s")
        painter.setFont(theme.font("code_small"))
        for block, area in self.visible_blocks():
            number = block.blockNumber()
            marked = number in self._marked
            if marked:
                painter.fillRect(QRect(0, area.top(), width, area.height()), theme.color("code_band"))
            painter.setPen(theme.color("code_text" if marked else "code_muted"))
            if self._has_numbers():
                place = QRect(0, area.top(), width - strip - 2 * space, area.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number + 1))
            if number in self._colors:
                painter.fillRect(QRect(width - strip - space, area.top(), strip, area.height()), theme.color(self._colors[number]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the numbers at the left."""
        super().resizeEvent(event)
        self._widen()
        area = self.contentsRect()
        self._gutter.setGeometry(QRect(area.left(), area.top(), self.gutter_width(), area.height()))
        self._colour_visible()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_gutter"):
            self._widen()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the line under the pointer, unless text was selected."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.line_chosen.emit(self.cursorForPosition(event.position().toPoint()).blockNumber())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the line of the caret by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.line_chosen.emit(self.textCursor().blockNumber())
        else:
            super().keyPressEvent(event)

    def _replace(self, lines: list[str]) -> None:
        """Put other lines in place of those that differ."""
        old = self._lines
        if len(old) == len(lines):
            for run in _runs(number for number in range(len(lines)) if old[number] != lines[number]):
                self._put(run, lines[run.start : run.stop])
            return
        fewer = min(len(old), len(lines))
        same = next((index for index in range(fewer) if old[index] != lines[index]), fewer)
        rest = next((index for index in range(fewer - same) if old[-1 - index] != lines[-1 - index]), fewer - same)
        if rest == 0:  # nothing stays at the end: nothing to put the other lines in front of
            self.setPlainText("\n".join(lines))
            return
        cursor = QTextCursor(self.document().findBlockByNumber(same))
        cursor.setPosition(self.document().findBlockByNumber(len(old) - rest).position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText("".join(f"{line}\n" for line in lines[same : len(lines) - rest]))

    def _put(self, run: range, lines: list[str]) -> None:
        """Put as many other lines in place of a run of them."""
        cursor = QTextCursor(self.document().findBlockByNumber(run.start))
        cursor.setPosition(self.document().findBlockByNumber(run.stop - 1).position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText("\n".join(lines))

    def _widen(self) -> None:
        self.setViewportMargins(self.gutter_width(), 0, 0, 0)

    def _colour_visible(self) -> None:
        self._highlighter.colour(self.visible_numbers())

    def _follow(self, area: QRect, scrolled_px: int) -> None:
        if scrolled_px:
            self._gutter.scroll(0, scrolled_px)
            self._colour_visible()
        else:
            self._gutter.update(0, area.top(), self._gutter.width(), area.height())

    def _show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._highlighter.show_theme(theme)
        self._widen()
        self._colour_visible()
        self.viewport().update()


def _runs(numbers: Iterable[int]) -> list[range]:
    """Return ascending numbers as runs of neighbours."""
    runs: list[range] = []
    for number in numbers:
        begins = not runs or runs[-1].stop != number
        runs.append(range(number, number + 1)) if begins else runs.append(range(runs.pop().start, number + 1))
    return runs


class _Gutter(QWidget):
    """The column of numbers beside the code."""

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self) -> QSize:
        """Return the width of the numbers."""
        return QSize(self._view.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what the view says."""
        painter = QPainter(self)
        self._view.paint_gutter(painter)
        painter.end()
