from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.ui.theme import Themes
from designer.ui.training.rate_control import RateControl
from designer.ui.training.states import TrainingState
from tests.ui.training.conftest import Bench, MakeBench

Running = tuple[Bench, RateControl]


@pytest.fixture
def running(qtbot: QtBot, bench: MakeBench, themes: Themes) -> Running:
    """A run that goes on for as long as a test needs."""
    at = bench()
    at.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 10_000))
    control = RateControl(at.session, themes)
    qtbot.addWidget(control)
    assert not control.isVisible()
    at.session.train()
    qtbot.waitUntil(lambda: at.session.state is TrainingState.RUNNING, timeout=10_000)
    return at, control


def test_buttons_change_the_rate_of_the_run_and_not_the_network(qtbot: QtBot, running: Running) -> None:
    at, control = running
    document = at.document.architecture
    with qtbot.waitSignal(at.session.rate_set, timeout=5_000) as heard:
        control.buttons["×½"].click()
    assert heard.args[0].startswith("Learning rate 0.002 → 0.001 from step ")
    assert (control.field.text(), at.session.base_rate) == ("0.001", 0.001)
    with qtbot.waitSignal(at.session.rate_set, timeout=5_000):
        control.buttons["÷10"].click()
    assert at.session.base_rate == 0.0001
    assert at.document.architecture is document


def test_quick_presses_count_all(qtbot: QtBot, running: Running) -> None:
    at, control = running
    for _ in range(3):
        control.buttons["×2"].click()
    qtbot.waitUntil(lambda: at.session.base_rate == 0.016, timeout=5_000)
    assert [json.loads(line)["learning_rate"] for line in at.heard("SetLearningRate")] == [0.004, 0.008, 0.016]


def test_a_typed_rate_counts_at_enter_and_wrong_text_does_not(qtbot: QtBot, running: Running) -> None:
    at, control = running
    control.field.setText("-1")
    QTest.keyClick(control.field, Qt.Key.Key_Return)
    assert control.field.property("invalid")
    control.field.setText("3e-4")
    with qtbot.waitSignal(at.session.rate_set, timeout=5_000):
        QTest.keyClick(control.field, Qt.Key.Key_Return)
    assert not control.field.property("invalid") and len(at.heard("SetLearningRate")) == 1


def test_the_new_rate_is_kept_in_the_network_only_when_asked(qtbot: QtBot, running: Running) -> None:
    at, control = running
    assert control.keep_button.isHidden()
    with qtbot.waitSignal(at.session.rate_set, timeout=5_000):
        control.buttons["×2"].click()
    assert not control.keep_button.isHidden()
    control.keep_button.click()
    assert at.document.undo_label == "Set learning rate 0.002 → 0.004" and control.keep_button.isHidden()
    at.document.undo()
    assert not control.keep_button.isHidden() and at.session.base_rate == 0.004


def test_it_goes_when_the_run_ends_and_begins_anew_with_the_next(qtbot: QtBot, running: Running) -> None:
    at, control = running
    with qtbot.waitSignal(at.session.rate_set, timeout=5_000):
        control.buttons["×2"].click()
    with qtbot.waitSignal(at.session.finished, timeout=5_000):
        at.session.stop()
    assert control.isHidden()
    at.session.train(fresh=True)
    qtbot.waitUntil(lambda: at.session.state is TrainingState.RUNNING, timeout=10_000)
    assert control.field.text() == "0.002"
