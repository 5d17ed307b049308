from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from designer.ui.analysis.panel import AnalysisPanel
from designer.ui.document import Document
from designer.ui.theme import Themes


@pytest.fixture
def panel(qtbot: QtBot, document: Document, themes: Themes) -> Iterator[AnalysisPanel]:
    """Give the Analysis tab on LeNet-5, wide enough for all columns."""
    made = AnalysisPanel(document, themes)
    qtbot.addWidget(made)
    made.resize(1700, 480)
    with qtbot.waitExposed(made):
        made.show()
    yield made
