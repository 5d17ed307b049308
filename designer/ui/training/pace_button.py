"""The toolbar's choice of pace."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from designer.ui.icons import icon
from designer.ui.theme import Theme, Themes
from designer.ui.training.pace import Pace, pace_text
from designer.ui.training.session import TrainingSession

__all__ = ["PaceButton"]


class PaceButton(QToolButton):
    """Show how fast runs go; a click offers the other paces."""

    def __init__(self, session: TrainingSession, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._group = QActionGroup(self)
        menu = QMenu(self)
        for pace in Pace:
            action = self._group.addAction(pace_text(pace))
            action.setCheckable(True)
            action.setData(pace.value)
            menu.addAction(action)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the text
        self._group.triggered.connect(self._choose)
        session.pace_changed.connect(self._show)
        self._show(session.pace)
        themes.on_change(self._show_theme)

    def _choose(self, action: QAction) -> None:
        self._session.set_pace(Pace(action.data()))

    def _show(self, pace: Pace) -> None:
        self.setText(pace_text(pace))
        name = self.tr("Pace: {0}").format(pace_text(pace))
        self.setAccessibleName(name)
        self.setToolTip(name)
        for action in self._group.actions():
            action.setChecked(action.data() == pace.value)

    def _show_theme(self, theme: Theme) -> None:
        self.setIcon(icon("chevron-down", theme.color("text_muted"), theme.px("icon_s")))
