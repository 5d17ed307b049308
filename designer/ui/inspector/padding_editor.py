"""Padding: VALID, SAME, or zeros on the sides in one, two or four numbers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from designer.network.fields import PaddingField, WholeField
from designer.ui.inspector.boxes import WholeBox
from designer.ui.inspector.editors import MIXED, FieldEditor
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.quiet_combo import QuietCombo

_MOST_SIDES = 4


class _Kind(IntEnum):
    """What the combo offers; the numbers are those of boxes shown beside it."""

    VALID = -1
    SAME = 0
    NUMBER = 1
    PAIR = 2
    SIDES = 4


def _fits(kind: _Kind, value: Any) -> bool:
    """Tell whether a value can be shown as this kind."""
    if isinstance(value, str):
        return kind.name.lower() == value
    return kind is _kind_of(value) or (kind is _Kind.PAIR and len(value) == 2)


def _kind_of(value: Any) -> _Kind:
    """Return the plainest kind that shows a value."""
    if isinstance(value, str):
        return _Kind.VALID if value == "valid" else _Kind.SAME
    if len(value) == _MOST_SIDES:
        return _Kind.SIDES
    return _Kind.NUMBER if value[0] == value[1] else _Kind.PAIR


class PaddingEditor(FieldEditor):
    """A combo for the kind, and under it boxes for its numbers: top and bottom above left and right."""

    def __init__(self, field: PaddingField, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(field, themes, parent)
        self._value: Any = MIXED
        self._combo = QuietCombo(field.label, self)
        self._combo.setPlaceholderText(self.tr("mixed"))
        for text, kind in self._choices(field):
            self._combo.addItem(text, kind)
        self._combo.activated.connect(self._choose)
        limits = WholeField(label=field.label, doc=field.doc, unit=field.unit, least=0, most=field.most)
        self._boxes = [WholeBox(limits, field.label, themes, self) for _ in range(_MOST_SIDES)]
        self._grid = QGridLayout()
        self._grid.addWidget(self._combo, 0, 0, 1, 2)
        for index, box in enumerate(self._boxes):
            self._grid.addWidget(box, 1 + index // 2, index % 2, Qt.AlignmentFlag.AlignRight)
            box.number_entered.connect(partial(self._enter, box))
            box.text_refused.connect(self.refused)
            box.reverted.connect(self.reverted)
        self.row.addLayout(self._grid)
        themes.on_change(self._space_boxes)

    def show_value(self, value: Any) -> None:
        self._value = value
        if value is MIXED:
            self._combo.setCurrentIndex(-1)
            self._show_boxes(())
            return
        kind = self._kind()
        if kind is None or not _fits(kind, value):
            kind = _kind_of(value)
            self._combo.setCurrentIndex(self._combo.findData(kind))
        self._show_boxes(() if isinstance(value, str) else value[:1] if kind is _Kind.NUMBER else value)

    def boxes(self) -> Sequence[QWidget]:
        return (*(box for box in self._boxes if box.isVisibleTo(self)), self._combo)

    def flush(self) -> None:
        for box in self._boxes:
            box.flush()

    def _choices(self, field: PaddingField) -> list[tuple[str, _Kind]]:
        choices = [("VALID", _Kind.VALID), ("SAME", _Kind.SAME), (self.tr("number"), _Kind.NUMBER), (self.tr("h × w"), _Kind.PAIR)]
        return [*choices, (self.tr("4 sides"), _Kind.SIDES)] if field.four_sides else choices

    def _kind(self) -> _Kind | None:
        kind = self._combo.currentData()
        return None if kind is None else _Kind(kind)

    def _show_boxes(self, numbers: Sequence[int]) -> None:
        sides = {1: ("",), 2: (self.tr("rows"), self.tr("columns")), 4: (self.tr("top"), self.tr("bottom"), self.tr("left"), self.tr("right"))}
        names = sides.get(len(numbers), ())
        for index, box in enumerate(self._boxes):
            box.setVisible(index < len(numbers))
            self._grid.setColumnStretch(index % 2, 1 if len(numbers) > 1 else 0)
            if index < len(numbers):
                box.show_number(numbers[index])
                name = f"{self.field.label}, {names[index]}" if names[index] else self.field.label
                box.setAccessibleName(name)
                box.setToolTip(name)

    def _space_boxes(self, theme: Theme) -> None:
        self._grid.setSpacing(theme.px("space_s"))

    def _choose(self, _index: int) -> None:
        """Turn the value in force into the kind chosen; zeros where there were no numbers."""
        kind = self._kind()
        if kind is None:
            return
        if kind in (_Kind.VALID, _Kind.SAME):
            self.entered.emit(kind.name.lower())
            return
        before = self._value if isinstance(self._value, tuple) else (0, 0)
        rows, columns = (before[0], before[1]) if len(before) == 2 else (before[0], before[2])
        value = {_Kind.NUMBER: (rows, rows), _Kind.PAIR: (rows, columns), _Kind.SIDES: (rows, rows, columns, columns)}[kind]
        if value == self._value:
            self.show_value(value)
        else:
            self.entered.emit(value)

    def _enter(self, entered: WholeBox, number: int) -> None:
        shown = [box for box in self._boxes if box.isVisibleTo(self)]
        parts = tuple(number if box is entered else box.number() or 0 for box in shown)
        self.entered.emit((number, number) if len(parts) == 1 else parts)
