import pytest
from pytestqt.qtbot import QtBot

from designer.ui.document import Document
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.panel import FeatureMapsPanel
from designer.ui.theme import Themes


@pytest.fixture
def live(qtbot: QtBot) -> LiveMaps:
    return LiveMaps()


@pytest.fixture
def panel(qtbot: QtBot, document: Document, live: LiveMaps, themes: Themes) -> FeatureMapsPanel:
    panel = FeatureMapsPanel(document, live, themes)
    qtbot.addWidget(panel)
    panel.resize(560, 460)
    panel.show()
    return panel
