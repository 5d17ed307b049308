"""A word with one or two boxes for whole numbers: rows by columns."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from designer.network.fields import WholeField
from designer.ui.inspector.boxes import WholeBox
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes


class NumberBoxes(QWidget):
    """Take whole numbers, all with the same limits.

    Args:
        word: Stands before the boxes; empty: nothing does.
        names: What each box is for a screen reader and in its tooltip.
    """

    numbers_entered = Signal(tuple)
    """All numbers, one of them new."""
    refused = Signal(str)
    """Why a text is not taken."""

    def __init__(self, word: str, names: tuple[str, ...], least: int, most: int, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        if word:
            label = QLabel(word, self)
            set_look(label, Look.MUTED)
            self._row.addWidget(label)
        self.boxes: list[WholeBox] = []
        for index, name in enumerate(names):
            field = WholeField(label=name, doc=name, least=least, most=most)
            box = WholeBox(field, name, themes, self)
            box.setToolTip(f"{name}, {least} – {most}")
            box.number_entered.connect(partial(self._enter, index))
            box.text_refused.connect(self.refused)
            box.reverted.connect(partial(self._revert, box))
            self.boxes.append(box)
            self._row.addWidget(box)
        themes.on_change(self._show_theme)

    def show_numbers(self, numbers: tuple[int, ...]) -> None:
        """Show numbers."""
        for box, number in zip(self.boxes, numbers, strict=True):
            if box.number() != number or box.property("invalid"):
                box.show_number(number)

    def flush(self) -> None:
        """Let what was typed count."""
        for box in self.boxes:
            box.flush()

    def _enter(self, index: int, number: int) -> None:
        numbers = [box.number() or 0 for box in self.boxes]
        numbers[index] = number
        self.numbers_entered.emit(tuple(numbers))

    def _revert(self, box: WholeBox) -> None:
        box.show_number(box.number())

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space_s"))
        for box in self.boxes:
            box.setFixedWidth(theme.px("lab_box_width"))
