"""The palette: every block type by group, to drag, or to add with Enter."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from designer.network.blocks import palette
from designer.ui.palette_entry import EntryButton
from designer.ui.palette_group import PaletteGroup
from designer.ui.palette_search import find_entries
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.icon_button import IconButton

__all__ = ["BlockPalette", "EntryButton"]


class BlockPalette(QWidget):
    """All block types by group under a search field; narrow: icons with short names.

    Tab comes to one of the buttons only, the one that had the keyboard last; arrows walk from there.

    Args:
        themes: Where colours and sizes come from.
        parent: The owner.
    """

    entry_activated = Signal(object)
    """A palette entry was double-clicked, or taken with Enter."""
    hinted = Signal(str)
    """An entry was only clicked: one sentence says what would add it."""
    folding_changed = Signal()
    """A person opened or closed a group, or asked for more or fewer of its entries."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = False
        self.setAccessibleName(self.tr("Block palette"))
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(self.tr("Find a block  (Ctrl+F)"))
        self._search.setAccessibleName(self.tr("Find a block"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._search.returnPressed.connect(self._activate_first)
        self._none = QLabel(self.tr("No block of that name."), self)
        self._none.setWordWrap(True)
        self._none.hide()
        set_look(self._none, Look.MUTED)
        self._content = QWidget(self)
        self._column = QVBoxLayout(self._content)
        self.groups = [PaletteGroup(group, entries, themes, self._content) for group, entries in palette().items()]
        for shown in self.groups:
            self._column.addWidget(shown)
            self._connect(shown)
        self._column.addStretch(1)
        self._area = self._scroll_area()
        self._up = IconButton("chevron-up", self.tr("Earlier blocks"), themes, self)
        self._down = IconButton("chevron-down", self.tr("More blocks"), themes, self)
        self._outer = QVBoxLayout(self)
        for widget in (self._search, self._none, self._up, self._area, self._down):
            self._outer.addWidget(widget, 1 if widget is self._area else 0)
        for arrow in (self._up, self._down):
            self._outer.setAlignment(arrow, Qt.AlignmentFlag.AlignHCenter)
        self._bind_scrolling()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._keep_one_stop(self.groups[0].stops()[0])
        themes.on_change(self._show_theme)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons with short names, or icons with names; a narrow palette is searched by quick-add instead."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        if narrow:
            self._search.clear()
        self._search.setVisible(not narrow)
        # no room for a bar beside the icons: arrows above and below, wheel and keys scroll
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if narrow else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._area.setVerticalScrollBarPolicy(policy)
        for group in self.groups:
            group.show_narrow(narrow)
        self._show_theme(self._theme)
        self._keep_one_stop(next(iter(self._stops())))

    def is_narrow(self) -> bool:
        """Return whether only icons with short names are shown."""
        return self._narrow

    def show_folding(self, closed: Iterable[str], full: Iterable[str]) -> None:
        """Close some groups and show all of some others, by the groups' names."""
        shut, whole = frozenset(closed), frozenset(full)
        for group in self.groups:
            group.show_folding(group.group.value not in shut, group.group.value in whole)

    def folding(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return which groups are closed, and of which all entries are shown, as `show_folding` takes them."""
        closed = tuple(group.group.value for group in self.groups if not group.is_open)
        return closed, tuple(group.group.value for group in self.groups if group.is_full)

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def search_field(self) -> QLineEdit:
        """Return the search field."""
        return self._search

    def entries(self) -> list[EntryButton]:
        """Return the entries that are shown now, from top to bottom."""
        return [button for group in self.groups for button in group.shown()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the search by the arrow down; Esc empties it."""
        if event.key() == Qt.Key.Key_Down:
            self._walk(1)
        elif event.key() == Qt.Key.Key_Escape and self._search.text():
            self._search.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the arrows where not all fits."""
        super().resizeEvent(event)
        self._show_arrows()

    def _connect(self, group: PaletteGroup) -> None:
        group.entry_activated.connect(self.entry_activated)
        group.entry_clicked.connect(self._hint)
        group.folded.connect(self._fold)
        group.focused.connect(self._follow_focus)
        group.walked.connect(self._walk)

    def _scroll_area(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidget(self._content)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _bind_scrolling(self) -> None:
        for button, step in ((self._up, -1), (self._down, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys walk and scroll
            button.setAutoRepeat(True)
            button.clicked.connect(partial(self._scroll, step))
        bar = self._area.verticalScrollBar()
        bar.rangeChanged.connect(self._show_arrows)
        bar.valueChanged.connect(self._show_arrows)

    def _scroll(self, step: int, _checked: bool = False) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + step * 2 * self._theme.px("palette_short_height"))

    def _show_arrows(self) -> None:
        bar = self._area.verticalScrollBar()
        shown = self._narrow and self._content.sizeHint().height() > self.height() - self._theme.px("space_l")
        for button, at_end in ((self._up, bar.value() <= bar.minimum()), (self._down, bar.value() >= bar.maximum())):
            button.setVisible(shown)
            button.setEnabled(not at_end)

    def _stops(self) -> list[QWidget]:
        return [stop for group in self.groups for stop in group.stops()]

    def _walk(self, step: int) -> None:
        stops, focused = self._stops(), self.focusWidget()
        at = stops.index(focused) + step if focused in stops else 0
        if at < 0 and not self._narrow:
            self._search.setFocus(Qt.FocusReason.TabFocusReason)
        elif stops:
            stops[min(max(at, 0), len(stops) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def _follow_focus(self) -> None:
        focused = self.focusWidget()
        if focused is not None:
            self._keep_one_stop(focused)
            self._area.ensureWidgetVisible(focused)

    def _keep_one_stop(self, stop: QWidget) -> None:
        """Let Tab come to one of the buttons only: 30 stops would stand between the search and the canvas."""
        for group in self.groups:
            for button in (group.title, group.more, *group.entries):
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)

    def _filter(self, text: str) -> None:
        found = frozenset(entry.key for _, entry in find_entries(text)) if text.strip() else None
        for group in self.groups:
            group.show_found(found)
        self._none.setVisible(found is not None and not found)
        stops = self._stops()
        if stops:
            self._keep_one_stop(stops[0])

    def _fold(self) -> None:
        self.folding_changed.emit()

    def _hint(self) -> None:
        self.hinted.emit(self.tr("Drag it onto the canvas, or double-click it to add it behind the selected block."))

    def _activate_first(self) -> None:
        found = find_entries(self._search.text()) if self._search.text().strip() else []
        if found:
            self.entry_activated.emit(found[0][1])

    def _show_theme(self, theme: Theme) -> None:
        self._theme = theme
        margin = theme.px("space_s") if self._narrow else theme.px("space_l")
        self.setFixedWidth(theme.px("palette_narrow" if self._narrow else "palette_width"))
        self._outer.setContentsMargins(margin, theme.px("space_l") if not self._narrow else theme.px("space_s"), margin, 0)
        self._outer.setSpacing(theme.px("space_s"))
        self._column.setContentsMargins(0, 0, 0, theme.px("space_s"))
        self._column.setSpacing(theme.px("space_s" if not self._narrow else "space"))
        self._show_arrows()
