"""The field that opens in a cell: a number, or red with the reason."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from designer.network.errors import FieldError
from designer.ui.style_sheet import set_invalid

__all__ = ["CellField", "number_of", "weight_of"]

_LARGEST = 1e30


class CellField(QLineEdit):
    """Take one number; Enter keeps it, Tab keeps it and goes on, Esc leaves the old one."""

    entered = Signal(float, int)
    """The number, and how many cells to go on."""
    left = Signal()
    """Esc: nothing changes."""
    refused = Signal(str)
    """What was typed is no number; why, in a sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_open = False
        self.textEdited.connect(self._forgive)
        self.hide()

    def open_field(self, rect: QRect, value: float, typed: str, name: str) -> None:
        """Show the field over a cell, with what was typed already or else the cell's value."""
        self.setGeometry(rect)
        self.setAccessibleName(name)
        self._forgive()
        self.setText(typed or f"{value:.6g}")
        self._is_open = True
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not typed:
            self.selectAll()

    def close_field(self) -> None:
        """Hide the field; what was typed is lost."""
        self._is_open = False  # before: Qt asks a widget that is hidden with the focus for the next one, as Tab does
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep or leave."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep(0)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_field()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the number and go to the next cell or the one before."""
        if not self._is_open:
            return False
        self._keep(1 if forward else -1)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep a right number where the person clicks elsewhere, and forget a wrong one."""
        super().focusOutEvent(event)
        if self._is_open and event.reason() == Qt.FocusReason.MouseFocusReason:
            value = number_of(self.text())
            self.close_field()
            if value is not None:
                self.entered.emit(value, 0)

    def _keep(self, onwards: int) -> None:
        value = number_of(self.text())
        if value is None:
            reason = self.tr("“{0}” is no finite number; −0.25 would be one").format(self.text()[:20])
            set_invalid(self, True)
            self.setToolTip(reason)
            self.refused.emit(reason)
            return
        self.close_field()
        self.entered.emit(value, onwards)

    def _forgive(self, _: str = "") -> None:
        set_invalid(self, False)
        self.setToolTip("")


def number_of(text: str) -> float | None:
    """Return the number that was typed, with point or comma; none: it is none, or too large for a weight.

    >>> number_of("−0,25"), number_of("1e-3"), number_of("1/9"), number_of("ab"), number_of("inf")
    (-0.25, 0.001, 0.1111111111111111, None, None)
    """
    top, slash, bottom = text.strip().replace("−", "-").replace(",", ".").partition("/")
    try:
        value = float(top) / float(bottom) if slash else float(top)
    except (ValueError, ZeroDivisionError):
        return None
    return value if math.isfinite(value) and abs(value) <= _LARGEST else None


def weight_of(text: str) -> float:
    """Return the number that was typed.

    Raises:
        FieldError: It is none, or too large for a weight.

    >>> weight_of("1/4")
    0.25
    """
    value = number_of(text)
    if value is None:
        raise FieldError(f"'{text.strip()[:20]}'", "a finite number such as −0.25 or 1/9, at most 1e30 in size")
    return value
