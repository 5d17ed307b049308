"""A document with a small network, and a session with a scripted worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from designer.ui.document import Document
from designer.ui.training.session import TrainingSession
from designer.ui.worker_client import WorkerClient
from tests.ui.fake_worker import command


@dataclass
class Bench:
    """A session at work, and what it said."""

    document: Document
    client: WorkerClient
    session: TrainingSession
    lines: list[str] = field(default_factory=list)

    def heard(self, name: str) -> list[str]:
        """Return the arguments of the commands of this name that the worker got."""
        return [line.removeprefix(f"got {name} ") for line in self.lines if line.startswith(f"got {name} ")]


MakeBench = Callable[..., Bench]


@pytest.fixture
def drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw curves as soon as they change, and not at most once in a quarter of a second, or a whole one after the slow first time."""
    for name in ("_REPAINT_MS", "_SLOWEST_REPAINT_MS"):
        monkeypatch.setattr(f"designer.ui.training.curves_view.{name}", 0)


@pytest.fixture
def bench(qtbot: QtBot, document: Document) -> Iterator[MakeBench]:
    made: list[TrainingSession] = []

    def make(*arguments: str) -> Bench:
        client = WorkerClient(command(*arguments))
        session = TrainingSession(document, client)
        client.setParent(session)
        made.append(session)
        result = Bench(document, client, session)
        session.logged.connect(result.lines.append)
        return result

    yield make
    for session in made:
        session.close()
