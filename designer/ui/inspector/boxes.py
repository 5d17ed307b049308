"""Boxes for one value: whole numbers that step, and lines of text. The wheel changes nothing without focus."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QWidget

from designer.network.errors import FieldError
from designer.network.fields import WholeField
from designer.ui.inspector.typed_text import Typing
from designer.ui.style_sheet import set_invalid
from designer.ui.theme import Theme, Themes

_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
_MOST_DIGITS = 6
_WHEEL_STEP = 120


class WholeBox(QAbstractSpinBox):
    """Take a whole number, typed or stepped by arrows and wheel; text that is none stays until it is mended.

    Args:
        field: Limits, and the reason given outside of them.
        name: Said by a screen reader ("Kernel height").
    """

    number_entered = Signal(int)
    """A number within the limits."""
    text_refused = Signal(str)
    """The reason why the text is not taken."""
    reverted = Signal()
    """Esc was pressed."""

    def __init__(self, field: WholeField, name: str, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._themes = themes
        self._value: int | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._typing = Typing(self.lineEdit(), self)
        self._typing.committed.connect(self._take)
        self._typing.reverted.connect(self.reverted)
        themes.on_change(self._show_theme)

    def show_number(self, value: int | None, placeholder: str = "") -> None:
        """Show a number, or ``placeholder`` where there is none."""
        self._value = value
        text = "" if value is None else str(value)
        self._typing.drop()
        set_invalid(self, False)
        if self.lineEdit().placeholderText() != placeholder:
            self.lineEdit().setPlaceholderText(placeholder)
            self.updateGeometry()
        if self.lineEdit().text() != text:
            self.lineEdit().setText(text)

    def number(self) -> int | None:
        """Return the number last shown or entered."""
        return self._value

    def flush(self) -> None:
        """Let what was typed count."""
        self._typing.flush()

    def stepBy(self, steps: int) -> None:
        """Go up or down from the number in force."""
        self._typing.flush()
        start = self._field.least if self._value is None else self._value + steps
        number = max(self._field.least, min(start, self._field.most))
        if number != self._value or self.property("invalid"):
            self.show_number(number)
            self.number_entered.emit(number)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Allow both directions; the limits stop the number."""
        return QAbstractSpinBox.StepEnabledFlag.StepUpEnabled | QAbstractSpinBox.StepEnabledFlag.StepDownEnabled

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let any text be typed: what is wrong with it is said, not prevented."""
        return QValidator.State.Acceptable, text, position

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step while the box has the focus, else leave the wheel to the panel."""
        if self.hasFocus():
            self.stepBy(round(event.angleDelta().y() / _WHEEL_STEP))
            event.accept()
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        """Return room for the largest number that is likely, and for what stands instead of one."""
        theme = self._themes.current()
        digits = "0" * min(len(str(self._field.most)), _MOST_DIGITS)
        letters = self.fontMetrics().horizontalAdvance(self.lineEdit().placeholderText())
        width = max(self.fontMetrics().horizontalAdvance(digits), letters) + 2 * theme.px("space") + 2 * theme.px("focus_ring") + theme.px("space_s")
        return QSize(max(width, theme.px("field_width")), theme.px("field_height"))

    def minimumSizeHint(self) -> QSize:
        """Return the same: numbers are not cut off."""
        return self.sizeHint()

    def _take(self, text: str) -> None:
        stripped = text.strip().replace(",", "").replace("−", "-")
        try:
            number = self._field.parse(int(stripped) if _WHOLE.fullmatch(stripped) else text)
        except FieldError as error:
            set_invalid(self, True)
            self.text_refused.emit(str(error))
            return
        self.show_number(number)
        self.number_entered.emit(number)

    def _show_theme(self, theme: Theme) -> None:
        self.updateGeometry()


class TextBox(QLineEdit):
    """Take a line of text; whether it is right is for the owner to say."""

    text_entered = Signal(str)
    """The text counts now."""
    reverted = Signal()
    """Esc was pressed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._typing = Typing(self, self)
        self._typing.committed.connect(self.text_entered)
        self._typing.reverted.connect(self.reverted)

    def show_text(self, text: str, placeholder: str = "") -> None:
        """Show a text, or ``placeholder`` where it is empty."""
        self._typing.drop()
        set_invalid(self, False)
        self.setPlaceholderText(placeholder)
        if self.text() != text:
            self.setText(text)

    def flush(self) -> None:
        """Let what was typed count."""
        self._typing.flush()
