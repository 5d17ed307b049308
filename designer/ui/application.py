"""Start the window: application object, theme, settings, the document named on the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from designer import version
from designer.network.architecture import Architecture
from designer.network.blocks.base import Group
from designer.ui.files.settings import Settings
from designer.ui.garbage import GarbageCollector
from designer.ui.main_window import MainWindow
from designer.ui.theme import Themes


def make_window(application: QApplication, path: str | None = None, data_root: str | None = None) -> MainWindow:
    """Return a window, not shown yet, on a document or on the first template."""
    settings = Settings()
    themes = Themes(settings.theme, application)
    themes.apply_to(application)
    window = MainWindow(settings, themes, str(Path(data_root).absolute()) if data_root else None)
    window.files.open_first(path)
    window.document.select(_first_convolution(window.document.architecture))
    return window


def _first_convolution(architecture: Architecture) -> tuple[str, ...]:
    """Return the block whose maps are shown large at first, so that nobody starts before an empty panel."""
    found = (block.id for block in architecture.blocks if block.spec.GROUP is Group.CONVOLUTION)
    return tuple(found)[:1]


def run(path: str | None, data_root: str | None) -> int:
    """Show the window and return the exit status once it is closed."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("cnn-designer")
    application.setApplicationDisplayName("")
    application.setApplicationVersion(version())
    collector = GarbageCollector(application)
    window = make_window(application, path, data_root)
    window.settled.connect(collector.settle)
    window.show()
    return application.exec()
