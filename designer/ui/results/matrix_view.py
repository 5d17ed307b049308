"""The confusion matrix: rows are the true classes, columns what they were taken for; walked by keys, asked by clicks."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from designer.ui.results.confusion import Confusion
from designer.ui.results.matrix_area import MatrixArea, Place
from designer.ui.results.matrix_painting import MatrixPainter
from designer.ui.results.results import PictureQuestion
from designer.ui.results.wording import cell_sentence, column_sentence, row_sentence
from designer.ui.theme import Themes

_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class MatrixView(MatrixArea):
    """Show a confusion matrix."""

    asked = Signal(object)
    """The pictures of a cell, a row or a column were asked for; carries `PictureQuestion`."""
    copy_requested = Signal()
    """Ctrl+C was pressed."""
    sentence_changed = Signal(str)
    """What is pointed at, in a sentence; empty: nothing."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._current = (0, 0)
        self._hovered: Place | None = None
        self._said = ""
        self._say()

    def show_confusion(self, confusion: Confusion | None) -> None:
        """Show other counts; the cell that the keys are on stays where it is."""
        same_size = confusion is not None and self.confusion is not None and confusion.size == self.confusion.size
        self.confusion = confusion
        if not same_size:
            self._current, self._hovered = (0, 0), None
            self.lay_out()
        self._say()
        self.viewport().update()

    def current(self) -> tuple[int, int]:
        """Return true and predicted class of the cell that the keys are on."""
        return self._current

    def set_current(self, true: int, predicted: int) -> None:
        """Put the keys on a cell and bring it in sight."""
        self._current = (true, predicted)
        self.bring_in_sight(*self._current)
        self._say()
        self.viewport().update()

    def sentence(self) -> str:
        """Return what is said of the cell under the pointer, or else of the one that the keys are on."""
        if self.confusion is None or not self.confusion.size:
            return ""
        true, predicted = self._hovered or self._current
        if true is not None and predicted is not None:
            return cell_sentence(self.confusion, true, predicted)
        if true is not None:
            return row_sentence(self.confusion, true)
        return column_sentence(self.confusion, predicted) if predicted is not None else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint cells and labels."""
        confusion = self.confusion
        if confusion is None or not confusion.size:
            return
        layout, theme = self.layout_now(), self.themes.current()
        painter = QPainter(self.viewport())
        matrix = MatrixPainter(painter, theme, confusion, layout, self.colors, self.offset())
        if layout.has_numbers:
            matrix.paint_cells()
        else:
            matrix.paint_heat(self.heat_map(confusion, layout))
        matrix.paint_labels(self._hovered or self._current)
        matrix.paint_corner(self.tr("true"), self.tr("taken for"))
        matrix.paint_outline(*self._current, self.hasFocus())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by the arrows; Home and End go along the row; Enter asks for the pictures."""
        confusion, key = self.confusion, Qt.Key(event.key())
        true, predicted = self._current
        if confusion is None or not confusion.size:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif key in _STEPS:
            down, across = _STEPS[key]
            self._hovered, last = None, confusion.size - 1
            self.set_current(min(max(true + down, 0), last), min(max(predicted + across, 0), last))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._hovered = None
            self.set_current(true, 0 if key == Qt.Key.Key_Home else confusion.size - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit(PictureQuestion(true, predicted, only_wrong=False))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the pictures of a cell, or for the mistakes of a row or column."""
        found = self.at(event.position().toPoint())
        if found is None or event.button() != Qt.MouseButton.LeftButton:
            return
        true, predicted = found
        if true is not None and predicted is not None:
            self.set_current(true, predicted)
        self.asked.emit(PictureQuestion(true, predicted, only_wrong=true is None or predicted is None))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the end of a click."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        self._hover(self.at(event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the sentence of a cell as its tooltip; notice when the pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.sentence() if self.at(event.pos()) is not None else ""
            QToolTip.showText(event.globalPos(), f"<p>{escape(text)}</p>" if text else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def _hover(self, found: Place | None) -> None:
        if found != self._hovered:
            self._hovered = found
            self._say()
            self.viewport().update()

    def _say(self) -> None:
        sentence = self.sentence()
        if sentence != self._said or not self.accessibleName():
            self._said = sentence
            self.setAccessibleName(self.tr("Confusion matrix. {0}").format(sentence))
            self.sentence_changed.emit(sentence)
