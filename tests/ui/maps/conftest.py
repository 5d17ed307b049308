import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.network.templates import load_template
from designer.ui.document import Document
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.panel import FeatureMapsPanel
from designer.ui.theme import Theme, ThemeChoice, Themes


@pytest.fixture
def themes(qapp: QApplication) -> Themes:
    return Themes(ThemeChoice.LIGHT)


@pytest.fixture
def theme(themes: Themes) -> Theme:
    return themes.current()


@pytest.fixture
def live(qtbot: QtBot) -> LiveMaps:
    return LiveMaps()


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    return Document(load_template("lenet5"))


@pytest.fixture
def panel(qtbot: QtBot, document: Document, live: LiveMaps, themes: Themes) -> FeatureMapsPanel:
    panel = FeatureMapsPanel(document, live, themes)
    qtbot.addWidget(panel)
    panel.resize(460, 420)
    panel.show()
    return panel
