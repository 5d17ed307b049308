import pytest
from pytestqt.qtbot import QtBot

from designer.ui.document import Document
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.panel import FeatureMapsPanel
from designer.ui.theme import Theme, Themes


@pytest.fixture
def theme(themes: Themes) -> Theme:
    return themes.current()


@pytest.fixture
def live(qtbot: QtBot) -> LiveMaps:
    return LiveMaps()


@pytest.fixture
def panel(qtbot: QtBot, document: Document, live: LiveMaps, themes: Themes) -> FeatureMapsPanel:
    panel = FeatureMapsPanel(document, live, themes)
    qtbot.addWidget(panel)
    panel.resize(460, 420)
    panel.show()
    return panel
