"""What menus and keys can ask of the canvas: the edits, and where to look."""

from __future__ import annotations

from PySide6.QtCore import Slot

from designer.ui.canvas.walking import Way, next_block
from designer.ui.canvas.wire_commands import WireCommands


class CanvasCommands(WireCommands):
    """Edit the selection, walk, zoom."""

    @Slot()
    def zoom_in(self) -> None:
        """Zoom in by a step."""
        self._view.zoom_by_steps(1)

    @Slot()
    def zoom_out(self) -> None:
        """Zoom out by a step."""
        self._view.zoom_by_steps(-1)

    @Slot()
    def zoom_100(self) -> None:
        """Show cards in their own size: the selected one, else the one in the middle, stays in sight as a whole."""
        near = next(iter(self._document.selection[-1:]), None) or self._view.block_in_the_middle()
        self._view.set_zoom(1.0)
        if near is not None:
            self._view.reveal(near)

    @Slot()
    def fit_all(self) -> None:
        """Show the whole network, never larger than 100 %."""
        self._view.fit(self._scene.cards)

    @Slot()
    def fit_selection(self) -> None:
        """Show the selected blocks, or all where none is selected."""
        self._view.fit(self._document.selection or self._scene.cards)

    @Slot()
    def quick_add(self) -> None:
        """Open the small window that adds a block by typing its name."""
        self._view.open_quick_add()

    @Slot()
    def rename(self) -> None:
        """Edit the selected block's title on its card."""
        if self._document.selection:
            self._view.edit_title(self._document.selection[-1])

    @Slot()
    def cancel(self) -> None:
        """Cancel the gesture, else select nothing."""
        if not self._view.cancel_gesture():
            self._scene.select_wires(())
            self._document.select(())

    @Slot()
    def walk_up(self) -> None:
        """Select the block before."""
        self.walk(Way.UP)

    @Slot()
    def walk_down(self) -> None:
        """Select the block behind."""
        self.walk(Way.DOWN)

    @Slot()
    def walk_left(self) -> None:
        """Select the block of the branch to the left."""
        self.walk(Way.LEFT)

    @Slot()
    def walk_right(self) -> None:
        """Select the block of the branch to the right."""
        self.walk(Way.RIGHT)

    @Slot()
    def walk_first(self) -> None:
        """Select the first block."""
        self.walk(Way.FIRST)

    @Slot()
    def walk_last(self) -> None:
        """Select the last block."""
        self.walk(Way.LAST)

    def walk(self, way: Way) -> None:
        """Select the block that a step leads to, and bring it into sight."""
        selection = self._document.selection
        analysis = self._document.analysis
        name = next_block(analysis.architecture, analysis.order, self._scene.rest, selection[-1] if selection else None, way)
        if name is not None:
            self._document.select((name,))
            self._view.reveal(name)
