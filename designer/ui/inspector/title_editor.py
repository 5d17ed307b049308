"""The title of a block: any text, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from designer.network.fields import Field
from designer.ui.inspector.boxes import TextBox
from designer.ui.inspector.editors import FieldEditor
from designer.ui.theme import Themes


class TitleEditor(FieldEditor):
    """A line that shows the block's id while there is no title; what is too long is refused by the edit."""

    def __init__(self, field: Field, block_id: str, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(field, themes, parent)
        self._id = block_id
        self._box = TextBox(field.label, self)
        self._box.text_entered.connect(self._enter)
        self._box.reverted.connect(self.reverted)
        self.row.addWidget(self._box, 1)
        self.setToolTip(field.doc)

    def show_value(self, value: Any) -> None:
        self._box.show_text(value, self._id)

    def boxes(self) -> Sequence[TextBox]:
        return (self._box,)

    def flush(self) -> None:
        self._box.flush()

    def _enter(self, text: str) -> None:
        self.entered.emit(text.strip())
