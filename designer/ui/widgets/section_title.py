"""The small grey capitals above a group of things, as in the palette."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from designer.ui.style_sheet import Look, set_look

__all__ = ["SectionTitle"]


class SectionTitle(QLabel):
    """Show a group's title."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self, Look.SECTION)
