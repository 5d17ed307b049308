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
from designer.ui.training.step_pictures import read_preview
from designer.ui.worker_client import WorkerClient

pytestmark = pytest.mark.usefixtures("quick_worker")


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[TrainingSession]:
    document = Document(load_template("lenet5"))
    document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 2))
    made = TrainingSession(document, WorkerClient(), pace=Pace.FULL)
    document.setParent(made)
    made.show_visible(tuple(document.architecture.order))
    yield made
    made.close()


def test_a_rate_is_found_and_changed_while_a_run_is_on_and_a_step_shows_its_batch(qtbot: QtBot, session: TrainingSession) -> None:
    document = session.document
    document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 1_000))
    session.find_rate()
    qtbot.waitUntil(lambda: not session.trial.is_on, timeout=120_000)
    assert session.trial.problem == "" and 1e-4 < session.trial.suggestion < 1.0
    assert len(session.trial.rates) > 20 and session.trial.share > 0.5

    with qtbot.waitSignal(session.step_made, timeout=60_000) as made:
        session.step()
    pictures = read_preview(made.args[0].preview)
    assert made.args[0].step == 1 and len(pictures) > 5, "nothing of the trial was kept"
    assert {picture.label for picture in pictures} <= set(range(10)) and all(0 <= picture.sure_after <= 1 for picture in pictures)

    session.resume()
    with qtbot.waitSignal(session.rate_set, timeout=30_000) as heard:
        session.set_learning_rate(0.001)
    assert heard.args[0].startswith("Learning rate 0.002 → 0.001 from step ")
    rates: list[float] = []
    session.progress_told.connect(lambda event: rates.append(event.learning_rate))
    qtbot.waitUntil(lambda: bool(rates) and abs(rates[-1] - 0.001) < 1e-9, timeout=30_000)
    with qtbot.waitSignal(session.finished, timeout=30_000):
        session.stop()


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
