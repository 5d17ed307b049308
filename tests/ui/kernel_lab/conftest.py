"""The lab alone, without a window around it."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from designer.ui.document import Document
from designer.ui.kernel_lab.lab import LabView
from designer.ui.kernel_lab.matrices import LabMatrices
from designer.ui.maps.live import LiveMaps
from designer.ui.theme import Themes

LARGE = (1180, 760)


@pytest.fixture
def lab(qtbot: QtBot, document: Document, themes: Themes) -> Iterator[LabView]:
    view = LabView(document, LabMatrices(document, LiveMaps()), themes)
    qtbot.addWidget(view)
    view.resize(*LARGE)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    yield view
