"""The fields of the selected blocks, generated from their types."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.network import edits
from designer.network.architecture import Architecture, Block
from designer.network.edits_labels import set_field_label
from designer.network.errors import EditError
from designer.network.fields import Field, FlagField, PaddingField, TextField
from designer.ui.document import Document, Label
from designer.ui.inspector.editors import FieldEditor, FlagEditor, basic_editor
from designer.ui.inspector.field_row import FieldRow
from designer.ui.inspector.padding_editor import PaddingEditor
from designer.ui.inspector.shared_fields import agreed, shared_fields, shared_value
from designer.ui.inspector.title_editor import TitleEditor
from designer.ui.theme import Theme, Themes


def _editor(field: Field, themes: Themes, parent: QWidget) -> FieldEditor:
    return PaddingEditor(field, themes, parent) if isinstance(field, PaddingField) else basic_editor(field, themes, parent)


class BlockForm(QWidget):
    """Edit the fields that some blocks have in common, their title and whether they are frozen.

    A form belongs to its blocks' ids and types: `fits` tells whether it can show a changed document in place.
    """

    def __init__(self, ids: tuple[str, ...], document: Document, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids, self._document, self._themes = ids, document, themes
        blocks = self._blocks()
        self._types = tuple(type(block.spec) for block in blocks)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.rows: dict[str, FieldRow] = {name: self._field_row(name, field) for name, field in shared_fields(blocks).items()}
        self.title_row = self._title_row() if len(ids) == 1 else None
        self.frozen_row = self._frozen_row() if any(block.spec.has_weights() for block in blocks) else None
        themes.on_change(self._show_theme)
        self.show_values()

    def fits(self, ids: tuple[str, ...]) -> bool:
        """Tell whether the form is that of these blocks as they are now."""
        return ids == self._ids and tuple(type(block.spec) for block in self._blocks()) == self._types

    def show_values(self) -> None:
        """Show the values in force in the widgets there are."""
        blocks = self._blocks()
        for name, row in self.rows.items():
            row.show_value(shared_value(blocks, name))
        if self.title_row is not None:
            self.title_row.show_value(blocks[0].title)
        if self.frozen_row is not None:
            self.frozen_row.show_value(agreed([block.frozen for block in blocks if block.spec.has_weights()]))

    def flush(self) -> None:
        """Let what was typed count."""
        for row in self.findChildren(FieldRow):
            row.editor.flush()

    def _blocks(self) -> list[Block]:
        known = self._document.architecture.by_id
        return [known[name] for name in self._ids if name in known]

    def _add_row(self, editor: FieldEditor, label: Callable[[Any], Label], name: str, edit: Callable[[Architecture, Any], Architecture]) -> FieldRow:
        row = FieldRow(editor, self._themes, self)
        row.entered.connect(partial(self._attempt, row, label, name, edit))
        self._column.addWidget(row)
        return row

    def _field_row(self, name: str, field: Field) -> FieldRow:
        def edit(architecture: Architecture, value: Any) -> Architecture:
            return edits.set_field(architecture, self._ids, name, value)

        return self._add_row(_editor(field, self._themes, self), lambda _: set_field_label(self._ids, name), name, edit)

    def _title_row(self) -> FieldRow:
        block_id = self._ids[0]
        field = TextField(label=self.tr("Title"), doc=self.tr("Shown instead of the block's id; empty: the id."), most=200)

        def edit(architecture: Architecture, value: Any) -> Architecture:
            return edits.set_title(architecture, block_id, value)

        def label(value: Any) -> Label:
            return self.tr("Set title of {0} to “{1}”").format(block_id, value) if value else self.tr("Remove title of {0}").format(block_id)

        return self._add_row(TitleEditor(field, block_id, self._themes, self), label, "title", edit)

    def _frozen_row(self) -> FieldRow:
        doc = self.tr("Training leaves the weights of a frozen block alone; a frozen batch norm keeps its running statistics too.")
        field = FlagField(label=self.tr("Frozen"), doc=doc)
        names = ", ".join(self._ids) if len(self._ids) <= 2 else self.tr("{0} blocks").format(len(self._ids))

        def edit(architecture: Architecture, value: Any) -> Architecture:
            return edits.set_frozen(architecture, self._ids, value)

        def label(value: Any) -> Label:
            return (self.tr("Freeze {0}") if value else self.tr("Thaw {0}")).format(names)

        return self._add_row(FlagEditor(field, self._themes, self), label, "frozen", edit)

    def _attempt(
        self, row: FieldRow, label: Callable[[Any], Label], name: str, edit: Callable[[Architecture, Any], Architecture], value: object
    ) -> None:
        reasons: list[str] = []

        def kept(architecture: Architecture) -> Architecture:
            try:
                return edit(architecture, value)
            except EditError as error:
                reasons.append(str(error))
                raise

        if self._document.attempt(label(value), kept, merge_key=("field", self._ids, name)):
            self.show_values()  # an edit that changes nothing tells no one
        else:
            row.refuse(reasons[0])

    def _show_theme(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("space_s"))
