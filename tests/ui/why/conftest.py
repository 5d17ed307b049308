"""Answers made from arrays, and the panel with a worker whose words the test says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from designer.protocol.commands import AnyCommand, AskWhy, FindExciting
from designer.protocol.events import ExcitingFound, ExcitingPicture, MapsDrawn, SeenPicture, WhyAnswered
from designer.ui.document import Document
from designer.ui.maps.live import LiveMaps
from designer.ui.theme import Themes
from designer.ui.training.session import TrainingSession
from designer.ui.why.asking import Reasons
from designer.ui.why.panel import EXCITING, WhyPanel
from designer.ui.worker_client import WorkerClient

T = TypeVar("T")
GREY = SeenPicture(size=(28, 28, 1), pixels=bytes(range(28)) * 28)


class Mouthpiece(WorkerClient):
    """A client without a worker: keeps what it is told, and says what the test says."""

    def __init__(self) -> None:
        super().__init__(["none"])
        self.sent: list[AnyCommand] = []
        self.is_there = True

    @property
    def is_running(self) -> bool:
        return self.is_there

    def send(self, command: AnyCommand) -> None:
        self.sent.append(command)

    def newest(self, kind: type[T]) -> T:
        return next(command for command in reversed(self.sent) if isinstance(command, kind))

    def count(self, kind: type[AnyCommand]) -> int:
        return sum(isinstance(command, kind) for command in self.sent)


def answered(number: int, method: str = "saliency", shape: tuple[int, int] = (28, 28), **told: Any) -> WhyAnswered:
    """Return an answer whose values count up from 0."""
    values = np.arange(shape[0] * shape[1], dtype="<f4") / 1_000
    shares = np.full(10, 0.01, "<f4")
    shares[7] = 0.91
    known: dict[str, Any] = {
        "block": "", "target": 7, "predicted": 7, "probabilities": shares.tobytes(), "score": 8.25, "shape": shape, "values": values.tobytes(),
        "picture": GREY, "run": 0, "step": 0, "trained": True, "revision": 1,
    }  # fmt: skip
    return WhyAnswered(number=number, method=method, **(known | told))


def frame(number: int = 1, run: int = 0, step: int = 0, revision: int = 1, past: str = "") -> MapsDrawn:
    return MapsDrawn(number=number, run=run, step=step, trained=True, revision=revision, cards=(), past=past)


def found(number: int, count: int = 9, **told: Any) -> ExcitingFound:
    """Return pictures 10, 11, … whose highest values stand at (2, 3) and see rows 4 to 17, columns 6 to 19."""
    pictures = tuple(
        ExcitingPicture(index=10 + place, label=place % 10, value=5.0 - place / 4, place=(2, 3), field=(4, 17, 6, 19), picture=GREY)
        for place in range(count)
    )
    known: dict[str, Any] = {
        "block": "conv2", "channel": 3, "part": "test", "shape": (28, 28), "looked_at": 180, "silent": 12, "pictures": pictures,
        "dataset": "digits", "classes": tuple("0123456789"), "run": 0, "step": 0, "trained": True, "revision": 1,
    }  # fmt: skip
    return ExcitingFound(number=number, **(known | told))


@dataclass
class Desk:
    """The panel at work."""

    document: Document
    session: TrainingSession
    client: Mouthpiece
    live: LiveMaps
    reasons: Reasons
    panel: WhyPanel


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(qtbot: QtBot, document: Document, themes: Themes) -> Iterator[MakeDesk]:
    """Return a function that opens the panel on LeNet-5."""
    sessions: list[TrainingSession] = []

    def make(width: int = 420, height: int = 640) -> Desk:
        client = Mouthpiece()
        session = TrainingSession(document, client)
        client.setParent(session)
        sessions.append(session)
        live = LiveMaps(session)
        live.classes = tuple("0123456789")
        reasons = Reasons(document, session, client, session)
        session.frame_drawn.connect(reasons.show_frame)
        session.probe_chosen.connect(reasons.show_probe)
        panel = WhyPanel(reasons, document, live, themes)
        qtbot.addWidget(panel)
        panel.resize(width, height)
        with qtbot.waitExposed(panel):
            panel.show()
        return Desk(document, session, client, live, reasons, panel)

    yield make
    for session in sessions:
        session.deleteLater()


def asked(desk: Desk, qtbot: QtBot, more_than: int = 0) -> AskWhy:
    """Return the newest question, once there are more than so many."""
    qtbot.waitUntil(lambda: desk.client.count(AskWhy) > more_than)
    return desk.client.newest(AskWhy)


def answer(desk: Desk, qtbot: QtBot, **told: Any) -> None:
    question = asked(desk, qtbot)
    desk.client.event_received.emit(answered(question.number, question.method, **told))


def ready(make_desk: MakeDesk, qtbot: QtBot) -> Desk:
    """Return a panel that shows its first answer."""
    desk = make_desk()
    desk.session.frame_drawn.emit(frame())
    answer(desk, qtbot)
    return desk


def search(desk: Desk, qtbot: QtBot) -> FindExciting:
    desk.document.select(("conv2",))
    desk.panel.show_page(EXCITING)
    desk.panel.show_channel(3)
    desk.panel.exciting.find_button.click()
    return desk.client.newest(FindExciting)
