"""Find any command by typing a part of its name."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Themes

_ACTION = Qt.ItemDataRole.UserRole


def action_name(action: QAction) -> str:
    """Return an action's text without mnemonic and dots."""
    return action.text().replace("&", "").rstrip("…")


def action_keys(action: QAction) -> str:
    """Return an action's shortcuts as people read them."""
    return ", ".join(shortcut.toString(QKeySequence.SequenceFormat.NativeText) for shortcut in action.shortcuts())


class CommandFinder(QFrame):
    """A popup over the window: type, choose by the arrows, Enter; Esc closes it."""

    def __init__(self, actions: Iterable[QAction], themes: Themes, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._actions = tuple(actions)
        self._themes = themes
        set_look(self, Look.POPUP)
        self._field = QLineEdit(self)
        self._field.setPlaceholderText(self.tr("Type a part of a command's name"))
        self._field.setAccessibleName(self.tr("Command"))
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._none = QLabel(self.tr("No command has this in its name."), self)
        self._column = QVBoxLayout(self)
        for part in (self._field, self._list, self._none):
            self._column.addWidget(part)
        self._field.textChanged.connect(self._show_matching)
        self._field.returnPressed.connect(self._run)
        self._list.itemClicked.connect(self._run)
        self._field.installEventFilter(self)

    def open_over(self, window: QWidget) -> None:
        """Open in the upper middle of a window."""
        theme = self._themes.current()
        self._field.clear()
        self.resize(theme.px("popup_width") + theme.px("palette_width"), self.height())
        self._show_matching("")
        middle = window.mapToGlobal(window.rect().topLeft())
        self.move(middle.x() + (window.width() - self.width()) // 2, middle.y() + theme.px("toolbar_height") * 2)
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the field."""
        super().showEvent(event)
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the field keeps the focus."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self._list.count():
                self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
                return True
        return False

    def _show_matching(self, text: str) -> None:
        words = text.casefold().split()
        self._list.clear()
        for action in self._actions:
            name = action_name(action)
            described = f"{name} {action.toolTip()}".casefold()
            if action.isEnabled() and all(word in described for word in words):
                keys = action_keys(action)
                item = QListWidgetItem(action.icon(), f"{name}    {keys}" if keys else name, self._list)
                item.setData(_ACTION, action.objectName())
        self._list.setCurrentRow(0)
        self._none.setVisible(not self._list.count())
        self._list.setVisible(bool(self._list.count()))
        row, frame = self._list.sizeHintForRow(0), 2 * self._list.frameWidth()
        if row > 0:
            self._list.setFixedHeight(min(row * self._list.count() + frame, self._themes.current().px("popup_width")))
        self._column.activate()
        self.resize(self.width(), self._column.sizeHint().height())

    def _run(self) -> None:
        item = self._list.currentItem()
        chosen = item.data(_ACTION) if item else None
        self.close()
        for action in self._actions:
            if action.objectName() == chosen:
                action.trigger()
