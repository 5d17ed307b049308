"""What menus and keys can ask of wires: connecting, choosing, and the order of a block's inputs."""

from __future__ import annotations

from PySide6.QtCore import Slot

from designer.network import edits
from designer.ui.canvas.edit_commands import EditCommands
from designer.ui.canvas.wording import tr


class WireCommands(EditCommands):
    """Edit wires with the keyboard: whatever a drag from port to port does has its command here."""

    @Slot()
    def swap_inputs(self) -> None:
        """Turn the order of the selected block's inputs round."""
        if len(self._document.selection) != 1:
            self._view.noticed.emit(tr("Select one block with several inputs to swap them"))
            return
        name = self._document.selection[0]
        self._document.attempt(tr("Swap the inputs of {0}").format(name), lambda old: edits.swap_inputs(old, name))

    @Slot()
    def connect_to(self) -> None:
        """Offer the blocks that a wire from the selected one may lead to."""
        if len(self._document.selection) == 1:
            self._view.open_connect(self._document.selection[0])
        else:
            self._view.noticed.emit(tr("Select one block to connect it to another"))

    @Slot()
    def next_wire(self) -> None:
        """Select the wire into the selected block, and with each call the next one."""
        wires = self._scene.selected_wires
        target = wires[-1].wire.target if wires else next(iter(self._document.selection[-1:]), None)
        entering = self._scene.wiring.keys_into(target) if target else []
        if not entering:
            self._view.noticed.emit(tr("Select a block that a wire enters"))
            return
        following = (entering.index(wires[-1]) + 1) % len(entering) if wires else 0
        self._document.select(())
        self._scene.select_wires((entering[following],))

    @Slot()
    def move_earlier(self) -> None:
        """Let the selected wire be an earlier input of its block; else let the selected block change places with the one before it."""
        if self._scene.selected_wires:
            self._move_input(-1)
        else:
            super().move_earlier()

    @Slot()
    def move_later(self) -> None:
        """Let the selected wire be a later input of its block; else let the selected block change places with the one behind it."""
        if self._scene.selected_wires:
            self._move_input(1)
        else:
            super().move_later()

    def _move_input(self, step: int) -> None:
        """Let the selected wire be an earlier or a later input of its block, and keep it selected."""
        key = self._scene.selected_wires[-1]
        target, index = key.wire.target, self._scene.wiring.input_of(key)
        label = tr("Move input {0} of {1} to {2}").format(index + 1, target, index + 1 + step)
        if self._document.attempt(label, lambda old: edits.move_input(old, target, index, index + step)):
            self._scene.select_wires((self._scene.wiring.keys_into(target)[index + step],))
