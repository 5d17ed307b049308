from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.network.templates import load_template
from designer.ui.analysis.panel import AnalysisPanel
from designer.ui.document import Document
from designer.ui.theme import ThemeChoice, Themes


@pytest.fixture
def themes(qapp: QApplication) -> Themes:
    return Themes(ThemeChoice.LIGHT)


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    return Document(load_template("lenet5"))


@pytest.fixture
def panel(qtbot: QtBot, document: Document, themes: Themes) -> Iterator[AnalysisPanel]:
    """Give the Analysis tab on LeNet-5, wide enough for all columns."""
    made = AnalysisPanel(document, themes)
    qtbot.addWidget(made)
    made.resize(1700, 480)
    with qtbot.waitExposed(made):
        made.show()
    yield made
