"""The data set window over a small main widget, with a scripted worker."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from designer.network.edits import set_training
from designer.network.templates import load_template
from designer.ui.data.dataset_window import DatasetWindow
from designer.ui.data.look_answer import LookState
from designer.ui.document import Document
from designer.ui.theme import Themes
from designer.ui.training.session import TrainingSession
from designer.ui.training.states import TrainingState
from designer.ui.worker_client import WorkerClient
from tests.ui.fake_worker import command


@dataclass
class DataBench:
    """The window, what it is about, and what the worker heard."""

    document: Document
    session: TrainingSession
    window: DatasetWindow
    lines: list[str] = field(default_factory=list)

    def heard(self, name: str) -> list[dict[str, Any]]:
        """Return the commands of a name that the worker got."""
        return [json.loads(line.removeprefix(f"got {name} ")) for line in self.lines if line.startswith(f"got {name} ")]

    def train_with(self, name: str) -> None:
        """Let the document train with another data set."""
        assert self.document.attempt("data", lambda architecture: set_training(architecture, "dataset", name))


OpenWindow = Callable[..., DataBench]


@pytest.fixture
def open_window(qtbot: QtBot, themes: Themes) -> Iterator[OpenWindow]:
    """Return a function that opens the window on LeNet-5, and waits until something is to be seen."""
    made: list[TrainingSession] = []

    def make(dataset: str = "digits", state: LookState = LookState.SEEN) -> DataBench:
        document = Document(load_template("lenet5"))
        client = WorkerClient(command())
        session = TrainingSession(document, client)
        client.setParent(session)
        made.append(session)
        owner = QWidget()
        owner.resize(1_600, 1_000)
        qtbot.addWidget(owner)
        bench = DataBench(document, session, DatasetWindow(document, session, client, themes, owner))
        session.logged.connect(bench.lines.append)
        if dataset != "digits":
            bench.train_with(dataset)
        session.begin()
        qtbot.waitUntil(lambda: session.state is TrainingState.READY)
        with qtbot.waitExposed(bench.window):
            bench.window.show()
        qtbot.waitUntil(lambda: bench.window.look.state is state)
        return bench

    yield make
    for session in made:
        session.close()


@pytest.fixture
def dressed(qapp: QApplication, themes: Themes) -> Iterator[None]:
    """Dress the application in the theme: sizes and focus frames are the style sheet's."""
    font, palette, name = qapp.font(), qapp.palette(), qapp.style().objectName()
    themes.apply_to(qapp)
    yield
    qapp.setStyleSheet("")
    qapp.setStyle(name)
    qapp.setPalette(palette)
    qapp.setFont(font)
