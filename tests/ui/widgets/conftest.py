import pytest
from PySide6.QtWidgets import QApplication

from designer.ui.theme import ThemeChoice, Themes


@pytest.fixture
def themes(qapp: QApplication) -> Themes:
    return Themes(ThemeChoice.LIGHT)
