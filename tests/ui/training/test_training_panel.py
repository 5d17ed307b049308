from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.ui.theme import ThemeChoice, Themes
from designer.ui.training.states import TrainingState
from designer.ui.training.training_panel import TrainingPanel
from tests.ui.training.conftest import Bench, MakeBench

Shown = tuple[Bench, TrainingPanel]


@pytest.fixture
def shown(qtbot: QtBot, bench: MakeBench) -> Callable[..., Shown]:
    def make(*arguments: str) -> Shown:
        at = bench(*arguments)
        at.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 3))
        panel = TrainingPanel(at.session, Themes(ThemeChoice.LIGHT))
        qtbot.addWidget(panel)
        panel.resize(700, 300)
        panel.show()
        return at, panel

    return make


def test_before_the_first_run_it_says_how_to_begin(qtbot: QtBot, shown: Callable[..., Shown]) -> None:
    panel = shown()[1]
    assert panel.empty.isVisible()
    assert "Train (F5)" in panel.empty.text()
    QTest.mouseClick(panel.empty.button(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.view.isVisible(), timeout=10_000)


def test_a_run_is_drawn_and_ends_with_a_sentence_and_buttons(qtbot: QtBot, shown: Callable[..., Shown]) -> None:
    at, panel = shown()
    with qtbot.waitSignal(at.session.finished, timeout=15_000):
        at.session.train()
    assert panel.sentence.text() == "Finished after 30 steps in 0:20. Best validation accuracy 97.8 % in epoch 3; test 96.1 %."
    assert len(panel.view.curves.loss.training) == 30
    assert len(panel.view.curves.accuracy.validation) == 3
    qtbot.waitUntil(lambda: panel.view.legend_texts()[1].endswith("validation 97.8 %"), timeout=2_000)
    assert "epoch 3/3 · step 30/30" in panel.numbers.text() and "left" not in panel.numbers.text()
    with qtbot.waitSignal(panel.save_weights_requested, timeout=1_000):
        QTest.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.train_button, Qt.MouseButton.LeftButton)
    assert at.session.state is TrainingState.STARTING
    assert not panel.train_button.isVisible()
    qtbot.waitUntil(lambda: at.session.state is TrainingState.READY, timeout=10_000)


def test_switches_draw_the_same_points_otherwise(qtbot: QtBot, shown: Callable[..., Shown]) -> None:
    at, panel = shown()
    with qtbot.waitSignal(at.session.finished, timeout=15_000):
        at.session.train()
    qtbot.waitUntil(lambda: "0.339" in panel.view.legend_texts()[0] or "1.8" in panel.view.legend_texts()[0], timeout=2_000)
    before = panel.view.grab().toImage()
    panel.view.log_box.setChecked(True)
    panel.view.smoothing.setValue(0)
    qtbot.waitUntil(lambda: panel.view.grab().toImage() != before, timeout=2_000)
    assert len(panel.view.curves.loss.training) == 30


def test_a_step_says_what_it_did(qtbot: QtBot, shown: Callable[..., Shown]) -> None:
    at, panel = shown()
    with qtbot.waitSignal(at.session.step_made, timeout=10_000):
        at.session.step()
    assert panel.sentence.text() == "Step 1: the loss of this batch fell from 2.5 to 2.25."
    assert "epoch 1/3 · step 1/30" in panel.numbers.text()


def test_a_death_is_told_and_train_again_works(qtbot: QtBot, shown: Callable[..., Shown]) -> None:
    at, panel = shown("--die-on", "StopTraining")
    at.session.train()
    qtbot.waitUntil(lambda: at.session.state is TrainingState.RUNNING, timeout=10_000)
    with qtbot.waitSignal(at.session.broke_off, timeout=5_000):
        at.session.stop()
    assert "killed by signal 9" in panel.sentence.text()
    assert panel.train_button.text() == "Train again"
    with qtbot.waitSignal(at.session.finished, timeout=15_000):
        QTest.mouseClick(panel.train_button, Qt.MouseButton.LeftButton)


def test_every_focusable_part_has_a_name(qtbot: QtBot, shown: Callable[..., Shown]) -> None:
    at, panel = shown()
    with qtbot.waitSignal(at.session.finished, timeout=15_000):
        at.session.train()
    qtbot.waitUntil(lambda: panel.view.legend_texts()[1].endswith("validation 97.8 %"), timeout=2_000)
    focusable = [widget for widget in panel.findChildren(QWidget) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    named = [widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "") for widget in focusable]
    assert focusable and all(named), [type(widget).__name__ for widget, name in zip(focusable, named, strict=True) if not name]
