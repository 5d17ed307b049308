"""Keep the actions of training named and enabled as the state says."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from designer.ui.icons import icon
from designer.ui.theme import Theme, Themes
from designer.ui.training.session import TrainingSession
from designer.ui.training.states import ENABLED, PRIMARY, Happening, TrainingState

__all__ = ["PRIMARY_ICONS", "ActionLooks"]

PRIMARY_ICONS = {Happening.TRAIN: "play", Happening.PAUSE: "pause", Happening.RESUME: "play"}
_ONLY_WITHOUT_A_RUN = ("train_fresh", "reset_weights")


class ActionLooks(QObject):
    """Name, draw and enable the actions; what they do is connected by whoever made them.

    Args:
        session: Whose state counts.
        themes: Where the icons' colour comes from.
        actions: By the names ``train``, ``step``, ``stop``, ``train_fresh``, ``reset_weights``, ``save_weights``; any may be missing.
        parent: The owner.
    """

    def __init__(self, session: TrainingSession, themes: Themes, actions: Mapping[str, QAction], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._themes = themes
        self._actions = actions
        session.state_changed.connect(self._show)
        themes.on_change(self._show_theme)

    def _show_theme(self, theme: Theme) -> None:
        for name in ("step", "stop"):
            if name in self._actions:
                self._actions[name].setIcon(icon(name, theme.color("text"), theme.px("icon")))
        self._show(self._session.state)

    def _show(self, state: TrainingState) -> None:
        press = PRIMARY[state]
        if "train" in self._actions:
            action, theme = self._actions["train"], self._themes.current()
            action.setText(self._text(state))
            action.setIcon(icon(PRIMARY_ICONS[press], theme.color("text"), theme.px("icon")))
        self._enable("train", press in ENABLED[state])
        self._enable("step", Happening.STEP in ENABLED[state])
        self._enable("stop", Happening.STOP in ENABLED[state])
        for name in _ONLY_WITHOUT_A_RUN:
            self._enable(name, not state.is_active)

    def _text(self, state: TrainingState) -> str:
        if state is TrainingState.STOPPING:
            return self.tr("Stopping…")
        names = {Happening.TRAIN: self.tr("&Train"), Happening.PAUSE: self.tr("Pa&use"), Happening.RESUME: self.tr("R&esume")}
        return names[PRIMARY[state]]

    def _enable(self, name: str, enabled: bool) -> None:
        if name in self._actions:
            self._actions[name].setEnabled(enabled)
