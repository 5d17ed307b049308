"""Counts made from tables, and the results of a session with a scripted worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from designer.protocol.events import ConfusionCounted
from designer.ui.document import Document
from designer.ui.results.confusion import Confusion, decode_confusion
from designer.ui.results.panel import ResultsPanel
from designer.ui.results.results import Results
from designer.ui.theme import Themes
from designer.ui.training.session import TrainingSession
from designer.ui.training.states import TrainingState
from designer.ui.worker_client import WorkerClient
from tests.ui.fake_worker import command

Table = Sequence[Sequence[int]]


def counted(table: Table, classes: Sequence[str] = (), **told: Any) -> ConfusionCounted:
    """Return the message about a table of counts."""
    array = np.array(table)
    cells = np.column_stack([*np.nonzero(array), array[array > 0]]).astype("<i4").tobytes()
    names = tuple(classes) or tuple(str(number) for number in range(len(array)))
    moment: dict[str, Any] = {"run": 1, "epoch": 7, "step": 70, "revision": 1, "part": "validation", "dataset": "digits"}
    return ConfusionCounted(classes=names, cells=cells, **(moment | told))


def confusion(table: Table, classes: Sequence[str] = (), **told: Any) -> Confusion:
    return decode_confusion(counted(table, classes, **told))


@dataclass
class Desk:
    """The results at work, their panel, and the commands that the worker got."""

    document: Document
    session: TrainingSession
    results: Results
    panel: ResultsPanel
    lines: list[str]
    chosen: list[tuple[int, str, tuple[int, ...]]]

    def heard(self, name: str) -> list[str]:
        """Return the arguments of the commands of this name that the worker got."""
        return [line.removeprefix(f"got {name} ") for line in self.lines if line.startswith(f"got {name} ")]


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(qtbot: QtBot, document: Document, themes: Themes) -> Iterator[MakeDesk]:
    """Return a function that begins a session with a ready worker and opens the panel."""
    made: list[TrainingSession] = []

    def make(*arguments: str, width: int = 800, height: int = 320) -> Desk:
        client = WorkerClient(command(*arguments))
        session = TrainingSession(document, client)
        client.setParent(session)
        made.append(session)
        results = Results(document, session, client, session)
        panel = ResultsPanel(results, themes)
        qtbot.addWidget(panel)
        desk = Desk(document, session, results, panel, [], [])
        session.logged.connect(desk.lines.append)
        panel.picture_chosen.connect(lambda *chosen: desk.chosen.append(chosen))
        panel.resize(width, height)
        with qtbot.waitExposed(panel):
            panel.show()
        session.begin()
        qtbot.waitUntil(lambda: session.state is TrainingState.READY and session.dataset.loaded is not None, timeout=10_000)
        return desk

    yield make
    for session in made:
        session.close()
