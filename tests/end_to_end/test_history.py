"""The slider over a run's past: the real window and the real worker."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.network.architecture import Architecture
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.blocks.softmax import Softmax
from designer.network.file_format import save
from designer.ui.training.states import TrainingState
from tests.end_to_end.hands import SLOW_MS, Hands, open_window
from tests.engine.networks import chain, lenet5, with_settings

pytestmark = [pytest.mark.usefixtures("quick_worker"), pytest.mark.timeout(300), pytest.mark.qt_log_ignore("plugin does not support", extend=True)]


def network(**settings: object) -> Architecture:
    specs = (Input((1, 8, 8)), Conv2d(4, (3, 3), padding="same"), Dense(10), Softmax())
    return with_settings(chain(*specs, names=("input", "conv1", "dense1", "softmax")), learning_rate=0.01, **settings)


def wait_for_past(hands: Hands, step: int | None) -> None:
    """Wait until the maps on the screen are of a step of the past; none: of the present."""
    caption = "" if step is None else f"looking back: step {step:,}"
    live = hands.window.live_maps

    def is_shown() -> bool:
        found = live.frame_caption()
        return live.card("softmax") is not None and (found.startswith(caption) if caption else not found.startswith("looking back"))

    hands.qtbot.waitUntil(is_shown, timeout=SLOW_MS)


def test_one_slider_moves_maps_probabilities_and_the_mark_on_the_curves(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "small.cnn"
    path.write_text(save(network(epochs=3)))
    hands = open_window(qtbot, path)
    window, bar = hands.window, hands.window.history_bar
    window.document.select(["conv1"])
    hands.wait_for_maps()
    assert not bar.isVisible()
    random = window.live_maps.card("softmax")
    with qtbot.waitSignal(window.session.finished, timeout=SLOW_MS):
        hands.press("train")
    qtbot.waitUntil(lambda: bar.isVisible() and bar.moments.steps[-1] == 135, timeout=SLOW_MS)
    qtbot.waitUntil(lambda: window.live_maps.frame_caption() == "trained weights", timeout=SLOW_MS)  # not of a step before the last
    hands.wait_for_maps()
    trained = window.live_maps.card("softmax")

    QTest.keyClick(bar.slider, Qt.Key.Key_Home)
    wait_for_past(hands, 0)
    then = window.live_maps.card("softmax")
    assert random is not None and then is not None and trained is not None
    np.testing.assert_allclose(then.values, random.values, atol=1e-6)
    assert not np.allclose(then.values, trained.values)
    exact = window.live_maps.exact("conv1")
    assert exact is not None and exact.shape == (4, 8, 8)

    QTest.keyClick(window.canvas, Qt.Key.Key_Period)
    wait_for_past(hands, bar.moments.steps[1])
    QTest.mouseClick(bar.forward_button, Qt.MouseButton.LeftButton)
    wait_for_past(hands, 2)
    assert any("step 2" in text for text in window.training_panel.view.readouts()), "the curves are marked"
    QTest.mouseClick(bar.now_button, Qt.MouseButton.LeftButton)
    wait_for_past(hands, None)
    qtbot.waitUntil(lambda: window.live_maps.card("softmax") is not None, timeout=SLOW_MS)
    now = window.live_maps.card("softmax")
    assert now is not None
    np.testing.assert_allclose(now.values, trained.values, atol=1e-6)
    assert not any(window.training_panel.view.readouts())


def test_the_past_of_a_run_of_the_list_opens_with_its_network(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "small.cnn"
    path.write_text(save(network(epochs=1)))
    hands = open_window(qtbot, path)
    window, bar = hands.window, hands.window.history_bar
    with qtbot.waitSignal(window.session.finished, timeout=SLOW_MS):
        hands.press("train")
    window.files.begin_with(lenet5())
    assert not bar.isVisible()
    window.actions_table["show_runs"].trigger()
    panel = window.runs_panel
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1, timeout=SLOW_MS)
    panel.view.selectRow(0)
    panel.actions_of_runs["past"].trigger()
    wait_for_past(hands, 45)
    assert [block.id for block in window.document.architecture.blocks] == ["input", "conv1", "dense1", "softmax"]
    assert bar.isVisible() and bar.moments.steps[0] == 0 and bar.moments.step == 45


def test_the_past_can_be_looked_at_while_the_run_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "small.cnn"
    path.write_text(save(network(epochs=5000)))
    hands = open_window(qtbot, path)
    bar = hands.window.history_bar
    hands.press("train")
    hands.wait_for(TrainingState.RUNNING)
    qtbot.waitUntil(lambda: len(bar.moments.steps) > 5, timeout=SLOW_MS)
    QTest.keyClick(bar.slider, Qt.Key.Key_Home)
    wait_for_past(hands, 0)
    before = hands.step
    qtbot.waitUntil(lambda: hands.step > before + 20, timeout=SLOW_MS)
    assert hands.window.live_maps.frame_caption().startswith("looking back: step 0"), "training does not bring the present back"
    QTest.mouseClick(bar.now_button, Qt.MouseButton.LeftButton)
    wait_for_past(hands, None)
    with qtbot.waitSignal(hands.window.session.finished, timeout=SLOW_MS):
        hands.press("stop")
