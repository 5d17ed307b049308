"""A few lines of text that count when the typing pauses or the focus goes."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from designer.ui.inspector.typed_text import PAUSE_MS


class NotesBox(QPlainTextEdit):
    """Take a text of several lines; Tab leaves it."""

    text_entered = Signal(str)
    """The text counts now."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._in_force = ""
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.textChanged.connect(self._pause.start)

    def show_text(self, text: str) -> None:
        """Show the text in force; what is being typed is left alone while that stays the same."""
        if text == self._in_force:
            return
        self._in_force = text
        if self.toPlainText() != text:
            self.setPlainText(text)
        self._pause.stop()

    def flush(self) -> None:
        """Let what was typed count."""
        self._pause.stop()
        text = self.toPlainText()
        if text != self._in_force:
            self._in_force = text
            self.text_entered.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let what was typed count."""
        super().focusOutEvent(event)
        self.flush()
