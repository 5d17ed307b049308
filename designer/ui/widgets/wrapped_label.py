"""A label of several lines of plain text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from designer.ui.style_sheet import Look, set_look

__all__ = ["wrapped_label"]


def wrapped_label(text: str, look: Look, parent: QWidget) -> QLabel:
    """Return a label that breaks its lines and takes nothing for markup."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    set_look(label, look)
    return label
