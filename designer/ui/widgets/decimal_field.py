"""A field for one number that may have decimals; text that is none stays, red, with the reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from designer.network.errors import FieldError
from designer.ui.style_sheet import set_invalid
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.undo_keys import is_redo, is_undo, takes_undo_keys

__all__ = ["DecimalField"]

_WHEEL_STEP = 120
_FINER = 10
_DIGITS = 3
_DIGITS_IN_HAND = 9
"""So many digits are shown while the field has the focus."""


class DecimalField(QLineEdit):
    """Take a number: Enter or leaving keeps it, Esc leaves the old one, ↑ ↓ and the wheel change it by a step, with Shift by a tenth of it.

    Args:
        name: Said by a screen reader ("Bias").
        parse: Returns the number that a text is; raises `FieldError` where it is none.
    """

    number_entered = Signal(float, bool)
    """A number, and whether it was one of many small steps."""
    refused = Signal(str)
    """The reason why the text is not taken."""
    undo_asked = Signal()
    """Ctrl+Z while nothing is being typed."""
    redo_asked = Signal()
    """Ctrl+Y or Ctrl+Shift+Z while nothing is being typed."""

    def __init__(self, name: str, parse: Callable[[str], float], themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._parse = name, parse
        self._value = 0.0
        self._step = 0.1
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(self._forgive)
        themes.on_change(self._show_theme)
        self.show_number(0.0)

    def show_number(self, value: float) -> None:
        """Show a number; what is being typed stays."""
        self._value = value
        if not (self.isModified() and self.hasFocus()):
            self._revert()

    def show_step(self, step: float) -> None:
        """Say by how much ↑ and ↓ change the number."""
        self._step = step

    def number(self) -> float:
        """Return the number in force."""
        return self._value

    def flush(self) -> None:
        """Let what was typed count; what is no number is forgotten."""
        if self.isModified() and not self._keep():
            self._revert()

    def event(self, event: QEvent) -> bool:
        """Claim the undo keys, which would be the document's."""
        if takes_undo_keys(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep, leave, step, undo."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        elif key == Qt.Key.Key_Escape and self.isModified():
            self._revert()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._turn(1 if key == Qt.Key.Key_Up else -1, event.modifiers())
        elif (is_undo(event) or is_redo(event)) and not self.isModified():
            (self.undo_asked if is_undo(event) else self.redo_asked).emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step while the field has the focus, else leave the wheel to the panel."""
        if self.hasFocus():
            self._turn(round(event.angleDelta().y() / _WHEEL_STEP), event.modifiers())
            event.accept()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the number with all its digits."""
        super().focusInEvent(event)
        if not self.isModified():
            self._revert()
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed where it is a number; else the old one stays."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()
            if not self.isModified():
                self._revert()

    def _keep(self) -> bool:
        """Take the text and return whether it is a number."""
        try:
            value = self._parse(self.text())
        except FieldError as error:
            set_invalid(self, True)
            self.setToolTip(str(error))
            self.refused.emit(str(error))
            return False
        typed = self.isModified()
        self._value = value
        self._revert()
        if typed:
            self.number_entered.emit(value, False)
        return True

    def _turn(self, steps: int, modifiers: Qt.KeyboardModifier) -> None:
        self.flush()
        step = self._step / (_FINER if modifiers & Qt.KeyboardModifier.ShiftModifier else 1)
        try:
            value = self._parse(repr(round(self._value / step + steps) * step))
        except FieldError:
            return  # at its limit
        self._value = value
        self._revert()
        self.number_entered.emit(value, True)

    def _revert(self) -> None:
        self._forgive()
        digits = _DIGITS_IN_HAND if self.hasFocus() else _DIGITS
        self.setToolTip(f"{self._name}: {self._value:.{_DIGITS_IN_HAND}g}".replace("-", "−"))
        text = f"{self._value + 0.0:.{digits}g}".replace("-", "−")
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        self.setModified(False)

    def _forgive(self, _: str = "") -> None:
        set_invalid(self, False)

    def _show_theme(self, theme: Theme) -> None:
        self.setFixedWidth(theme.px("number_width"))
