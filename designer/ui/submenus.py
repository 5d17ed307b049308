"""Menus that are filled from what there is: themes, panels, paces."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDockWidget, QMenu, QWidget

from designer.ui.actions import Actions
from designer.ui.theme import ThemeChoice, Themes


class ThemeMenu(QMenu):
    """One of the themes, checked; switched live."""

    def __init__(self, actions: Actions, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("&Theme"))
        self._themes = themes
        group = QActionGroup(self)
        for choice in ThemeChoice:
            action = actions[f"theme_{choice.value}"]
            action.setData(choice.value)
            action.setChecked(choice is themes.choice())
            group.addAction(action)
            self.addAction(action)
        group.triggered.connect(self._choose)

    def _choose(self, action: QAction) -> None:
        self._themes.choose(ThemeChoice(action.data()))


class PanelsMenu(QMenu):
    """Which docks are shown."""

    def __init__(self, docks: Iterable[QDockWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("&Panels"))
        for dock in docks:
            self.addAction(dock.toggleViewAction())


class ExportMenu(QMenu):
    """The forms in which a network leaves the program."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("&Export"))
        self.addAction(actions["export_pytorch"])


class ChoiceMenu(QMenu):
    """One of several values, checked."""

    chosen = Signal(str)

    def __init__(self, title: str, choices: Iterable[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(title, parent)
        self._group = QActionGroup(self)
        for value, text in choices:
            action = QAction(text, self)
            action.setCheckable(True)
            action.setData(value)
            self._group.addAction(action)
            self.addAction(action)
        self._group.triggered.connect(self._choose)

    def show_choice(self, value: str) -> None:
        """Check a value."""
        for action in self._group.actions():
            action.setChecked(action.data() == value)

    def _choose(self, action: QAction) -> None:
        self.chosen.emit(action.data())
