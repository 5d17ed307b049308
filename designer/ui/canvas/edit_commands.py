"""What menus, keys and the palette can ask of the network on the canvas: one slot each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtGui import QGuiApplication

from designer.network import clipboard, edits
from designer.network.architecture import Architecture
from designer.network.blocks.base import PaletteEntry
from designer.network.layout import hold_places
from designer.ui.canvas import plans
from designer.ui.canvas.scene import CanvasScene
from designer.ui.canvas.wording import tr
from designer.ui.document import Document

if TYPE_CHECKING:
    from designer.ui.canvas.view import CanvasView

_JSON_MIME = "application/json"


class EditCommands(QObject):
    """Edit what is selected. Slots take no arguments, so that actions are bound to them directly."""

    def __init__(self, view: CanvasView, scene: CanvasScene, document: Document) -> None:
        super().__init__(view)
        self._view = view
        self._scene = scene
        self._document = document

    @Slot()
    def delete(self) -> None:
        """Remove the selected blocks and close the chain, or the selected wires."""
        self._remove(close=True)

    @Slot()
    def delete_leaving_gap(self) -> None:
        """Remove the selected blocks with their wires; the rest stays where it is."""
        self._remove(close=False)

    @Slot()
    def copy(self) -> None:
        """Put the selected blocks on the clipboard, as text."""
        selection = self._document.selection
        if not selection:
            self._view.noticed.emit(tr("Nothing is selected"))
            return
        text = clipboard.copy_text(self._document.architecture, selection, self._scene.rest)
        data = QMimeData()
        data.setText(text)
        data.setData(_JSON_MIME, text.encode())
        QGuiApplication.clipboard().setMimeData(data)
        self._view.noticed.emit(tr("Copied {0}").format(selection[0]) if len(selection) == 1 else tr("Copied {0} blocks").format(len(selection)))

    @Slot()
    def cut(self) -> None:
        """Copy the selected blocks, then remove them and close the chain."""
        if self._document.selection:
            self.copy()
            self._remove(close=True, label=tr("Cut {0}"))

    @Slot()
    def paste(self) -> None:
        """Add the blocks of the clipboard at the pointer."""
        self.paste_text(QGuiApplication.clipboard().text())

    def paste_text(self, text: str) -> None:
        """Add the blocks of a text at the pointer."""
        at, made = self._view.pointer_place(), list[str]()

        def edit(old: Architecture) -> Architecture:
            new, ids = clipboard.paste(old, text, at)
            made.extend(ids)
            return new

        if self._document.attempt(tr("Paste"), edit):
            self._show_made(made)

    @Slot()
    def duplicate(self) -> None:
        """Add copies of the selected blocks beside them."""
        selection, made = self._document.selection, list[str]()
        beside = self._scene.style_used.spacing.column

        def edit(old: Architecture) -> Architecture:
            new, ids = edits.duplicate(old, selection)
            made.extend(ids)
            originals = [block.id for block in old.blocks if block.id in selection and block.spec.MOST_INPUTS != 0]
            places = {copy: self._scene.rest[name] for copy, name in zip(ids, originals, strict=False)}
            return edits.move_cards(new, {name: (x + beside, y) for name, (x, y) in places.items()})

        if self._document.attempt(tr("Duplicate {0}").format(_named(selection)), edit):
            self._show_made(made)

    @Slot()
    def move_earlier(self) -> None:
        """Let the selected block change places with the one before it."""
        self._move_along(-1)

    @Slot()
    def move_later(self) -> None:
        """Let the selected block change places with the one behind it."""
        self._move_along(1)

    @Slot()
    def select_all(self) -> None:
        """Select every block."""
        self._document.select(self._document.analysis.order)

    @Slot()
    def toggle_frozen(self) -> None:
        """Freeze the selected blocks' weights, or let them be trained again."""
        by_id = self._document.architecture.by_id
        ids = [name for name in self._document.selection if by_id[name].spec.has_weights()]
        if not ids:
            self._view.noticed.emit(tr("Nothing that is selected has weights to freeze"))
            return
        frozen = not all(by_id[name].frozen for name in ids)
        label = tr("Freeze {0}") if frozen else tr("Unfreeze {0}")
        self._document.attempt(label.format(_named(ids)), lambda old: edits.set_frozen(old, ids, frozen))

    @Slot()
    def arrange(self) -> None:
        """Let every card stand where it stands by itself, and keep sight of the selected ones."""
        if self._document.attempt(tr("Arrange the blocks"), edits.arrange):
            self._view.reveal(*self._document.selection)

    def add_entry(self, entry: PaletteEntry) -> None:
        """Add a block behind the selected one, else at the end of the network."""
        selection = self._document.selection
        plan = plans.add_somewhere(entry, self._document.analysis, selection[-1] if selection else None, self._scene.style_used.spacing)
        if plans.carry_out(plan, self._document):
            self._view.reveal(self._document.selection[-1])

    def _show_made(self, ids: list[str]) -> None:
        self._document.select(ids)
        self._view.reveal(*ids)

    def _remove(self, close: bool, label: str | None = None) -> None:
        wires, selection = self._scene.selected_wires, self._document.selection
        spacing = self._scene.style_used.spacing
        if wires:
            text = tr("Remove the wire {0} → {1}").format(*wires[0].wire) if len(wires) == 1 else tr("Remove {0} wires").format(len(wires))
            self._document.attempt(text, lambda old: hold_places(old, edits.disconnect(old, *(key.wire for key in wires)), spacing))
        elif selection:
            notes: list[str] = []

            def edit(old: Architecture) -> Architecture:
                new, note = edits.remove_blocks(old, selection, close=close)
                notes.append(note)
                return new if close else hold_places(old, new, spacing)

            neighbour = next((name for name in self._document.architecture.sources[selection[0]] if name not in selection), None)
            if self._document.attempt((label or tr("Delete {0}")).format(_named(selection)), edit):
                self._document.select([neighbour] if neighbour else [])
                if notes[0]:
                    self._view.noticed.emit(notes[0])

    def _move_along(self, step: int) -> None:
        if len(self._document.selection) != 1:
            self._view.noticed.emit(tr("Select one block to move it along the chain"))
            return
        name = self._document.selection[0]
        label = tr("Move {0} earlier") if step < 0 else tr("Move {0} later")
        if self._document.attempt(label.format(name), lambda old: edits.move_along_chain(old, name, step), ("move_along", name)):
            self._view.reveal(name)


def _named(ids: tuple[str, ...] | list[str]) -> str:
    return ids[0] if len(ids) == 1 else tr("{0} blocks").format(len(ids))
