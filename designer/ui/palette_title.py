"""What stands above a palette group's entries: the title that folds it, and the small link that asks for more of them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QIcon, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from designer.network.blocks.base import Group
from designer.ui.icons import pixmap
from designer.ui.palette_entry import ARROWS
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes

__all__ = ["GroupTitle", "MoreButton"]


class GroupTitle(QPushButton):
    """Show a chevron and the group's name; closed, also its icon and how many blocks are in it."""

    focused = Signal()
    """The keyboard came here."""

    def __init__(self, group: Group, entries: int, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self._group, self._entries, self._themes = group, entries, themes
        self._open = True
        self.setText(self.tr(group.value.capitalize()))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_look(self, Look.QUIET)
        themes.on_change(self._show_theme)
        self.show_open(True)

    def show_open(self, is_open: bool) -> None:
        """Show whether the group's blocks stand below."""
        self._open = is_open
        count = self.tr("1 block") if self._entries == 1 else self.tr("{0} blocks").format(self._entries)
        self.setAccessibleName(f"{self.text()}, {count}, {self.tr('open') if is_open else self.tr('closed')}")
        self.setToolTip(self.tr("Close the group") if is_open else self.tr("Open the group: {0}").format(count))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a row as high as anything that is clicked must be."""
        side = self._themes.current().px("target")
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell."""
        super().focusInEvent(event)
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold at Enter too, and by the arrows that point there."""
        wanted = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False, Qt.Key.Key_Return: not self._open, Qt.Key.Key_Enter: not self._open}
        is_open = wanted.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        elif is_open is None:
            super().keyPressEvent(event)
        elif is_open != self._open:
            self.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint chevron and name, and behind a closed group's name what it holds."""
        theme, ratio = self._themes.current(), self.devicePixelRatioF()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        small, space = theme.px("icon_s"), theme.px("space_s")
        chevron = pixmap("chevron-down" if self._open else "next", theme.color("text_muted"), small, ratio)
        painter.drawPixmap(space, (self.height() - small) // 2, chevron)
        painter.setPen(theme.color("text_muted"))
        painter.setFont(theme.font("section"))
        room = self.rect().adjusted(small + 2 * space, 0, -space, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self.text())
        if not self._open:
            painter.setFont(theme.font("small"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(self._entries))
            left = room.right() - painter.fontMetrics().horizontalAdvance(str(self._entries)) - theme.px("icon") - space
            at = QRect(left, (self.height() - theme.px("icon")) // 2, theme.px("icon"), theme.px("icon"))
            painter.drawPixmap(at, pixmap(self._group.value, theme.group_color(self._group.value), at.width(), ratio))
        painter.end()

    def _show_theme(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px("target"))
        self.update()


class MoreButton(QToolButton):
    """A small link: the group's title beside it keeps its room."""

    focused = Signal()
    """The keyboard came here."""

    def __init__(self, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes
        set_look(self, Look.QUIET)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        themes.on_change(self._show_theme)

    def sizeHint(self) -> QSize:
        """Return room for the text."""
        theme = self._themes.current()
        width = QFontMetrics(theme.font("small")).horizontalAdvance(self.text()) + 2 * theme.px("space_s")
        return QSize(max(width, theme.px("target")), theme.px("target"))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell."""
        super().focusInEvent(event)
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as a click; leave the arrows to the palette."""
        if event.key() in ARROWS:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground from the style, then the text."""
        theme = self._themes.current()
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.setPen(theme.color("link"))
        painter.setFont(theme.font("small"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, self.text())
        painter.end()

    def _show_theme(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px("target"))
        self.updateGeometry()
