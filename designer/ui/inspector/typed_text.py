"""When typed text counts: at Enter, when the focus goes, or when the typing pauses."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

PAUSE_MS = 600
"""So long after the last key the text is taken without Enter."""


class Typing(QObject):
    """Watch a line of text.

    Ctrl+Z in a field whose text was taken undoes the last edit of the document, not of the text; Esc takes typing back.

    Args:
        line: Where the text is typed.
        owner: The widget that has the focus; the line itself or a box around it.
    """

    committed = Signal(str)
    """The text counts now."""
    reverted = Signal()
    """Esc: the text is to be what is in force."""

    def __init__(self, line: QLineEdit, owner: QWidget) -> None:
        super().__init__(owner)
        self._line = line
        self._pending = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        line.textEdited.connect(self._note)
        for watched in {line, owner}:
            watched.installEventFilter(self)

    def flush(self) -> None:
        """Let what was typed count, if something was."""
        self._pause.stop()
        if self._pending:
            self._pending = False
            self.committed.emit(self._line.text())

    def drop(self) -> None:
        """Forget what was typed."""
        self._pause.stop()
        self._pending = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch Enter, Esc, the loss of focus and the undo keys."""
        match event.type():
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent) and self._leaves_to_window(event):
                event.ignore()
                return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.flush()
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                self.drop()
                self.reverted.emit()
            case QEvent.Type.FocusOut:
                self.flush()
        return False

    def _leaves_to_window(self, event: QKeyEvent) -> bool:
        undoes = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
        return undoes and not self._pending

    def _note(self) -> None:
        self._pending = True
        self._pause.start()
