"""What most window tests begin with: a theme, LeNet-5 as a document, and the assembled window with a scripted worker."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from designer.network.templates import load_template
from designer.ui.document import Document
from designer.ui.files.settings import Settings
from designer.ui.main_window import MainWindow
from designer.ui.theme import ThemeChoice, Themes
from designer.ui.training.states import TrainingState
from designer.ui.worker_client import WorkerClient
from tests.ui.fake_worker import command


@pytest.fixture
def themes(qapp: QApplication) -> Themes:
    return Themes(ThemeChoice.LIGHT)


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    return Document(load_template("lenet5"))


def _forget_edits(widget: QWidget) -> None:
    assert isinstance(widget, MainWindow)
    widget.files.ask_before_losing = lambda: True  # type: ignore[method-assign]  # nobody is there to answer


@pytest.fixture
def make_window(qtbot: QtBot) -> Callable[..., MainWindow]:
    """Return a function that opens a window of a size on LeNet-5, and waits for its first maps."""

    def make(width: int = 1600, height: int = 1000) -> MainWindow:
        settings = Settings()
        window = MainWindow(settings, Themes(settings.theme), None, WorkerClient(command()))
        window.files.open_first(None)
        qtbot.addWidget(window, before_close_func=_forget_edits)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.session.state is TrainingState.READY)
        window.activateWindow()
        return window

    return make
