from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.protocol.events import RatesTried
from designer.ui.theme import Themes
from designer.ui.training.rate_finder import RateFinderDialog
from designer.ui.training.rate_search import RateSearch
from designer.ui.training.states import TrainingState
from tests.ui.training.conftest import Bench, MakeBench

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
Opened = tuple[Bench, RateFinderDialog]


@pytest.fixture
def opened(qtbot: QtBot, bench: MakeBench, themes: Themes) -> Callable[..., Opened]:
    def make(*arguments: str) -> Opened:
        at = bench(*arguments)
        finder = RateFinderDialog(at.session, themes)
        qtbot.addWidget(finder)
        finder.open_and_begin()
        return at, finder

    return make


def wait_for_end(qtbot: QtBot, at: Bench) -> None:
    qtbot.waitUntil(lambda: not at.session.trial.is_on, timeout=10_000)


def state(at: Bench) -> TrainingState:
    return at.session.state


def rate_of(at: Bench) -> float:
    return at.document.architecture.training.learning_rate


def test_a_trial_is_drawn_and_its_suggestion_used_as_one_undo_step(qtbot: QtBot, opened: Callable[..., Opened]) -> None:
    at, finder = opened()
    assert state(at) is TrainingState.FINDING and finder.cancel_button.isVisible() and not finder.use_button.isVisible()
    wait_for_end(qtbot, at)
    assert state(at) is TrainingState.READY
    assert len(at.session.trial.rates) == 5 and at.session.trial.losses[-1] == pytest.approx(0.7)
    assert finder.use_button.text() == "Use 0.0032"
    assert finder.sentence.text() == "Suggested: 0.0032; the network has 0.002. A click on the curve chooses another."
    finder.use_button.click()
    assert rate_of(at) == 0.0032 and not finder.isVisible()
    assert at.document.undo_label == "Set learning rate 0.002 → 0.0032"
    at.document.undo()
    assert rate_of(at) == 0.002


def test_pointer_and_keys_choose_another_rate(qtbot: QtBot, opened: Callable[..., Opened]) -> None:
    at, finder = opened()
    wait_for_end(qtbot, at)
    place = finder.curve.place_of(0.01).toPoint()
    QTest.mouseClick(finder.curve, Qt.MouseButton.LeftButton, pos=QPoint(place.x(), 20))
    chosen = float(finder.use_button.text().removeprefix("Use "))
    assert chosen == pytest.approx(0.01, rel=0.1)
    QTest.keyClick(finder.curve, Qt.Key.Key_Left)
    assert finder.use_button.text() == "Use 0.001"
    QTest.keyClick(finder.curve, Qt.Key.Key_Right)
    finder.use_button.click()
    assert rate_of(at) == 0.01


def test_a_trial_can_be_cancelled_and_tried_again(qtbot: QtBot, opened: Callable[..., Opened]) -> None:
    at, finder = opened("--endless-trial")
    qtbot.waitUntil(lambda: at.session.trial.share == 1.0, timeout=10_000)
    finder.cancel_button.click()
    wait_for_end(qtbot, at)
    assert finder.sentence.text() == "The trial was cancelled."
    assert not finder.use_button.isEnabled() and finder.again_button.isEnabled()
    finder.again_button.click()
    assert at.session.trial.is_on and len(at.session.trial.rates) == 0
    finder.close()
    wait_for_end(qtbot, at)
    assert at.session.state is TrainingState.READY


def test_a_trial_without_a_result_says_so(qtbot: QtBot, opened: Callable[..., Opened]) -> None:
    at, finder = opened("--no-rate")
    wait_for_end(qtbot, at)
    assert finder.sentence.text() == "The loss fell nowhere." and not finder.use_button.isEnabled()


def test_a_worker_that_dies_ends_the_trial_with_the_reason(qtbot: QtBot, opened: Callable[..., Opened]) -> None:
    at, finder = opened("--die-on", "FindLearningRate")
    broken: list[str] = []
    at.session.broke_off.connect(broken.append)
    wait_for_end(qtbot, at)
    assert "killed by signal 9" in finder.sentence.text() and broken == []


def test_no_trial_begins_while_a_run_is_on(qtbot: QtBot, bench: MakeBench, themes: Themes) -> None:
    at = bench()
    at.session.train()
    qtbot.waitUntil(lambda: at.session.state is TrainingState.RUNNING, timeout=10_000)
    finder = RateFinderDialog(at.session, themes)
    qtbot.addWidget(finder)
    with qtbot.waitSignal(at.session.told, timeout=1_000) as heard:
        finder.open_and_begin()
    assert "A run is on" in heard.args[0] and not finder.isVisible()
    assert at.heard("FindLearningRate") == []


def test_nothing_can_be_trained_during_a_trial(qtbot: QtBot, opened: Callable[..., Opened]) -> None:
    at, _finder = opened("--endless-trial")
    run = at.session.run
    at.session.train()
    at.session.step()
    at.session.set_learning_rate(0.5)
    assert (at.session.state, at.session.run) == (TrainingState.FINDING, run)


def test_a_report_that_does_not_fit_itself_is_left_out() -> None:
    trial = RateSearch()
    trial.begin()
    for rates, losses in ((b"\0" * 8, b"\0" * 4), (b"\0" * 3, b"\0" * 3)):
        trial.take(RatesTried(run=1, rates=rates, losses=losses, share=0.5))
    assert len(trial.rates) == 0 and trial.share == 0.0


@pytest.mark.parametrize("losses", [[2.0], [2.0, 2.0], [2.0, 1.0, float("nan")], [2.0, 1.0, float("inf")], [1.0, 2.0, 1e30]])
def test_every_curve_can_be_drawn(qtbot: QtBot, themes: Themes, bench: MakeBench, losses: list[float]) -> None:
    finder = RateFinderDialog(bench().session, themes)
    qtbot.addWidget(finder)
    rates = np.geomspace(1e-5, 1, len(losses), dtype=np.float32)
    finder.curve.show_trial(rates, np.array(losses, np.float32), 0.5, 0.0)
    finder.curve.show_chosen(0.001)
    assert not finder.curve.grab().isNull()
