"""A button of the toolbar that stands for an action."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from designer.ui.icons import icon
from designer.ui.theme import Theme, Themes

__all__ = ["ActionButton"]


class ActionButton(QToolButton):
    """A button for an action, with an icon of its own colour.

    Args:
        action: Gives text, tooltip and whether it is enabled; is triggered by a click.
        icon_name: One of `icons.icon_names`.
        themes: Where colours and sizes come from.
        parent: The owner.
        color: Of the icon.
    """

    def __init__(self, action: QAction, icon_name: str, themes: Themes, parent: QWidget, color: str = "text") -> None:
        super().__init__(parent)
        self._action, self._icon_name, self._color, self._themes = action, icon_name, color, themes
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where one works
        self.clicked.connect(action.trigger)
        action.changed.connect(self._show)
        self._show()
        themes.on_change(self._show_theme)

    def show_icon(self, icon_name: str) -> None:
        """Show another icon."""
        self._icon_name = icon_name
        self._show_theme(self._themes.current())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground from the style, then icon and text in its middle: Qt leaves a text beside an icon at its left."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        icon_rect, text_rect = self.content_rects()
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        self.icon().paint(painter, icon_rect, Qt.AlignmentFlag.AlignCenter, mode)
        if self._has_text():
            painter.setPen(self._themes.current().color(self._color if self.isEnabled() else "text_disabled"))
            painter.drawText(text_rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self.text())
        painter.end()

    def content_rects(self) -> tuple[QRect, QRect]:
        """Return where the icon and the text are painted: together they stand in the middle."""
        side, gap = self.iconSize().width(), self._themes.current().px("space_m")
        text_width = self.fontMetrics().horizontalAdvance(self.text()) if self._has_text() else 0
        left = (self.width() - side - (gap + text_width if text_width else 0)) // 2
        return QRect(left, (self.height() - side) // 2, side, side), QRect(left + side + gap, 0, text_width + 1, self.height())

    def _has_text(self) -> bool:
        return self.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly and bool(self.text())

    def _show(self) -> None:
        text = self._action.text().replace("&", "")
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(self._action.toolTip())
        if self.hasFocus() and not self._action.isEnabled():
            self.focusPreviousChild()  # the next one would be far away, in the status line
        self.setEnabled(self._action.isEnabled())

    def _show_theme(self, theme: Theme) -> None:
        side = theme.px("icon")
        self.setIconSize(QSize(side, side))
        self.setIcon(icon(self._icon_name, theme.color(self._color), side))
