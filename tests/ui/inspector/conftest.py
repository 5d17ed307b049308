from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from designer.ui.document import Document
from designer.ui.inspector.panel import Inspector
from designer.ui.theme import Themes


@pytest.fixture
def inspector(qtbot: QtBot, document: Document, themes: Themes) -> Iterator[Inspector]:
    """Give an inspector in a window whose Ctrl+Z undoes."""
    window = QMainWindow()
    qtbot.addWidget(window)
    inspector = Inspector(document, themes, window)
    window.setCentralWidget(inspector)
    undo = QAction("Undo", window)
    undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
    undo.triggered.connect(document.undo)
    window.addAction(undo)
    window.resize(300, 620)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield inspector  # the window lives as long as the test
