"""One page of the training settings: a group's fields, each with its name, and why some do not count now."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from designer.network.training import Training
from designer.ui.document import Document
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.training.setting_field import SettingField
from designer.ui.training.setting_groups import SettingGroup, why_unused

__all__ = ["SettingPage"]


class SettingPage(QWidget):
    """Show the fields of one group below each other; what is special to a group is put into `below` by its owner."""

    looked_at = Signal(str)
    """A setting is under the pointer or has the focus; carries its name."""
    left = Signal()

    def __init__(self, group: SettingGroup, document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = group
        self.fields: dict[str, SettingField] = {}
        self.notes: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self._grid = QGridLayout()
        self._grid.setColumnStretch(2, 1)
        for row, name in enumerate(group.names):
            self._add(row, SettingField(document, name, self))
        self.below = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addLayout(self.below)
        column.addStretch(1)
        themes.on_change(self._show_theme)

    def add_beside(self, name: str, widget: QWidget) -> None:
        """Put a widget at the right of a field."""
        self._grid.addWidget(widget, list(self.fields).index(name), 2, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def show_training(self, training: Training, warnings: Mapping[str, str], facts: Mapping[str, str]) -> None:
        """Show the values; what does not count is grey and says why.

        Args:
            warnings: What is doubtful about settings that do count, by name; empty texts: nothing.
            facts: What follows from them, likewise.
        """
        for name, field in self.fields.items():
            field.show_value()
            unused = why_unused(training, name)
            for widget in (field, self._labels[name]):
                widget.setEnabled(not unused)
            note, warning = self.notes[name], "" if unused else warnings.get(name, "")
            text = unused or warning or facts.get(name, "")
            note.setText(text)
            note.setVisible(bool(text))
            set_look(note, Look.WARNING if warning else Look.SMALL)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell that the pointer is over a field's name, also where the field is grey."""
        if event.type() == QEvent.Type.Enter:
            self.looked_at.emit(watched.objectName())
        elif event.type() == QEvent.Type.Leave:
            self.left.emit()
        return False

    def _add(self, row: int, field: SettingField) -> None:
        label, note = QLabel(field.label, self), QLabel(self)
        label.setObjectName(field.name)
        label.setBuddy(field.editor)
        label.installEventFilter(self)
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setWordWrap(True)
        set_look(note, Look.SMALL)
        note.hide()
        field.looked_at.connect(self.looked_at)
        field.left.connect(self.left)
        self.fields[field.name], self._labels[field.name], self.notes[field.name] = field, label, note
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(note, row, 2, Qt.AlignmentFlag.AlignVCenter)

    def _show_theme(self, theme: Theme) -> None:
        self._grid.setHorizontalSpacing(theme.px("space_l"))
        self._grid.setVerticalSpacing(theme.px("space_s"))
        self.below.setSpacing(theme.px("space_s"))
        for label in self._labels.values():
            label.setMinimumHeight(theme.px("field_height"))
        for field in self.fields.values():
            field.setFixedWidth(theme.px("setting_width"))
