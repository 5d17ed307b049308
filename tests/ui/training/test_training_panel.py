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


def set_epochs(at: Bench, epochs: int) -> None:
    assert at.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", epochs))


@pytest.fixture
def shown(qtbot: QtBot, bench: MakeBench, drawn_at_once: None) -> Callable[..., Shown]:
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
        QTest.mouseClick(panel.buttons["save"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.buttons["train"], Qt.MouseButton.LeftButton)
    assert at.session.state is TrainingState.STARTING
    assert not panel.buttons["train"].isVisible()
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
    set_epochs(at, 1_000)
    at.session.train()
    qtbot.waitUntil(lambda: at.session.state is TrainingState.RUNNING, timeout=10_000)
    with qtbot.waitSignal(at.session.broke_off, timeout=5_000):
        at.session.stop()
    assert "killed by signal 9" in panel.sentence.text()
    assert panel.buttons["again"].isVisible() and panel.buttons["continue"].isVisible()
    with qtbot.waitSignal(at.session.progress_told, timeout=15_000):
        QTest.mouseClick(panel.buttons["again"], Qt.MouseButton.LeftButton)


def test_a_run_that_went_wrong_offers_remedies_as_undo_steps(qtbot: QtBot, shown: Callable[..., Shown]) -> None:
    at, panel = shown("--fail-at", "3")
    with qtbot.waitSignal(at.session.failed, timeout=10_000):
        at.session.train()
    assert panel.sentence.text() == "The loss of step 3 is not a number; it began in conv2."
    assert panel.buttons["show"].text() == "Show conv2" and panel.buttons["again"].isVisible()
    with qtbot.waitSignal(panel.block_requested, timeout=1_000) as asked:
        QTest.mouseClick(panel.buttons["show"], Qt.MouseButton.LeftButton)
    assert asked.args == ["conv2"]
    remedy = panel.foot.remedies["learning rate 0.0002"]
    assert remedy.text() == "Learning rate 0.0002" and not remedy.isChecked()
    QTest.mouseClick(remedy, Qt.MouseButton.LeftButton)
    assert at.document.architecture.training.learning_rate == 0.0002 and remedy.isChecked()
    assert at.document.undo_label == "Set learning rate 0.002 → 0.0002"
    at.document.undo()
    assert not remedy.isChecked() and at.document.architecture.training.learning_rate == 0.002
    QTest.mouseClick(panel.foot.remedies["clip at 1"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.buttons["again"], Qt.MouseButton.LeftButton)
    assert at.session.state is TrainingState.STARTING and at.session.failure is None
    assert not panel.foot.remedies and not panel.buttons["again"].isVisible()


def test_the_best_weights_are_offered_where_the_last_are_others(qtbot: QtBot, shown: Callable[..., Shown]) -> None:
    at, panel = shown()
    with qtbot.waitSignal(at.session.finished, timeout=15_000):
        at.session.train()
    assert not panel.buttons["restore"].isVisible(), "the last epoch was the best"
    set_epochs(at, 1_000)
    at.session.train()
    with qtbot.waitSignal(at.session.epoch_finished, timeout=10_000), qtbot.waitSignal(at.session.progress_told, timeout=10_000):
        pass
    at.session.pause()
    qtbot.waitUntil(lambda: at.session.state is TrainingState.PAUSED, timeout=5_000)
    with qtbot.waitSignal(at.session.step_made, timeout=5_000):
        at.session.step()
    with qtbot.waitSignal(at.session.finished, timeout=10_000) as heard:
        at.session.stop()
    if heard.args[0].step % 10 == 0:
        return  # the pause came right at the end of an epoch
    assert panel.buttons["restore"].isVisible()
    QTest.mouseClick(panel.buttons["restore"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(at.heard("LoadWeights")), timeout=5_000)
    assert '"/runs/x/best.safetensors"' in at.heard("LoadWeights")[0]


def test_a_step_shows_its_batch_until_the_run_goes_on(qtbot: QtBot, shown: Callable[..., Shown]) -> None:
    at, panel = shown()
    with qtbot.waitSignal(at.session.step_made, timeout=10_000):
        at.session.step()
    assert panel.pictures.isVisible() and panel.pictures.summary().startswith("1 of 3 pictures right before")
    with qtbot.waitSignal(at.session.finished, timeout=15_000):
        at.session.resume()
    assert not panel.pictures.isVisible()


def test_what_is_kept_and_frozen_stands_there_while_the_run_is_on(qtbot: QtBot, shown: Callable[..., Shown]) -> None:
    at, panel = shown()
    at.document.attempt("freeze", lambda architecture: edits.set_frozen(architecture, ["conv2", "dense1"], True))
    with qtbot.waitSignal(at.session.finished, timeout=15_000):
        at.session.train()
    set_epochs(at, 10_000)
    at.session.train()
    qtbot.waitUntil(lambda: at.session.state is TrainingState.RUNNING, timeout=10_000)
    assert panel.foot.note.text() == "Trained weights kept: conv1 · 2 blocks frozen · the final softmax is part of the loss"
    assert panel.foot.note.isVisible()


def test_a_stuck_step_offers_to_wait_to_stop_and_to_kill(qtbot: QtBot, shown: Callable[..., Shown]) -> None:
    at, panel = shown()
    set_epochs(at, 100_000)
    at.session.train()
    qtbot.waitUntil(lambda: at.session.state is TrainingState.RUNNING, timeout=10_000)
    at.session.stalled.emit("The step has taken 14 s (usually 0.3 s).")
    assert panel.sentence.text() == "The step has taken 14 s (usually 0.3 s)."
    assert all(panel.buttons[key].isVisible() for key in ("wait", "stop", "kill"))
    at.session.stalled.emit("")
    assert not any(panel.buttons[key].isVisible() for key in ("wait", "stop", "kill"))
    at.session.stalled.emit("The step has taken 15 s (usually 0.3 s).")
    with qtbot.waitSignal(at.session.broke_off, timeout=5_000):
        QTest.mouseClick(panel.buttons["kill"], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.continue_requested, timeout=1_000):
        QTest.mouseClick(panel.buttons["continue"], Qt.MouseButton.LeftButton)


def test_every_focusable_part_has_a_name(qtbot: QtBot, shown: Callable[..., Shown]) -> None:
    at, panel = shown()
    with qtbot.waitSignal(at.session.finished, timeout=15_000):
        at.session.train()
    qtbot.waitUntil(lambda: panel.view.legend_texts()[1].endswith("validation 97.8 %"), timeout=2_000)
    focusable = [widget for widget in panel.findChildren(QWidget) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    named = [widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "") for widget in focusable]
    assert focusable and all(named), [type(widget).__name__ for widget, name in zip(focusable, named, strict=True) if not name]
