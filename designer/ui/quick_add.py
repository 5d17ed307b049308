"""Add a block by typing: a small window at the pointer with a field and a list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from designer.network.blocks.base import PaletteEntry
from designer.ui.palette_search import find_entries, tip_of
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.typed_list import TypedList


class QuickAdd(TypedList):
    """List the blocks that are meant by what is typed, the best first; Enter takes the one marked, Esc none.

    Args:
        themes: Where colours and sizes come from.
        parent: The canvas; it gets the focus back.
    """

    chosen = Signal(object)
    """The palette entry that was taken."""
    closed = Signal()
    """The window was closed, with or without a choice."""

    def __init__(self, themes: Themes, parent: QWidget) -> None:
        self._fits: Callable[[PaletteEntry], bool] | None = None
        super().__init__(themes, parent)
        self.setAccessibleName(self.tr("Add block"))
        self._field.setPlaceholderText(self.tr("Add block: type its name"))
        self._field.setAccessibleName(self.tr("Name of the block to add"))
        self._list.setAccessibleName(self.tr("Blocks that can be added"))
        self._nothing.setText(self.tr("No block of that name fits here."))

    def open_at(self, at: QPoint, fits: Callable[[PaletteEntry], bool] | None = None) -> None:
        """Open at a point of the screen.

        Args:
            at: The top left on the screen, moved so far that the window lies on the canvas.
            fits: Which entries are offered; all without it.
        """
        self._fits = fits
        self.show_at(at)

    def offered(self) -> list[str]:
        """Return the labels listed now."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def fill(self, text: str) -> None:
        """List the entries that are meant."""
        for group, entry in find_entries(text, self._fits):
            self.add_row(group.value, entry.label, entry).setToolTip(tip_of(entry))

    def take(self, value: object) -> None:
        """Tell which entry was chosen."""
        self.chosen.emit(value)

    def list_width(self, theme: Theme) -> int:
        """Return the width of a wide and a narrow palette."""
        return theme.px("palette_width") + theme.px("palette_narrow")

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that it was closed."""
        super().hideEvent(event)
        self.closed.emit()
