"""The field that opens over a cell to type its number."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from designer.network.errors import FieldError
from designer.network.kernel_lab import number_of
from designer.ui.kernel_lab.cells import Place
from designer.ui.style_sheet import set_invalid


class CellEditor(QLineEdit):
    """Take one number: Enter takes it, Tab goes on to the next cell, Esc leaves the old one; wrong text stays, red, with the reason."""

    number_entered = Signal(object, float, int)
    """Place, number, and how many cells to go on."""
    refused = Signal(str)
    """Why the text is no number."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = parent
        self._place: Place = (0, 0)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(self.tr("Number of the cell"))
        self.textEdited.connect(self._calm)
        self.hide()

    def open(self, place: Place, rect: QRect, text: str, selected: bool) -> None:
        """Open over a cell."""
        self._place = place
        self.setGeometry(rect)
        self.setText(text)
        set_invalid(self, False)
        self.setToolTip("")
        self.setAccessibleName(self.tr("Number of row {0}, column {1}").format(*place))
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if selected:
            self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Keep Tab: it goes to the next cell, not out of the grid."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._enter(1 if event.key() == Qt.Key.Key_Tab else -1)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the number at Enter, leave at Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(0)
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed where it is a number; else the old one stays."""
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason or self.isHidden():
            return
        typed = self.isModified()
        self._leave()
        number = self._number() if typed else None
        if number is not None:
            self.number_entered.emit(self._place, number, 0)

    def _enter(self, steps: int) -> None:
        number = self._number()
        if number is None:
            set_invalid(self, True)
            return
        self._close()
        self.number_entered.emit(self._place, number, steps)

    def _number(self) -> float | None:
        try:
            return number_of(self.text())
        except FieldError as error:
            self.setToolTip(str(error))
            self.refused.emit(str(error))
            return None

    def _close(self) -> None:
        self._leave()
        self._grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        """Be gone, without another thought about what was typed."""
        self.setModified(False)
        self.hide()

    def _calm(self) -> None:
        set_invalid(self, False)
