"""One group of the palette: a title that folds it, its common entries, and the others when they are asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from designer.network.blocks.base import Group, PaletteEntry
from designer.ui.palette_entry import EntryButton
from designer.ui.palette_title import GroupTitle, MoreButton
from designer.ui.theme import Theme, Themes

__all__ = ["PaletteGroup"]


class PaletteGroup(QWidget):
    """Show a group's entries: none while it is closed, the common ones, or all; while something is searched, what is found."""

    entry_activated = Signal(object)
    """An entry was double-clicked, or taken with Enter."""
    entry_clicked = Signal()
    """An entry was only clicked."""
    folded = Signal()
    """A person opened or closed the group, or asked for more or fewer of its entries."""
    focused = Signal()
    """The keyboard came to one of the buttons."""
    walked = Signal(int)
    """An arrow key asks for the button before (−1) or after (+1)."""

    def __init__(self, group: Group, entries: list[PaletteEntry], themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self.group = group
        self.is_open, self.is_full = True, False
        self._narrow = False
        self._found: frozenset[str] | None = None
        self.title = GroupTitle(group, len(entries), themes, self)
        self.entries = [EntryButton(entry, group, themes, self) for entry in entries]
        self._rare = sum(not entry.spec.COMMON for entry in entries)
        self.more = MoreButton(themes, self)
        self._head, self._column = QHBoxLayout(), QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.more)
        self._column.addLayout(self._head)
        for button in self.entries:
            self._column.addWidget(button)
            button.activated.connect(self.entry_activated)
            button.clicked.connect(self.entry_clicked)
            button.focused.connect(self.focused)
        self.title.focused.connect(self.focused)
        self.more.focused.connect(self.focused)
        self.title.clicked.connect(self._fold)
        self.more.clicked.connect(self._unfold)
        themes.on_change(self._show_theme)
        self._show()

    def show_folding(self, is_open: bool, is_full: bool) -> None:
        """Open or close the group, and show all of it or what is common."""
        self.is_open, self.is_full = is_open, is_full
        self._show()

    def show_narrow(self, narrow: bool) -> None:
        """Show icons with short names and no title."""
        self._narrow = narrow
        for button in self.entries:
            button.show_narrow(narrow)
        if narrow:
            self._column.addWidget(self.more)
        else:
            self._head.addWidget(self.more)
        self._show()

    def show_found(self, keys: frozenset[str] | None) -> None:
        """Show the entries of these keys, whatever is folded; ``None``: nothing is searched."""
        self._found = keys
        self._show()

    def stops(self) -> list[QWidget]:
        """Return what the arrow keys walk over, from top to bottom."""
        head = [button for button in (self.title, self.more) if not button.isHidden() and button.isEnabled()]
        return [*self.shown(), *head] if self._narrow else [*head, *self.shown()]

    def shown(self) -> list[EntryButton]:
        """Return the entries that are shown now."""
        return [button for button in self.entries if not button.isHidden()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of the arrow keys before the scroll area takes them for scrolling."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.walked.emit(step)
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        for button in self.entries:
            button.setVisible(self._is_wanted(button.entry))
        searched, is_open = self._found is not None, self.is_open or self._narrow
        self.title.setVisible(not self._narrow and (not searched or bool(self.shown())))
        self.title.setEnabled(not searched)
        self.title.show_open(is_open or searched)
        self._show_more(is_open and not searched and bool(self._rare))
        self.setVisible(not searched or bool(self.shown()))

    def _is_wanted(self, entry: PaletteEntry) -> bool:
        if self._found is not None:
            return entry.key in self._found
        return (self.is_open or self._narrow) and (self.is_full or entry.spec.COMMON)

    def _show_more(self, visible: bool) -> None:
        long = self.tr("fewer") if self.is_full else self.tr("{0} more").format(self._rare)
        short = self.tr("less") if self.is_full else self.tr("+{0}").format(self._rare)
        self.more.setText(short if self._narrow else long)
        self.more.updateGeometry()
        self.more.setAccessibleName(f"{self.title.text()}: {long}")
        rare = ", ".join(button.entry.label for button in self.entries if not button.entry.spec.COMMON)
        self.more.setToolTip(self.tr("Hide {0}").format(rare) if self.is_full else self.tr("Show {0}").format(rare))
        self.more.setVisible(visible)

    def _fold(self) -> None:
        self.is_open = not self.is_open
        self._show()
        self.folded.emit()

    def _unfold(self) -> None:
        self.is_full = not self.is_full
        self._show()
        self.folded.emit()

    def _show_theme(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("palette_entry_gap"))
        self._head.setSpacing(0)
