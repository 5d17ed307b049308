"""One training setting to edit: made from its declaration."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from designer.network.edits import set_training
from designer.network.edits_labels import set_training_label
from designer.network.errors import FieldError
from designer.network.fields import ChoiceField, Field, FlagField, WholeField, fields_of, quote
from designer.network.training import Training
from designer.ui.document import Document
from designer.ui.style_sheet import Look, set_invalid, set_look
from designer.ui.training.setting_steps import stepped
from designer.ui.widgets.quiet_combo import QuietCombo

__all__ = ["SettingField", "choice_text", "help_text", "set_setting"]

_SPELLINGS = {
    "sgd": "SGD", "adam": "Adam", "adamw": "AdamW", "rmsprop": "RMSprop", "constant": "Constant", "step": "Step", "cosine": "Cosine",
    "one-cycle": "One-cycle", "none": "None", "balanced": "Balanced", "standard": "Standard",
}  # fmt: skip
_UNFINISHED = re.compile(r"\s*[+-]?(0*[.,]?0*|[0-9]+[.,]?[0-9]*e[+-]?)\s*", re.IGNORECASE)
_PATIENCE_MS = 900
"""A number that is only begun ("0.") is not called wrong before typing rests."""


def choice_text(choice: str) -> str:
    """Return a choice as people write it.

    >>> choice_text("sgd")
    'SGD'
    """
    return _SPELLINGS.get(choice, choice)


def help_text(name: str) -> str:
    """Return what a setting is, what it takes, and what it is where nobody sets it.

    >>> help_text("epochs")
    'Passes over the training pictures. A whole number from 1 to 1,000,000; 20 where nothing is set.'
    """
    field, default = fields_of(Training)[name], getattr(Training(), name)
    if isinstance(field, ChoiceField | FlagField):
        shown = choice_text(default) if isinstance(default, str) else field.text(default)
        return f"{field.doc} " + _tr("Where nothing is set: {0}.").format(shown)
    allowed = field.allowed()
    return f"{field.doc} " + _tr("{0}; {1} where nothing is set.").format(allowed[0].upper() + allowed[1:], field.text(default))


def set_setting(document: Document, name: str, value: object) -> bool:
    """Set a training setting as one undo step; quick changes of the same one merge."""
    return document.attempt(set_training_label(name), partial(set_training, key=name, value=value), ("training", name))


class SettingField(QWidget):
    """Edit one setting; wrong text stays, red, with the reason, and the old value stays in force.

    Undo and redo keys go to the document.
    """

    looked_at = Signal(str)
    """The pointer or the focus came; carries the setting's name."""
    left = Signal()
    """The pointer went."""

    def __init__(self, document: Document, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._name = name
        self._field: Field = fields_of(Training)[name]
        self.reason = QLabel(self)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setWordWrap(True)
        set_look(self.reason, Look.ERROR)
        self.reason.hide()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PATIENCE_MS)
        self._rest.timeout.connect(self._judge)
        self.editor: QLineEdit | QuietCombo | QCheckBox = self._make_editor()
        self.editor.setAccessibleName(self._field.label)
        self.editor.setAccessibleDescription(help_text(name))
        self.editor.setToolTip(help_text(name))
        self.editor.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.editor)
        column.addWidget(self.reason)
        self.setFocusProxy(self.editor)
        self.show_value()

    @property
    def name(self) -> str:
        """The setting's name in the document."""
        return self._name

    @property
    def label(self) -> str:
        """What the setting is called, with its unit."""
        return f"{self._field.label} ({self._field.unit})" if self._field.unit and self._name != "batch_size" else self._field.label

    def show_value(self) -> None:
        """Show the document's value; text that is being typed and means the same stays."""
        value = getattr(self._document.architecture.training, self._name)
        if isinstance(self.editor, QuietCombo):
            self.editor.setCurrentIndex(self.editor.findData(value))
        elif isinstance(self.editor, QCheckBox):
            self.editor.setChecked(value)
        elif self._typed() != value:
            self.editor.setText(self._field.text(value))
            self._show_reason("")

    def mark_choices(self, reasons: dict[str, str]) -> None:
        """Say behind each choice why it cannot be had here; they stay, as the network may be trained elsewhere."""
        if isinstance(self.editor, QuietCombo):
            for index in range(self.editor.count()):
                choice = self.editor.itemData(index)
                reason = reasons.get(choice, "")
                self.editor.setItemText(index, f"{choice_text(choice)} · {reason}" if reason else choice_text(choice))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the focus; undo and redo go to the document, as text that counts is an edit of it."""
        if event.type() == QEvent.Type.FocusIn:
            self.looked_at.emit(self._name)
        elif event.type() == QEvent.Type.FocusOut:
            self._judge()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Undo):
                self._document.undo()
                return True
            if event.matches(QKeySequence.StandardKey.Redo):
                self._document.redo()
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and isinstance(self.editor, QLineEdit):
                self._step(event.key() == Qt.Key.Key_Up)
                return True
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer came."""
        super().enterEvent(event)
        self.looked_at.emit(self._name)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer went."""
        super().leaveEvent(event)
        self.left.emit()

    def _make_editor(self) -> QLineEdit | QuietCombo | QCheckBox:
        if isinstance(self._field, ChoiceField):
            box = QuietCombo(self._field.label, self)
            for choice in self._field.choices:
                box.addItem(choice_text(choice), choice)
            box.activated.connect(self._choose)
            return box
        if isinstance(self._field, FlagField):
            check = QCheckBox(self)
            check.clicked.connect(self._tick)
            return check
        line = QLineEdit(self)
        line.textEdited.connect(self._take_text)
        return line

    def _step(self, up: bool) -> None:
        """Set the next larger or smaller number."""
        value = stepped(self._field, getattr(self._document.architecture.training, self._name), up)
        if value is not None:
            set_setting(self._document, self._name, value)

    def _choose(self, index: int) -> None:
        if isinstance(self.editor, QuietCombo):
            set_setting(self._document, self._name, self.editor.itemData(index))

    def _tick(self, checked: bool) -> None:
        set_setting(self._document, self._name, checked)

    def _take_text(self, text: str) -> None:
        try:
            value = self._field.parse(self._number(text))
        except FieldError as error:
            if _UNFINISHED.fullmatch(text):
                self._rest.start()
            else:
                self._show_reason(str(error))
            return
        self._show_reason("")
        set_setting(self._document, self._name, value)

    def _judge(self) -> None:
        """Say what is wrong with a number that was begun and left."""
        self._rest.stop()
        if isinstance(self.editor, QLineEdit):
            try:
                self._field.parse(self._number(self.editor.text()))
            except FieldError as error:
                self._show_reason(str(error))

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
        self._rest.stop()
        set_invalid(self.editor, bool(text))
        self.reason.setText(text)
        self.reason.setVisible(bool(text))


def _tr(text: str) -> str:
    return QCoreApplication.translate("SettingField", text)
