"""One entry of the palette: an icon with a name, to drag, or to add with Enter or a double-click."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QFocusEvent, QFontMetrics, QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from designer.network.blocks.base import Group, PaletteEntry
from designer.ui.canvas.mime import block_mime_data
from designer.ui.icons import pixmap
from designer.ui.palette_search import tip_of
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import elided

__all__ = ["ARROWS", "EntryButton"]

ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
"""Keys that Qt's buttons would take for walking among themselves."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EntryButton(QPushButton):
    """Show the group's icon and the entry's name beside it; narrow: the short name under it."""

    activated = Signal(object)
    """The palette entry is to be added behind the selected block."""
    focused = Signal()
    """The keyboard came here."""

    def __init__(self, entry: PaletteEntry, group: Group, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self.entry = entry
        self.block_group = group
        self._themes = themes
        self._pressed_at: QPoint | None = None
        self._narrow = False
        set_look(self, Look.ENTRY)
        self.setText(entry.label)
        self.setAccessibleName(entry.label)
        self.setAccessibleDescription(entry.spec.describe())
        self.setToolTip(tip_of(entry))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        themes.on_change(self._show_theme)

    def show_narrow(self, narrow: bool) -> None:
        """Show the short name under the icon, or the name beside it."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.setText(self.entry.short_label if narrow else self.entry.label)
            self._show_theme(self._themes.current())

    def sizeHint(self) -> QSize:
        """Return the height of the theme; the width is the palette's."""
        return QSize(self._themes.current().px("target"), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return no more than the palette gives."""
        return QSize(0, self.height())

    def text_width(self) -> tuple[int, int]:
        """Return how wide the text is, and how much room it has, in px."""
        metrics = QFontMetrics(self._themes.current().font("tiny" if self._narrow else "body"))
        return metrics.horizontalAdvance(self.text()), self._text_rect().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button from the style, then icon and name: a style sheet cannot put one under the other."""
        theme = self._themes.current()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        color, at = theme.group_color(self.block_group.value), self._icon_rect()
        painter.drawPixmap(at, pixmap(self.block_group.value, color, at.width(), self.devicePixelRatioF()))
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font("tiny" if self._narrow else "body"))
        align = Qt.AlignmentFlag.AlignHCenter if self._narrow else Qt.AlignmentFlag.AlignLeft
        room = self._text_rect()
        shown = elided(self.text(), painter.fontMetrics(), room.width())
        painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell."""
        super().focusInEvent(event)
        self.focused.emit()

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
        """Add the block at Enter; the palette walks by the arrows, not Qt's buttons among themselves."""
        if event.key() in _ENTER:
            self.activated.emit(self.entry)
        elif event.key() in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _icon_rect(self) -> QRect:
        theme = self._themes.current()
        side = theme.px("icon")
        if self._narrow:
            return QRect((self.width() - side) // 2, theme.px("space_s"), side, side)
        return QRect(theme.px("space") + theme.px("border"), (self.height() - side) // 2, side, side)

    def _text_rect(self) -> QRect:
        theme, icon = self._themes.current(), self._icon_rect()
        if self._narrow:
            return QRect(0, icon.bottom(), self.width(), self.height() - icon.bottom() - theme.px("border"))
        left = icon.right() + theme.px("space_m")
        return QRect(left, 0, self.width() - left - theme.px("space_s"), self.height())

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
        self.setFixedHeight(theme.px("palette_short_height" if self._narrow else "palette_entry_height"))
        self.update()
