"""One editor for each kind of field; a field's declaration decides which, its limits and its tooltip."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from designer.network.errors import FieldError
from designer.network.fields import ChoiceField, Field, FlagField, NumberField, PairField, ShapeField, TextField, WholeField
from designer.ui.inspector.boxes import TextBox, WholeBox
from designer.ui.style_sheet import set_invalid
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.quiet_combo import QuietCombo


class _Mixed:
    """What several blocks have that do not agree."""

    def __repr__(self) -> str:
        return "MIXED"


MIXED = _Mixed()


class FieldEditor(QWidget):
    """Edit one value. What is in force is shown by `show_value`; what a person enters is told and not yet in force."""

    entered = Signal(object)
    """A value that the field takes."""
    refused = Signal(str)
    """The reason why what was entered is not taken; the text stays."""
    reverted = Signal()
    """Esc: what is in force is to be shown again."""

    def __init__(self, field: Field, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.themes = themes
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addStretch(1)
        self.setToolTip(tooltip(field))
        themes.on_change(self._space_out)

    @abstractmethod
    def show_value(self, value: Any) -> None:
        """Show a value, or `MIXED`."""

    @abstractmethod
    def boxes(self) -> Sequence[QWidget]:
        """Return what takes the focus, in order."""

    def flush(self) -> None:
        """Let what was typed count."""

    def mark_wrong(self) -> None:
        """Draw what was entered as wrong."""
        for box in self.boxes():
            set_invalid(box, True)

    def _space_out(self, theme: Theme) -> None:
        self.row.setSpacing(theme.px("space_s"))


class NumbersEditor(FieldEditor):
    """One, two or three whole numbers side by side."""

    def __init__(self, field: Field, limits: WholeField, names: Sequence[str], themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(field, themes, parent)
        self._boxes = [WholeBox(limits, name, themes, self) for name in names]
        for box in self._boxes:
            self.row.addWidget(box)
            box.number_entered.connect(partial(self._enter, box))
            box.text_refused.connect(self.refused)
            box.reverted.connect(self.reverted)

    def show_value(self, value: Any) -> None:
        mixed = value is MIXED
        parts = (None,) * len(self._boxes) if mixed else value if isinstance(value, tuple) else (value,)
        for box, part in zip(self._boxes, parts, strict=True):
            box.show_number(part, _tr("mixed") if mixed else "")

    def boxes(self) -> Sequence[WholeBox]:
        return self._boxes

    def flush(self) -> None:
        for box in self._boxes:
            box.flush()

    def _enter(self, entered: WholeBox, number: int) -> None:
        """Put the numbers together; where there were none, the one entered stands for all."""
        parts = tuple(number if box is entered or box.number() is None else box.number() for box in self._boxes)
        self.entered.emit(parts if len(parts) > 1 else number)


class FlagEditor(FieldEditor):
    """A check box."""

    def __init__(self, field: Field, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(field, themes, parent)
        self._box = QCheckBox(self)
        self._box.setAccessibleName(field.label)
        self._box.clicked.connect(self._enter)
        self.row.addWidget(self._box)

    def show_value(self, value: Any) -> None:
        self._box.setTristate(value is MIXED)
        self._box.setCheckState(Qt.CheckState.PartiallyChecked if value is MIXED else Qt.CheckState.Checked if value else Qt.CheckState.Unchecked)
        self._box.setText(_tr("mixed") if value is MIXED else "")

    def boxes(self) -> Sequence[QWidget]:
        return (self._box,)

    def _enter(self) -> None:
        self.entered.emit(self._box.checkState() != Qt.CheckState.Unchecked)


class ChoiceEditor(FieldEditor):
    """A combo box with the field's words."""

    def __init__(self, field: ChoiceField, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(field, themes, parent)
        self._box = QuietCombo(field.label, self)
        self._box.setPlaceholderText(_tr("mixed"))
        for choice in field.choices:
            self._box.addItem(choice)
        self._box.textActivated.connect(self._enter)
        self.row.addWidget(self._box)

    def show_value(self, value: Any) -> None:
        self._box.setCurrentIndex(-1 if value is MIXED else self._box.findText(value))

    def boxes(self) -> Sequence[QWidget]:
        return (self._box,)

    def _enter(self, choice: str) -> None:
        self.entered.emit(choice)


class LineEditor(FieldEditor):
    """A line for a number with a fraction, or for text."""

    def __init__(self, field: Field, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(field, themes, parent)
        self._box = TextBox(field.label, self)
        if isinstance(field, NumberField):
            self._box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._box.text_entered.connect(self._take)
        self._box.reverted.connect(self.reverted)
        self.row.addWidget(self._box, 1)

    def show_value(self, value: Any) -> None:
        self._box.show_text("" if value is MIXED else self.field.text(value), _tr("mixed") if value is MIXED else "")

    def boxes(self) -> Sequence[TextBox]:
        return (self._box,)

    def flush(self) -> None:
        self._box.flush()

    def _take(self, text: str) -> None:
        try:
            value = self.field.parse(_number(text) if isinstance(self.field, NumberField) else text)
        except FieldError as error:
            self.mark_wrong()
            self.refused.emit(str(error))
            return
        self.entered.emit(value)


def _number(text: str) -> float | str:
    """Return the number that a text means, a decimal comma included, or the text."""
    try:
        return float(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        return text


def tooltip(field: Field) -> str:
    """Return what a field is for, its unit and what it takes."""
    unit = f" ({field.unit})" if field.unit else ""
    return f"{field.doc}\n{field.allowed()}{unit}"


def basic_editor(field: Field, themes: Themes, parent: QWidget) -> FieldEditor:
    """Return the editor for any kind of field but padding.

    Raises:
        TypeError: There is no editor for this kind of field: one is missing in this file.
    """
    match field:
        case WholeField():
            return NumbersEditor(field, field, (field.label,), themes, parent)
        case PairField() | ShapeField():
            parts = (_tr("height"), _tr("width")) if isinstance(field, PairField) else (_tr("channels"), _tr("height"), _tr("width"))
            limits = WholeField(label=field.label, doc=field.doc, unit=field.unit, least=field.least, most=field.most)
            return NumbersEditor(field, limits, [f"{field.label}, {part}" for part in parts], themes, parent)
        case FlagField():
            return FlagEditor(field, themes, parent)
        case ChoiceField():
            return ChoiceEditor(field, themes, parent)
        case NumberField() | TextField():
            return LineEditor(field, themes, parent)
    raise TypeError(f"no editor for {type(field).__name__}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("FieldEditor", text)
