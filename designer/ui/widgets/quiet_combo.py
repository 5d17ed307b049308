"""A combo box that the wheel changes only while it has the focus, so that scrolling a panel changes nothing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

__all__ = ["QuietCombo"]

_MOST_ROWS = 16
"""Of the list that opens: the named kernels are seen without scrolling."""


class QuietCombo(QComboBox):
    """Offer a few choices.

    Args:
        name: What is chosen ("Padding"), said by a screen reader.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(_MOST_ROWS)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the box has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
