"""What the window as a whole shows: its docks, its lines, and what stands before it: asked by the script; nothing here changes anything."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from designer.ui.main_window import MainWindow


class WindowSights:
    """Answer what is in front, and what is in the way.

    Args:
        window: The window asked about.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def in_front(self, dock: str) -> bool:
        """Tell whether a dock can be seen: tabs that are behind, and a collapsed row, cannot."""
        panel = self._window.docks[dock].widget()
        return panel is not None and panel.isVisible() and panel.visibleRegion().boundingRect().height() > 1

    def title(self, dock: str) -> str:
        """Return what stands on a dock's tab."""
        return self._window.docks[dock].windowTitle()

    def status(self) -> str:
        """Return the sentence in the status line."""
        return self._window.status_bar.notice.text()

    def notice(self) -> str:
        """Return the line that offers what was left unsaved."""
        line = self._window.recovery_line
        return line.text() if line.isVisible() else ""

    def in_the_way(self) -> str:
        """Return what stands before the window: a dialog or an open menu."""
        found = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        return "" if found is None else f"{type(found).__name__} “{found.windowTitle()}”"

    def focus(self) -> str:
        """Return what has the keys."""
        found = QApplication.focusWidget()
        return "" if found is None else f"{type(found).__name__} “{found.accessibleName()}”"

    def painted(self) -> bool:
        """Let everything that is due be painted, and tell when the screen has it."""
        self._window.canvas.viewport().repaint()
        QGuiApplication.sync()
        return True
