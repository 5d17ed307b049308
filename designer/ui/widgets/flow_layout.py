"""A layout that sets things side by side and goes on in the next row when the width is used up: for rows of buttons."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

__all__ = ["FlowLayout"]


class FlowLayout(QLayout):
    """Lay out widgets like words of a text.

    WORKAROUND: the items that Qt made are only handed back to it. PySide may take its wrappers of them for dead while they are in use, when another
    widget is destroyed (seen with 6.11 as a crash after the inspector's form was exchanged); sizes are asked of the widgets, whose wrappers live.

    Args:
        parent: The widget whose layout this becomes.
        spacing: Between items and between rows, in px.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 0) -> None:
        if parent is None:
            super().__init__()
        else:
            super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._widgets: list[QWidget] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Append the item of a widget; called by `addWidget`."""
        widget = item.widget()
        if widget is not None:
            self._items.append(item)
            self._widgets.append(widget)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or nothing past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return an item."""
        if not 0 <= index < len(self._items):
            return None
        self._widgets.pop(index)
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        """Return that no direction is claimed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return that a narrower layout is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at this width, in px."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every item in its place."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the width of one single row."""
        hints = [item.sizeHint() for item in self._measured()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0)).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        """Return room for the widest item."""
        size = QSize()
        for widget in self._widgets:
            size = size.expandedTo(QWidgetItem(widget).minimumSize())
        return size.grownBy(self.contentsMargins())

    def _measured(self) -> list[QWidgetItem]:
        """Return what measures and places the widgets that are not hidden."""
        return [item for item in map(QWidgetItem, self._widgets) if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        area = rect.marginsRemoved(margins)
        x, y, row_height = area.x(), area.y(), 0
        for item in self._measured():
            hint = item.sizeHint()
            width = min(hint.width(), area.width())
            if x > area.x() and x + width > area.right() + 1:
                x, y, row_height = area.x(), y + row_height + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, hint.height())))
            x += width + self.spacing()
            row_height = max(row_height, hint.height())
        return y + row_height - rect.y() + margins.bottom()
