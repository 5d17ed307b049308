"""A run that was cut off, and a person who goes on with it: the real window and the real worker."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from safetensors.torch import load_file

from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.input import Input
from designer.network.file_format import save
from designer.protocol.events import Ending
from designer.runs.listing import list_runs, summarise
from designer.ui.training.pace import Pace
from designer.ui.training.states import TrainingState
from tests.end_to_end.hands import SLOW_MS, Hands, open_window
from tests.engine.networks import chain, with_settings

pytestmark = [pytest.mark.usefixtures("quick_worker"), pytest.mark.timeout(300), pytest.mark.qt_log_ignore("plugin does not support", extend=True)]


def small(**settings: object) -> Architecture:
    specs = (Input((1, 8, 8)), Conv2d(4, (3, 3), padding="same"), Dropout(0.2), Dense(10))
    network = chain(*specs, names=("input", "conv1", "drop1", "dense1"))
    return with_settings(network, **{"learning_rate": 0.01, "batch_size": 100, **settings})


def file_of(folder: Path, architecture: Architecture) -> Path:
    path = folder / "small.cnn"
    path.write_text(save(architecture))
    return path


def click(hands: Hands, label: str) -> None:
    """Press a button of the message line by its words."""
    button = next(button for button in hands.window.message_line.action_buttons() if button.text() == label)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def labels(hands: Hands) -> list[str]:
    return [button.text() for button in hands.window.message_line.action_buttons()]


def train_until(hands: Hands, step: int) -> None:
    hands.press("train")
    hands.wait_for(TrainingState.RUNNING)
    hands.qtbot.waitUntil(lambda: hands.step >= step, timeout=SLOW_MS)


def test_a_window_closed_while_training_offers_the_run_at_the_next_start_once(qtbot: QtBot, tmp_path: Path) -> None:
    path = file_of(tmp_path, small(epochs=5000))
    hands = open_window(qtbot, path)
    train_until(hands, 100)
    (live,) = list_runs()
    hands.window.close()
    assert summarise(live.path).ending == "interrupted"

    again = open_window(qtbot)  # on the first template: another network
    line = again.window.message_line
    assert line.isVisible() and "was cut off in epoch" in line.text() and labels(again) == ["Continue run", "Not now"]
    assert again.window.actions_table["continue_run"].isEnabled()
    assert again.window.document.architecture.name == "LeNet-5"
    with qtbot.waitSignal(again.window.session.run_started, timeout=SLOW_MS) as started:
        click(again, "Continue run")
    assert started.args is not None
    begun = started.args[0]
    assert begun.step >= 100 and begun.approximate == "" and Path(begun.folder) == live.path
    assert [block.id for block in again.window.document.architecture.blocks] == ["input", "conv1", "drop1", "dense1"]
    assert not line.isVisible() and not again.window.document.edited
    qtbot.waitUntil(lambda: again.step > begun.step + 20, timeout=SLOW_MS)
    curves = again.window.training_panel.view.curves
    assert curves is not None and curves.loss.training.steps[0] == 1, "the curve is there from its first step"
    reached = again.step
    again.window.close()

    third = open_window(qtbot, path, with_maps=False)
    click(third, "Not now")
    third.window.close()
    last = open_window(qtbot, path)
    assert not last.window.message_line.isVisible(), "asked once"
    document = last.window.document.architecture
    with qtbot.waitSignal(last.window.session.run_started, timeout=SLOW_MS) as started:
        last.window.actions_table["continue_run"].trigger()
    assert started.args is not None and started.args[0].step >= reached
    assert last.window.document.architecture is document and last.window.document.path == path, "it is open already"
    assert not last.window.actions_table["continue_run"].isEnabled()
    with qtbot.waitSignal(last.window.session.finished, timeout=SLOW_MS):
        last.press("stop")
    assert last.window.actions_table["continue_run"].isEnabled()


def set_epochs(hands: Hands, epochs: int) -> None:
    hands.window.document.attempt("Set epochs", lambda architecture: edits.set_training(architecture, "epochs", epochs))


def test_the_button_goes_on_after_the_end_after_stop_and_after_the_worker_died(qtbot: QtBot, tmp_path: Path) -> None:
    hands = open_window(qtbot, file_of(tmp_path, small(epochs=3)))
    go_on_after_the_end(hands)
    go_on_after_stop(hands)
    go_on_after_the_worker_died(hands)


def go_on_after_the_end(hands: Hands) -> None:
    """Train more with the same run, until the network is edited."""
    qtbot, window, session = hands.qtbot, hands.window, hands.window.session
    button = window.training_panel.buttons["train"]
    with qtbot.waitSignal(session.finished, timeout=SLOW_MS) as first:
        hands.press("train")
    assert first.args is not None and button.text() == "Train more"
    with qtbot.waitSignal(session.finished, timeout=SLOW_MS) as more:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert more.args is not None and more.args[0].folder == first.args[0].folder and more.args[0].step == 2 * first.args[0].step
    assert len(list_runs()) == 1 and list_runs()[0].epochs == 6

    window.document.attempt("Set filters", lambda architecture: edits.set_field(architecture, "conv1", "filters", 6))
    with qtbot.waitSignal(session.run_started, timeout=SLOW_MS) as warm:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert warm.args is not None and warm.args[0].folder != first.args[0].folder and warm.args[0].step == 0
    with qtbot.waitSignal(session.finished, timeout=SLOW_MS):
        pass


def go_on_after_stop(hands: Hands) -> None:
    qtbot, session, button = hands.qtbot, hands.window.session, hands.window.training_panel.buttons["train"]
    set_epochs(hands, 4)
    session.set_pace(Pace.STEPS_20)  # it cannot come to its end before it is stopped
    hands.step = 0
    hands.window.actions_table["train_fresh"].trigger()
    hands.wait_for(TrainingState.RUNNING)
    qtbot.waitUntil(lambda: hands.step > 15, timeout=SLOW_MS)
    with qtbot.waitSignal(session.finished, timeout=SLOW_MS) as stopped:
        hands.press("stop")
    assert stopped.args is not None and stopped.args[0].ending is Ending.STOPPED and button.text() == "Continue run"
    session.set_pace(Pace.FULL)
    with qtbot.waitSignal(session.finished, timeout=SLOW_MS) as finished:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert finished.args is not None
    assert (finished.args[0].ending, finished.args[0].step) == (Ending.COMPLETED, 4 * 15)
    assert finished.args[0].folder == stopped.args[0].folder


def go_on_after_the_worker_died(hands: Hands) -> None:
    """Go on bit for bit."""
    qtbot, session = hands.qtbot, hands.window.session
    set_epochs(hands, 12)
    with qtbot.waitSignal(session.finished, timeout=SLOW_MS) as whole:
        hands.window.actions_table["train_fresh"].trigger()
    hands.window.actions_table["train_fresh"].trigger()
    hands.wait_for(TrainingState.RUNNING)
    told = hands.steps_told
    qtbot.waitUntil(lambda: hands.steps_told > told, timeout=SLOW_MS)
    with qtbot.waitSignal(session.broke_off, timeout=SLOW_MS):
        hands.kill_worker()
    assert labels(hands) == ["Continue run", "Train again", "Show log"] and "signal 9" in hands.window.message_line.text()
    with qtbot.waitSignal(session.finished, timeout=SLOW_MS) as finished:
        click(hands, "Continue run")
    assert whole.args is not None and finished.args is not None
    first, second = whole.args[0], finished.args[0]
    assert second.ending is Ending.COMPLETED and second.step == first.step and second.folder != first.folder
    for name in ("best", "last"):
        one, other = (load_file(Path(event.folder) / f"{name}.safetensors") for event in (first, second))
        assert all(torch.equal(one[key], other[key]) for key in one)
