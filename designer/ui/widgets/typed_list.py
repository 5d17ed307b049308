"""A small window over the canvas: a field, and a list of what is meant by what is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from designer.ui.icons import icon
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes

_ROWS = 8
_ELSEWHERE = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_PASSED_ON = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class TypedList(QFrame):
    """List what is meant by what is typed; Enter takes the one marked, Esc none. A subclass fills the list and takes.

    Args:
        themes: Where colours and sizes come from.
        canvas: What the window lies on; it gets the focus back.
    """

    def __init__(self, themes: Themes, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._theme = themes.current()
        set_look(self, Look.POPUP)
        self.setAutoFillBackground(True)
        self.hide()
        self._field = QLineEdit(self)
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(self._choose)
        self._nothing = QLabel(self)
        self._nothing.setWordWrap(True)
        set_look(self._nothing, Look.MUTED)
        self._column = QVBoxLayout(self)
        for part in (self._field, self._list, self._nothing):
            self._column.addWidget(part)
        themes.on_change(self._show_theme)

    def field(self) -> QLineEdit:
        """Return the field that is typed into."""
        return self._field

    def fill(self, text: str) -> None:
        """Add a row, by `add_row`, for everything that is meant by a text."""
        raise NotImplementedError

    def take(self, value: object) -> None:
        """Do what the window is for, with the value of the row that was chosen; the window is closed by now."""
        raise NotImplementedError

    def list_width(self, theme: Theme) -> int:
        """Return the width of the list in px."""
        return theme.px("popup_width")

    def show_at(self, at: QPoint) -> None:
        """Show the window at a point of the screen, moved so far that it lies on the canvas, with nothing typed yet."""
        self._field.clear()
        self._filter("")
        wanted = self._canvas.mapFromGlobal(at)
        x, y = min(wanted.x(), self._canvas.width() - self.width()), min(wanted.y(), self._canvas.height() - self.height())
        self.move(max(0, x), max(0, y))
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def add_row(self, group: str, text: str, value: object) -> QListWidgetItem:
        """Add a row with a group's icon."""
        item = QListWidgetItem(icon(group, self._theme.group_color(group), self._theme.px("icon")), text, self._list)
        item.setData(Qt.ItemDataRole.UserRole, value)
        return item

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the field's keys walk the list: the focus stays in the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self._list.currentItem())
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

    def _close(self) -> None:
        """Close and give the focus back to the canvas."""
        self.hide()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            value = item.data(Qt.ItemDataRole.UserRole)
            self._close()
            self.take(value)

    def _filter(self, text: str) -> None:
        self._list.clear()
        self.fill(text)
        self._list.setCurrentRow(0)
        self._nothing.setVisible(self._list.count() == 0)
        self._list.setVisible(self._list.count() > 0)
        row, frame = self._list.sizeHintForRow(0), 2 * self._list.frameWidth()
        if row > 0:
            self._list.setFixedHeight(row * min(_ROWS, self._list.count()) + frame)
        self._column.activate()
        self.adjustSize()

    def _show_theme(self, theme: Theme) -> None:
        self._theme = theme
        space, side = theme.px("space"), theme.px("icon")
        self._column.setContentsMargins(space, space, space, space)
        self._list.setIconSize(QSize(side, side))
        for part in (self._list, self._nothing):
            part.setFixedWidth(self.list_width(theme))
        self._field.setMinimumWidth(self._list.width())
