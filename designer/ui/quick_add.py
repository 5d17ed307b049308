"""Add a block by typing: a small window at the pointer with a field and a list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from designer.network.blocks.base import Group, PaletteEntry
from designer.ui.icons import icon
from designer.ui.palette_search import find_entries, tip_of
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes

_ROWS = 8
_ELSEWHERE = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_PASSED_ON = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class QuickAdd(QFrame):
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
        super().__init__(parent)
        self._canvas = parent
        self._fits: Callable[[PaletteEntry], bool] | None = None
        self._theme = themes.current()
        set_look(self, Look.POPUP)
        self.setAutoFillBackground(True)
        self.hide()
        self.setAccessibleName(self.tr("Add block"))
        self._field = QLineEdit(self)
        self._field.setPlaceholderText(self.tr("Add block: type its name"))
        self._field.setAccessibleName(self.tr("Name of the block to add"))
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Blocks that can be added"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(self._take)
        self._nothing = QLabel(self.tr("No block of that name fits here."), self)
        set_look(self._nothing, Look.MUTED)
        self._column = QVBoxLayout(self)
        for part in (self._field, self._list, self._nothing):
            self._column.addWidget(part)
        themes.on_change(self._show_theme)

    def open_at(self, at: QPoint, fits: Callable[[PaletteEntry], bool] | None = None) -> None:
        """Open at a point of the screen.

        Args:
            at: The top left on the screen, moved so far that the window lies on the canvas.
            fits: Which entries are offered; all without it.
        """
        self._fits = fits
        self._field.clear()
        self._filter("")
        wanted = self._canvas.mapFromGlobal(at)
        x, y = min(wanted.x(), self._canvas.width() - self.width()), min(wanted.y(), self._canvas.height() - self.height())
        self.move(max(0, x), max(0, y))
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def field(self) -> QLineEdit:
        """Return the field that is typed into."""
        return self._field

    def offered(self) -> list[str]:
        """Return the labels listed now."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the field's keys walk the list: the focus stays in the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self._list.currentItem())
                return True
            if event.key() in _PASSED_ON:
                self._list.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._close()
                return True
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() in _ELSEWHERE:
            self.hide()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that it was closed."""
        super().hideEvent(event)
        self.closed.emit()

    def _close(self) -> None:
        """Close and give the focus back to the canvas."""
        self.hide()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _filter(self, text: str) -> None:
        self._list.clear()
        side = self._theme.px("icon")
        for group, entry in find_entries(text, self._fits):
            self._add(group, entry, side)
        self._list.setCurrentRow(0)
        self._nothing.setVisible(self._list.count() == 0)
        self._list.setVisible(self._list.count() > 0)
        row, frame = self._list.sizeHintForRow(0), 2 * self._list.frameWidth()
        if row > 0:
            self._list.setFixedHeight(row * min(_ROWS, self._list.count()) + frame)
        self._column.activate()
        self.adjustSize()

    def _add(self, group: Group, entry: PaletteEntry, side: int) -> None:
        item = QListWidgetItem(icon(group.value, self._theme.group_color(group.value), side), entry.label, self._list)
        item.setData(Qt.ItemDataRole.UserRole, entry)
        item.setToolTip(tip_of(entry))

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            entry = item.data(Qt.ItemDataRole.UserRole)
            self._close()
            self.chosen.emit(entry)

    def _show_theme(self, theme: Theme) -> None:
        self._theme = theme
        space, side = theme.px("space"), theme.px("icon")
        self._column.setContentsMargins(space, space, space, space)
        self._list.setIconSize(QSize(side, side))
        self._list.setFixedWidth(theme.px("palette_width") + theme.px("palette_narrow"))
        self._field.setMinimumWidth(self._list.width())
