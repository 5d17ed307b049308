"""The toolbar's chips: data set, device, optimiser. Each says what is set and opens its settings."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from designer.ui.icons import icon
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import elided
from designer.ui.widgets.popup_panel import PopupPanel

__all__ = ["Chip"]


class Chip(QToolButton):
    """Show one line with an icon or a coloured dot before it; a click opens the popup it was given.

    The text is shortened when the toolbar is narrow; `text` stays whole.

    Args:
        name: What the chip is about ("Data set"); the accessible name is this and the text.
        themes: Where colours and sizes come from.
        parent: The owner.
    """

    def __init__(self, name: str, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._themes = themes
        self._icon_name = ""
        self._dot = ""
        self._popup: PopupPanel | None = None
        set_look(self, Look.CHIP)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_popup)
        themes.on_change(self._show_theme)
        self.show_text("")

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.setText(text)
        self.setAccessibleName(f"{self._name}: {text}" if text else self._name)
        self.updateGeometry()
        self._show_tip()

    def show_icon(self, icon_name: str) -> None:
        """Show an icon before the text, one of `icons.icon_names`."""
        self._icon_name, self._dot = icon_name, ""
        self._show_theme(self._themes.current())

    def show_dot(self, color: str) -> None:
        """Show a coloured dot before the text.

        Args:
            color: A colour of the theme, such as ``ok``; the text must say the same.
        """
        self._icon_name, self._dot = "", color
        self._show_theme(self._themes.current())

    def set_popup(self, popup: PopupPanel) -> None:
        """Open this panel at a click, Space, Enter or Down."""
        self._popup = popup

    def open_popup(self) -> None:
        """Open the popup under the chip."""
        if self._popup is not None:
            self._popup.open_under(self)

    def shown_text(self) -> str:
        """Return the text as it is painted."""
        return elided(self.text(), self.fontMetrics(), self._text_rect().width())

    def sizeHint(self) -> QSize:
        """Return room for all of the text."""
        theme = self._themes.current()
        width = self._text_left() + self.fontMetrics().horizontalAdvance(self.text()) + theme.px("space_l")
        return QSize(width, theme.px("chip_height"))

    def minimumSizeHint(self) -> QSize:
        """Return room for the icon and a few letters."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self._themes.current().px("chip_min_width")), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to the new width."""
        super().resizeEvent(event)
        self._show_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button from the style, then the mark and as much of the text as fits."""
        theme = self._themes.current()
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        if self._has_mark():
            self.icon().paint(painter, theme.px("space_l"), 0, self.iconSize().width(), self.height())
        painter.setPen(theme.color("text" if self.isEnabled() else "text_disabled"))
        painter.drawText(self._text_rect(), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self.shown_text())

    def _has_mark(self) -> bool:
        return bool(self._icon_name or self._dot)

    def _text_left(self) -> int:
        theme = self._themes.current()
        mark = self.iconSize().width() + theme.px("space_m") if self._has_mark() else 0
        return theme.px("space_l") + mark

    def _text_rect(self) -> QRect:
        return self.rect().adjusted(self._text_left(), 0, -self._themes.current().px("space_l"), 0)

    def _show_tip(self) -> None:
        self.setToolTip(self.text() if self.shown_text() != self.text() else "")

    def _show_theme(self, theme: Theme) -> None:
        side = theme.px("dot" if self._dot else "icon")
        self.setIconSize(QSize(side, side))
        if self._icon_name:
            self.setIcon(icon(self._icon_name, theme.color("text"), side))
        else:
            self.setIcon(_dot_icon(theme.color(self._dot), side, self.devicePixelRatioF()) if self._dot else QIcon())


def _dot_icon(color: QColor, side: int, ratio: float) -> QIcon:
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(0, 0, side, side)
    painter.end()
    return QIcon(picture)
