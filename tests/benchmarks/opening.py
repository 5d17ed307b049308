"""The window as the program shows it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from designer.ui.application import make_window
from designer.ui.garbage import GarbageCollector
from designer.ui.main_window import MainWindow


def opened(application: QApplication, data_root: str | None = None) -> MainWindow:
    """Return a window whose garbage is collected in quiet moments, as `designer.ui.application.run` does it: Python's own way stops it for 0.1 s."""
    collector = GarbageCollector(application)
    window = make_window(application, None, data_root)
    window.settled.connect(collector.settle)
    return window
