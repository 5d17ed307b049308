"""The palette: every block type by group, to drag, or to add with Enter."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from designer.network.blocks import palette
from designer.network.blocks.base import Group, PaletteEntry
from designer.ui.canvas.mime import block_mime_data
from designer.ui.icons import icon, pixmap
from designer.ui.quick_add import matches
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.section_title import SectionTitle

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EntryButton(QPushButton):
    """One entry: drag it onto the canvas, or double-click, or press Enter."""

    activated = Signal(object)
    """The palette entry is to be added behind the selected block."""

    def __init__(self, entry: PaletteEntry, group: Group, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self.entry = entry
        self.block_group = group
        self._themes = themes
        self._pressed_at: QPoint | None = None
        self._narrow = False
        set_look(self, Look.ENTRY)
        self.setAccessibleName(entry.label)
        self.setToolTip(entry.spec.describe())
        self.setAutoDefault(False)
        themes.on_change(self._show_theme)

    def show_narrow(self, narrow: bool) -> None:
        """Show the icon only."""
        self._narrow = narrow
        self.setText("" if narrow else self.entry.label)
        self.setToolTip(f"{self.entry.label}: {self.entry.spec.describe()}" if narrow else self.entry.spec.describe())

    def drag_data(self) -> QMimeData:
        """Return what a drag of this entry carries."""
        return block_mime_data(self.entry)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag would start."""
        super().mousePressEvent(event)
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Start the drag once the pointer has left the spot."""
        super().mouseMoveEvent(event)
        moved = event.position().toPoint() - self._pressed_at if self._pressed_at is not None else QPoint()
        if moved.manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            self._start_drag()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Add the block."""
        self._pressed_at = None
        self.activated.emit(self.entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add the block at Enter."""
        if event.key() in _ENTER:
            self.activated.emit(self.entry)
        else:
            super().keyPressEvent(event)

    def _start_drag(self) -> None:
        drag = QDrag(self)
        drag.setMimeData(self.drag_data())
        picture, theme = self._drag_picture(), self._themes.current()
        drag.setPixmap(picture)
        # above the ghost card that the canvas shows at the pointer, so that its shape can be read
        above = theme.px("card_height") // 2 + theme.px("space_s") + round(picture.deviceIndependentSize().height())
        drag.setHotSpot(QPoint(round(picture.deviceIndependentSize().width()) // 2, above))
        drag.exec(Qt.DropAction.CopyAction)
        self.setDown(False)

    def _drag_picture(self) -> QPixmap:
        """Return a small card: bar, icon and label."""
        theme, ratio = self._themes.current(), self.devicePixelRatioF()
        bar, side, space = theme.px("card_bar"), theme.px("card_icon"), theme.px("space")
        text_width = self.fontMetrics().horizontalAdvance(self.entry.label)
        size = QSize(bar + space + side + space + text_width + 2 * space, theme.px("palette_entry_height"))
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.color("card"))
        color = theme.group_color(self.block_group.value)
        painter = QPainter(picture)
        painter.setPen(theme.color("selection_outline"))
        painter.drawRect(0, 0, size.width() - 1, size.height() - 1)
        painter.fillRect(0, 0, bar, size.height(), color)
        painter.drawPixmap(bar + space, (size.height() - side) // 2, pixmap(self.block_group.value, color, side, ratio))
        painter.setPen(theme.color("text"))
        painter.setFont(self.font())
        painter.drawText(bar + 2 * space + side, 0, text_width + space, size.height(), Qt.AlignmentFlag.AlignVCenter, self.entry.label)
        painter.end()
        return picture

    def _show_theme(self, theme: Theme) -> None:
        side = theme.px("icon")
        self.setIconSize(QSize(side, side))
        self.setIcon(icon(self.block_group.value, theme.group_color(self.block_group.value), side))
        self.setFixedHeight(theme.px("palette_entry_height"))


class BlockPalette(QWidget):
    """All block types by group under a search field; narrow: icons only.

    Args:
        themes: Where colours and sizes come from.
        parent: The owner.
    """

    entry_activated = Signal(object)
    """A palette entry was double-clicked, or taken with Enter."""
    hinted = Signal(str)
    """An entry was only clicked: one sentence says what would add it."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = False
        self.setAccessibleName(self.tr("Block palette"))
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(self.tr("Search blocks  (A)"))
        self._search.setAccessibleName(self.tr("Search blocks"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._search.returnPressed.connect(self._activate_first)
        self._none = QLabel(self.tr("No block of that name."), self)
        self._none.setWordWrap(True)
        self._none.hide()
        set_look(self._none, Look.MUTED)
        self._content = QWidget(self)
        self._column = QVBoxLayout(self._content)
        self._titles: dict[Group, SectionTitle] = {}
        self._entries: list[EntryButton] = []
        for group, entries in palette().items():
            self._add_group(group, entries, themes)
        self._column.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(self._content)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area = area
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._search)
        self._outer.addWidget(self._none)
        self._outer.addWidget(area, 1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        themes.on_change(self._show_theme)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, or icons with labels; a narrow palette is searched by quick-add instead."""
        self._narrow = narrow
        if narrow:
            self._search.clear()
        self._search.setVisible(not narrow)
        # no room for a bar beside the icons: wheel and keys scroll
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if narrow else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._area.setVerticalScrollBarPolicy(policy)
        for button in self._entries:
            button.show_narrow(narrow)
        self._filter(self._search.text())
        self._show_theme(self._theme)

    def is_narrow(self) -> bool:
        """Return whether only icons are shown."""
        return self._narrow

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def search_field(self) -> QLineEdit:
        """Return the search field."""
        return self._search

    def entries(self) -> list[EntryButton]:
        """Return the entries that are shown now, from top to bottom."""
        return [button for button in self._entries if not button.isHidden()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the entries with the arrow keys; Esc empties the search."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        shown = self.entries()
        if step and shown:
            focused = self.focusWidget()
            at = shown.index(focused) + step if isinstance(focused, EntryButton) and focused in shown else 0
            target: QWidget = self._search if at < 0 and not self._narrow else shown[min(max(at, 0), len(shown) - 1)]
            target.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(target)
        elif event.key() == Qt.Key.Key_Escape and self._search.text():
            self._search.clear()
        else:
            super().keyPressEvent(event)

    def _add_group(self, group: Group, entries: list[PaletteEntry], themes: Themes) -> None:
        self._titles[group] = SectionTitle(self.tr(group.value.capitalize()), self._content)
        self._column.addWidget(self._titles[group])
        for entry in entries:
            button = EntryButton(entry, group, themes, self._content)
            button.show_narrow(False)
            button.activated.connect(self.entry_activated)
            button.clicked.connect(self._hint)
            self._entries.append(button)
            self._column.addWidget(button)

    def _filter(self, text: str) -> None:
        for button in self._entries:
            button.setVisible(matches(button.entry, button.block_group, text))
        shown = {button.block_group for button in self.entries()}
        for group, title in self._titles.items():
            title.setVisible(group in shown and not self._narrow)
        self._none.setVisible(not shown)

    def _hint(self) -> None:
        self.hinted.emit(self.tr("Drag it onto the canvas, or double-click it to add it behind the selected block."))

    def _activate_first(self) -> None:
        shown = self.entries()
        if shown and self._search.text().strip():
            self.entry_activated.emit(shown[0].entry)

    def _show_theme(self, theme: Theme) -> None:
        self._theme = theme
        margin = theme.px("space_s") if self._narrow else theme.px("space_l")
        self.setFixedWidth(theme.px("palette_narrow" if self._narrow else "palette_width"))
        self._outer.setContentsMargins(margin, theme.px("space_l"), margin, 0)
        self._outer.setSpacing(theme.px("space"))
        self._column.setContentsMargins(0, 0, 0, theme.px("space_l"))
        self._column.setSpacing(theme.px("palette_entry_gap"))
        for title in self._titles.values():
            title.setContentsMargins(0, theme.px("space_s"), 0, 0)
