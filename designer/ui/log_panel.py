"""The Log tab: what the worker wrote, and what happened to it."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes

__all__ = ["LogPanel"]

_MOST_LINES = 5_000
_LONGEST_LINE = 2_000


class LogPanel(QWidget):
    """Show the newest lines as plain text; older ones are dropped."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QPlainTextEdit(self)
        self._lines.setReadOnly(True)
        self._lines.setUndoRedoEnabled(False)
        self._lines.setMaximumBlockCount(_MOST_LINES)
        self._lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._lines.setAccessibleName(self.tr("Log"))
        self._lines.setPlaceholderText(self.tr("What the training process writes appears here."))
        set_look(self._lines, Look.CODE)
        self.copy_button = QPushButton(self.tr("Copy all"), self)
        self.copy_button.clicked.connect(self.copy)
        self.clear_button = QPushButton(self.tr("Clear"), self)
        self.clear_button.clicked.connect(self.clear)
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._row.addWidget(self.copy_button)
        self._row.addWidget(self.clear_button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._lines, 1)
        self._column.addLayout(self._row)
        themes.on_change(self._show_theme)

    def append(self, text: str) -> None:
        """Add a line; the view follows unless somebody has scrolled up."""
        self._lines.appendPlainText(text if len(text) <= _LONGEST_LINE else text[:_LONGEST_LINE] + "…")

    def text(self) -> str:
        """Return all lines that are kept."""
        return self._lines.toPlainText()

    def copy(self) -> None:
        """Put all lines on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def clear(self) -> None:
        """Drop all lines."""
        self._lines.clear()

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space")
        self._column.setContentsMargins(theme.px("space_l"), space, theme.px("space_l"), space)
        self._column.setSpacing(theme.px("space_s"))
        self._row.setSpacing(space)
