"""One training setting to edit: made from its declaration."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from designer.network.edits import set_training
from designer.network.edits_labels import set_training_label
from designer.network.errors import FieldError
from designer.network.fields import ChoiceField, Field, WholeField, fields_of, quote
from designer.network.training import Training
from designer.ui.document import Document
from designer.ui.style_sheet import Look, set_invalid, set_look
from designer.ui.widgets.quiet_combo import QuietCombo

__all__ = ["SettingField", "choice_text", "set_setting"]

_SPELLINGS = {"sgd": "SGD", "adam": "Adam"}


def choice_text(choice: str) -> str:
    """Return a choice as people write it.

    >>> choice_text("sgd")
    'SGD'
    """
    return _SPELLINGS.get(choice, choice)


def set_setting(document: Document, name: str, value: object) -> bool:
    """Set a training setting as one undo step; quick changes of the same one merge."""
    return document.attempt(set_training_label(name), partial(set_training, key=name, value=value), ("training", name))


class SettingField(QWidget):
    """Edit one setting; wrong text stays, red, with the reason, and the old value stays in force."""

    def __init__(self, document: Document, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._name = name
        self._field: Field = fields_of(Training)[name]
        self.reason = QLabel(self)
        self.reason.setWordWrap(True)
        set_look(self.reason, Look.ERROR)
        self.reason.hide()
        self.editor: QLineEdit | QuietCombo = self._make_editor()
        self.editor.setAccessibleName(self._field.label)
        self.editor.setToolTip(f"{self._field.doc}\n{self._field.allowed()}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.editor)
        column.addWidget(self.reason)
        self.setFocusProxy(self.editor)
        self.show_value()

    @property
    def label(self) -> str:
        """What the setting is called."""
        return self._field.label

    def show_value(self) -> None:
        """Show the document's value; text that is being typed and means the same stays."""
        value = getattr(self._document.architecture.training, self._name)
        if isinstance(self.editor, QuietCombo):
            self.editor.setCurrentIndex(self.editor.findData(value))
        elif self._typed() != value:
            self.editor.setText(self._field.text(value))
            self._show_reason("")

    def _make_editor(self) -> QLineEdit | QuietCombo:
        if isinstance(self._field, ChoiceField):
            box = QuietCombo(self._field.label, self)
            for choice in self._field.choices:
                box.addItem(choice_text(choice), choice)
            box.activated.connect(self._choose)
            return box
        line = QLineEdit(self)
        line.textEdited.connect(self._take_text)
        return line

    def _choose(self, index: int) -> None:
        if isinstance(self.editor, QuietCombo):
            set_setting(self._document, self._name, self.editor.itemData(index))

    def _take_text(self, text: str) -> None:
        try:
            value = self._field.parse(self._number(text))
        except FieldError as error:
            self._show_reason(str(error))
            return
        self._show_reason("")
        set_setting(self._document, self._name, value)

    def _typed(self) -> Any:
        try:
            return self._field.parse(self._number(self.editor.text() if isinstance(self.editor, QLineEdit) else ""))
        except FieldError:
            return None

    def _number(self, text: str) -> int | float:
        """Return the number that a person means.

        Raises:
            FieldError: It is none.
        """
        plain = text.strip().replace(" ", "")
        try:
            return int(plain.replace(",", "")) if isinstance(self._field, WholeField) else float(plain.replace(",", "."))
        except ValueError:
            raise FieldError(quote(text), self._field.allowed()) from None

    def _show_reason(self, text: str) -> None:
        set_invalid(self.editor, bool(text))
        self.reason.setText(text)
        self.reason.setVisible(bool(text))
