from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.ui.training.end_notice import EndNotice, SystemNotifier
from designer.ui.training.states import TrainingState
from tests.ui.training.conftest import Bench, MakeBench


@dataclass
class Heard:
    """A notifier that only writes down."""

    messages: list[tuple[str, str, bool]] = field(default_factory=list)

    def notify(self, title: str, text: str, failed: bool) -> None:
        self.messages.append((title, text, failed))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def watch(at: Bench, window: QWidget) -> tuple[EndNotice, Heard]:
    heard = Heard()
    assert at.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 2))
    return EndNotice(at.session, window, heard), heard


def train(qtbot: QtBot, at: Bench) -> None:
    with qtbot.waitSignal(at.session.finished, timeout=10_000):
        at.session.train()


def test_a_run_that_ends_out_of_sight_is_told(qtbot: QtBot, bench: MakeBench, window: QWidget) -> None:
    at = bench()
    _notice, heard = watch(at, window)
    train(qtbot, at)
    (title, text, failed) = heard.messages[0]
    assert title == "Training has finished · LeNet-5" and text.startswith("Finished after 20 steps") and not failed
    assert len(heard.messages) == 1


def test_nothing_is_told_to_who_looks_or_does_not_want_it(qtbot: QtBot, bench: MakeBench, window: QWidget) -> None:
    at = bench()
    notice, heard = watch(at, window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
    train(qtbot, at)
    window.hide()
    notice.set_wanted(False)
    train(qtbot, at)
    assert heard.messages == []


def test_a_run_that_a_person_stopped_is_not_told(qtbot: QtBot, bench: MakeBench, window: QWidget) -> None:
    at = bench()
    _notice, heard = watch(at, window)
    at.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 10_000))
    at.session.train()
    qtbot.waitUntil(lambda: at.session.state is TrainingState.RUNNING, timeout=10_000)
    with qtbot.waitSignal(at.session.finished, timeout=10_000):
        at.session.stop()
    assert heard.messages == []


@pytest.mark.parametrize("arguments", [("--fail-at", "3"), ("--die-on", "StartTraining")])
def test_a_failure_is_told(qtbot: QtBot, bench: MakeBench, window: QWidget, arguments: tuple[str, str]) -> None:
    at = bench(*arguments)
    _notice, heard = watch(at, window)
    at.session.train()
    qtbot.waitUntil(lambda: bool(heard.messages), timeout=10_000)
    assert heard.messages[0][0].startswith("Training has failed") and heard.messages[0][2]


def test_the_systems_own_way_works_where_there_is_no_tray(qtbot: QtBot, window: QWidget) -> None:
    SystemNotifier(window).notify("Training has finished", "Finished after 20 steps.", False)
