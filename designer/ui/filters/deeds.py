"""What a person does to the filter that is outlined, and to its block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from designer.network import edits
from designer.network.edits_labels import set_field_label
from designer.network.nearest_kernel import named_kernel
from designer.ui.document import Document
from designer.ui.filters.edit_list import FilterEdit, FilterPart, PartChange
from designer.ui.filters.editing import FilterEditing
from designer.ui.filters.sentences import part_text
from designer.ui.filters.views import FilterView
from designer.ui.maps.colors import Floats

__all__ = ["FilterDeeds", "Target"]


@dataclass(frozen=True, eq=False)
class Target:
    """What is changed: a slice, or with no channel the whole filter."""

    view: FilterView
    filter: int
    channel: int | None

    @property
    def values(self) -> Floats:
        """The values as they are, ``(channels, height, width)`` or ``(height, width)``."""
        whole = self.view.filter(self.filter)
        found: Floats = whole if self.channel is None else whole[self.channel]
        return found


class FilterDeeds(QObject):
    """Turn presses into edits of filters, and of the document where the block itself changes."""

    done = Signal()
    """A button changed the filter."""
    told = Signal(str)
    """One sentence for the status line."""

    def __init__(self, document: Document, editing: FilterEditing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._editing = document, editing
        self._target: Target | None = None

    def aim(self, target: Target | None) -> None:
        """Change this from now on; nothing: presses do nothing to filters."""
        self._target = target

    def target(self) -> Target | None:
        """Return what is changed."""
        return self._target

    def change_cell(self, row: int, column: int, value: float, small: bool) -> None:
        """Set a cell of the slice; small steps of one cell within a second are one."""
        if self._target is not None and self._target.channel is not None:
            after = self._target.values.copy()
            after[row, column] = value
            self._change(self.tr("Change {0}"), after, ("cell", row, column) if small else None)

    def change_bias(self, value: float, small: bool) -> None:
        """Set what the filter adds; small steps of one filter within a second are one."""
        target = self._target
        before = target.view.bias(target.filter) if target is not None else None
        if target is not None and before is not None:
            form = target.view.form
            part = FilterPart(form.block, target.filter, None, "bias")
            change = PartChange(part, np.array([before], np.float32), np.array([value], np.float32))
            label = self.tr("Change the bias of {0}").format(part_text(form, target.filter, None, whole=False))
            self._editing.change(form, FilterEdit((change,), label, "bias" if small else None))

    def set_to(self, name: str) -> None:
        """Set it to a named kernel; a whole filter shares it among its channels, as a block that starts with it does."""
        if self._target is not None:
            values = self._target.values
            kernel = named_kernel(name, *values.shape[-2:]) / (len(values) if values.ndim == 3 else 1)
            self._change(self.tr("Set {0} to {1}").format("{0}", name), np.broadcast_to(kernel, values.shape).astype(np.float32))
            self.done.emit()

    def invert(self) -> None:
        """Turn all signs round."""
        if self._target is not None:
            self._change(self.tr("Invert {0}"), np.float32(0) - self._target.values)
            self.done.emit()

    def zero(self) -> None:
        """Make it all 0."""
        if self._target is not None:
            self._change(self.tr("Zero {0}"), np.zeros_like(self._target.values))
            self.done.emit()

    def undo(self) -> None:
        """Take back the last step on this block's filters."""
        if self._target is not None:
            edit = self._editing.undo(self._target.view.form)
            if edit is not None:
                self.told.emit(self.tr("Undone: {0}").format(edit.label))

    def redo(self) -> None:
        """Do the last undone step again."""
        if self._target is not None:
            edit = self._editing.redo(self._target.view.form)
            if edit is not None:
                self.told.emit(self.tr("Redone: {0}").format(edit.label))

    def freeze(self, frozen: bool) -> None:
        """Freeze the block, or thaw it: an edit of the document."""
        block = self._block()
        if block is not None:
            word = self.tr("Freeze {0}") if frozen else self.tr("Thaw {0}")
            self._document.attempt(word.format(block), lambda architecture: edits.set_frozen(architecture, block, frozen))

    def start_with(self, start: str) -> None:
        """Let the block start with a named kernel, or with random weights: an edit of the document."""
        block = self._block()
        if block is not None:
            self._document.attempt(set_field_label(block, "start"), lambda architecture: edits.set_field(architecture, block, "start", start))

    def _block(self) -> str | None:
        return self._document.selection[-1] if self._document.selection else None

    def _change(self, label: str, after: Floats, merge_key: object = None) -> None:
        target = self._target
        if target is None:
            return
        form, before = target.view.form, target.values
        channel = target.channel
        if form.dense:  # its tensor knows no channels: a unit is changed as a whole
            channel, whole = None, target.view.filter(target.filter)
            changed = whole.copy()
            changed[... if target.channel is None else target.channel] = after
            before, after = whole.reshape(-1), changed.reshape(-1)
        elif form.channels == 1:
            channel = 0
        part = FilterPart(form.block, target.filter, channel)
        name = part_text(form, target.filter, target.channel)
        self._editing.change(form, FilterEdit((PartChange(part, before.copy(), after),), label.format(name), merge_key))
