"""One row of the form: label, editor, and beneath them why what was entered is not taken."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from designer.ui.inspector.editors import FieldEditor
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes


class FieldRow(QWidget):
    """Show a field with its value in force; wrong text stays, red, until it is mended or another value comes in force."""

    entered = Signal(object)
    """A value that the field takes was entered."""

    def __init__(self, editor: FieldEditor, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._value: Any = None
        self._shown = False
        label = QLabel(editor.field.label, self)
        set_look(label, Look.MUTED)
        label.setToolTip(editor.toolTip())
        label.setBuddy(editor.boxes()[0])
        self._reason = QLabel(self)
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._reason.setWordWrap(True)
        self._reason.hide()
        set_look(self._reason, Look.ERROR)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addWidget(editor, 1)
        self._column.addLayout(line)
        self._column.addWidget(self._reason)
        editor.entered.connect(self._enter)
        editor.refused.connect(self.show_reason)
        editor.reverted.connect(self._revert)
        for box in editor.boxes():
            box.setToolTip(box.toolTip() or editor.toolTip())
        themes.on_change(self._show_theme)

    def show_value(self, value: Any) -> None:
        """Show the value in force; the same value again leaves wrong text alone."""
        if self._shown and value == self._value:
            return
        self._value, self._shown = value, True
        self._revert()

    def show_reason(self, reason: str) -> None:
        """Say why what was entered is not taken."""
        self._reason.setText(reason)
        self._reason.setAccessibleName(reason)
        self._reason.show()

    def refuse(self, reason: str) -> None:
        """Say that what was entered was not taken further up; the value before it stays in force."""
        self._shown = True
        self.editor.mark_wrong()
        self.show_reason(reason)

    def reason(self) -> str:
        """Return the reason that is shown, or nothing."""
        return "" if self._reason.isHidden() else self._reason.text()

    def _enter(self, value: object) -> None:
        self._reason.hide()
        self._shown = False  # what is in force now is shown even if it is what was in force before
        self.entered.emit(value)

    def _revert(self) -> None:
        self._reason.hide()
        self.editor.show_value(self._value)

    def _show_theme(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("space_xs"))
