"""The session and the real worker: the one test here that needs torch, in the worker's process only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.templates import load_template
from designer.protocol import events as e
from designer.ui.document import Document
from designer.ui.training.pace import Pace
from designer.ui.training.session import TrainingSession
from designer.ui.worker_client import WorkerClient


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[TrainingSession]:
    document = Document(load_template("lenet5"))
    document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 2))
    made = TrainingSession(document, WorkerClient(), pace=Pace.FULL)
    document.setParent(made)
    made.show_visible(tuple(document.architecture.order))
    yield made
    made.close()


def test_lenet5_is_shown_stepped_paused_and_trained(qtbot: QtBot, session: TrainingSession) -> None:
    frames: list[e.MapsDrawn] = []
    session.frame_drawn.connect(frames.append)
    with qtbot.waitSignal(session.frame_drawn, timeout=60_000):
        session.begin()
    assert session.dataset.loaded is not None and len(session.dataset.loaded.classes) == 10
    assert not frames[-1].trained and {card.block for card in frames[-1].cards} >= {"conv1", "pool2"}

    with qtbot.waitSignal(session.step_made, timeout=30_000) as made:
        session.step()
    assert made.args[0].loss_after < made.args[0].loss_before
    assert session.state.name == "PAUSED"

    with qtbot.waitSignal(session.finished, timeout=60_000) as ended:
        session.resume()
    assert ended.args[0].ending is e.Ending.COMPLETED
    assert ended.args[0].best_epoch in (1, 2) and ended.args[0].test_accuracy > 0.5
    assert session.state.name == "READY"
    qtbot.waitUntil(lambda: frames[-1].trained, timeout=10_000)
