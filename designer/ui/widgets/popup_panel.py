"""A frameless panel that opens under a chip or button and closes at Esc or a click elsewhere."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes

__all__ = ["PopupPanel"]


class PopupPanel(QFrame):
    """Hold settings that need no dialog. Put them in `content`; the keyboard focus goes in at opening and back at closing.

    Args:
        title: The accessible name.
        themes: Where colours and sizes come from.
        parent: The owner; any widget of the window.
    """

    closed = Signal()
    """The panel was closed, by Esc, by a click elsewhere or by `close`."""

    def __init__(self, title: str, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._opener: QWidget | None = None
        self._width = 0
        set_look(self, Look.POPUP)
        self.setAccessibleName(title)
        self.setWindowTitle(title)
        self.content = QVBoxLayout(self)
        themes.on_change(self._show_theme)

    def open_under(self, opener: QWidget) -> None:
        """Open below ``opener``, above it where the screen ends, and give the first field the focus."""
        self._opener = opener
        self.setMinimumWidth(max(self._width, opener.width()))
        self.adjustSize()
        self.move(self._place(opener))
        self.show()
        self.focusNextChild()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus back to where it came from."""
        super().hideEvent(event)
        if self._opener is not None:
            self._opener.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def _place(self, opener: QWidget) -> QPoint:
        screen: QRect = opener.screen().availableGeometry()
        below = opener.mapToGlobal(QPoint(0, opener.height()))
        above = opener.mapToGlobal(QPoint(0, -self.height()))
        place = below if below.y() + self.height() <= screen.bottom() else above
        x = min(place.x(), screen.right() + 1 - self.width())
        return QPoint(max(x, screen.left()), max(place.y(), screen.top()))

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space_l")
        self._width = theme.px("popup_width")
        self.content.setContentsMargins(space, space, space, space)
        self.content.setSpacing(theme.px("space"))
