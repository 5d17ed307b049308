"""The whole job, with the real window and the real worker: design, train, look, save, open again."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.file_format import load_file
from designer.ui.files.questions import Questions
from designer.ui.training.states import TrainingState
from tests.end_to_end.hands import SLOW_MS, open_window

pytestmark = [pytest.mark.timeout(300), pytest.mark.qt_log_ignore("plugin does not support", extend=True)]


def test_from_the_first_start_to_a_saved_file(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = open_window(qtbot)
    window, document, session = hands.window, hands.window.document, hands.window.session
    assert document.architecture.name == "LeNet-5"
    assert window.live_maps.frame_caption().startswith("random weights")

    hands.drop_on_wire("avg_pool", "relu1", "pool1")
    assert hands.order[2:5] == ["relu1", "pool3", "pool1"]
    assert (hands.shape("pool1"), hands.shape("conv2")) == ((6, 7, 7), (16, 3, 3))
    assert document.analysis.reports["dense1"].output_shape == (120,)
    hands.press("undo")
    assert "pool3" not in hands.order
    assert hands.shape("conv2") == (16, 10, 10)

    document.attempt("Set epochs", lambda architecture: edits.set_training(architecture, "epochs", 1000))
    hands.wait_for_maps()
    before = {name: window.live_maps.card(name) for name in window.canvas.visible_blocks()}
    assert set(before) == set(hands.order), "every card is in sight"
    hands.press("train")
    hands.wait_for(TrainingState.RUNNING)
    qtbot.waitUntil(lambda: hands.steps_told > 3, timeout=SLOW_MS)
    hands.press("train")
    hands.wait_for(TrainingState.PAUSED)
    paused_at = hands.step
    assert paused_at > 0
    qtbot.waitUntil(lambda: window.live_maps.frame_caption().startswith(f"step {paused_at:,}"), timeout=SLOW_MS)
    hands.wait_for_maps()
    for name, maps in before.items():
        now = window.live_maps.card(name)
        assert maps is not None and now is not None
        if name != "input":
            changed = not np.array_equal(maps.pixels, now.pixels) or not np.array_equal(maps.highs, now.highs)
            assert changed, f"the maps of {name} did not change during training"

    with qtbot.waitSignal(session.step_made, timeout=SLOW_MS) as made:
        hands.press("step")
    assert made.args is not None and made.args[0].step == paused_at + 1
    hands.wait_for(TrainingState.PAUSED)
    hands.press("train")
    qtbot.waitUntil(lambda: hands.step > paused_at + 10, timeout=SLOW_MS)
    with qtbot.waitSignal(session.finished, timeout=SLOW_MS):
        hands.press("stop")
    hands.wait_for(TrainingState.READY)

    path = tmp_path / "network.cnn"
    monkeypatch.setattr(Questions, "path_to_save", lambda self, suggested: path)
    hands.press("save")
    first = path.read_bytes()
    assert load_file(path) == document.architecture
    assert window.files.open_path(path)
    hands.press("save")
    assert path.read_bytes() == first

    pid = hands.worker_pid()
    window.close()
    assert not os.path.exists(f"/proc/{pid}"), "the worker is gone when the window is closed"


@pytest.mark.usefixtures("quick_worker")
def test_a_killed_worker_costs_nothing_but_the_run(qtbot: QtBot) -> None:
    hands = open_window(qtbot)
    window, document = hands.window, hands.window.document
    kept = document.architecture
    for moment in range(2):
        hands.press("train")
        hands.wait_for(TrainingState.RUNNING)
        told = hands.steps_told
        qtbot.waitUntil(lambda told=told, moment=moment: hands.steps_told > told + 3 * moment, timeout=SLOW_MS)  # type: ignore[misc]  # bound now
        with qtbot.waitSignal(window.session.worker_died, timeout=SLOW_MS) as died:
            hands.kill_worker()
        assert died.args is not None and "signal 9" in died.args[0]
        assert window.message_line.isVisible()
        assert document.architecture is kept
        assert window.actions_table["train"].isEnabled()
    hands.press("train")
    hands.wait_for(TrainingState.RUNNING)
    told = hands.steps_told
    qtbot.waitUntil(lambda: hands.steps_told > told, timeout=SLOW_MS)
    with qtbot.waitSignal(window.session.finished, timeout=SLOW_MS):
        hands.press("stop")
