"""The documents opened and saved last, and their menu."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QMenu, QWidget

from designer.ui.files.settings import Settings

__all__ = ["RecentFiles", "RecentMenu"]

_MOST = 10
_LABEL_LETTERS = 60
_KEYS = "1234567890"


class RecentFiles(QObject):
    """The list of the last documents, newest first; kept in the settings."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    def paths(self) -> tuple[Path, ...]:
        """Return at most ten paths; whether they still exist is not looked up."""
        return self._settings.recent[:_MOST]

    def labels(self) -> tuple[str, ...]:
        """Return the files' names, with the folder where two have the same name."""
        paths = self.paths()
        times = Counter(path.name for path in paths)
        return tuple(path.name if times[path.name] == 1 else f"{path.name} — {path.parent}" for path in paths)

    def add(self, path: Path) -> None:
        """Put a path first."""
        path = Path(os.path.abspath(path))
        self._keep((path, *(other for other in self.paths() if other != path)))

    def forget(self, path: Path) -> None:
        """Take a path out."""
        self._keep(tuple(other for other in self.paths() if other != path))

    def clear(self) -> None:
        """Take all out."""
        self._keep(())

    def _keep(self, paths: tuple[Path, ...]) -> None:
        if paths[:_MOST] != self.paths():
            self._settings.recent = paths[:_MOST]
            self.changed.emit()


class RecentMenu(QMenu):
    """One entry for each of the last documents; disabled while there is none."""

    path_chosen = Signal(object)
    """Carries the path."""

    def __init__(self, recent: RecentFiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Open &recent"))
        self._recent = recent
        self.triggered.connect(self._choose)
        recent.changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        for index, (path, label) in enumerate(zip(self._recent.paths(), self._recent.labels(), strict=True)):
            self.addAction(self._entry(path, label, _KEYS[index]))
        if not self.isEmpty():
            self.addSeparator()
            self.addAction(self.tr("&Clear the list"))
        self.menuAction().setEnabled(not self.isEmpty())

    def _entry(self, path: Path, label: str, key: str) -> QAction:
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(label, Qt.TextElideMode.ElideMiddle, metrics.averageCharWidth() * _LABEL_LETTERS)
        action = QAction(f"&{key}  {shown.replace('&', '&&')}", self)
        action.setData(path)
        action.setStatusTip(os.fspath(path))
        return action

    def _choose(self, action: QAction) -> None:
        path = action.data()
        if isinstance(path, Path):
            self.path_chosen.emit(path)
        else:
            self._recent.clear()
