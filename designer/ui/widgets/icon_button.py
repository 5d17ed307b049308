"""A button that is an icon and has a name."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from designer.ui.icons import icon
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes

__all__ = ["IconButton"]


class IconButton(QToolButton):
    """Show an icon in the text colour of the theme; the name is the tooltip and what a screen reader says.

    Args:
        icon_name: One of `icons.icon_names`.
        name: What the button does ("Close").
        themes: Where colours and sizes come from.
        parent: The owner.
        look: `Look.QUIET` has no border until it is hovered, `Look.ICON` has one, `Look.PRIMARY` is filled.
        color: A colour of the theme.
    """

    def __init__(
        self, icon_name: str, name: str, themes: Themes, parent: QWidget | None = None, *, look: Look = Look.QUIET, color: str = "text"
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._color = color
        self._themes = themes
        set_look(self, look)
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        themes.on_change(self._show_theme)

    def show_icon(self, icon_name: str, name: str | None = None) -> None:
        """Show another icon, and another name where one is given (Play becomes Pause)."""
        self._icon_name = icon_name
        if name is not None:
            self.setToolTip(name)
            self.setAccessibleName(name)
        self._show_theme(self._themes.current())

    def _show_theme(self, theme: Theme) -> None:
        side = theme.px("icon")
        self.setIconSize(QSize(side, side))
        self.setIcon(icon(self._icon_name, theme.color(self._color), side))
