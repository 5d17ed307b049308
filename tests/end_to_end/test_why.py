"""Reasons and exciting pictures, with the real window and the real worker: before, while and after training."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.ui.why.panel import EXCITING, PROBE
from designer.ui.why.questions import Method
from tests.end_to_end.hands import SLOW_MS, Hands, open_window

pytestmark = [pytest.mark.usefixtures("quick_worker"), pytest.mark.timeout(300), pytest.mark.qt_log_ignore("plugin does not support", extend=True)]
LEFT = Qt.MouseButton.LeftButton


def wait_for_answer(hands: Hands, method: Method, trained: bool) -> None:
    reasons = hands.window.reasons

    def is_there() -> bool:
        reason = reasons.reason
        return reason is not None and reason.method is method and reason.told.trained is trained and not reasons.is_asking and reasons.is_current()

    hands.qtbot.waitUntil(is_there, timeout=SLOW_MS)


def test_from_random_weights_to_reasons_and_to_the_pictures_of_a_map(qtbot: QtBot) -> None:
    hands = open_window(qtbot)
    window, reasons, panel = hands.window, hands.window.reasons, hands.window.why_panel
    assert not panel.is_built
    window.actions_table["show_why"].trigger()
    wait_for_answer(hands, Method.SALIENCY, trained=False)
    assert panel.probe.moment() == "random weights" and panel.probe.choices.method.hasFocus()

    window.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 1_000))
    of_run: list[int] = []
    epochs: list[object] = []
    reasons.answered.connect(lambda: of_run.append(reasons.reason.told.step) if reasons.reason and reasons.reason.told.run else None)
    window.session.epoch_finished.connect(epochs.append)
    hands.press("train")
    qtbot.waitUntil(lambda: len(epochs) >= 3 and max(of_run, default=0) > 0, timeout=SLOW_MS)  # answers follow the training
    with qtbot.waitSignal(window.session.finished, timeout=SLOW_MS):
        hands.press("stop")
    wait_for_answer(hands, Method.SALIENCY, trained=True)

    for method in Method:
        panel.probe.choices.show_method(method)
        wait_for_answer(hands, method, trained=True)
        assert reasons.reason is not None and reasons.reason.values.any()
        assert panel.probe.view.isVisible() and panel.probe.explanation()
    assert reasons.reason is not None
    told = reasons.reason.told
    assert told.target == told.predicted == int(np.argmax(reasons.reason.probabilities))
    before = told.predicted

    panel.probe.choices.show_method(Method.SALIENCY)
    wait_for_answer(hands, Method.SALIENCY, trained=True)
    window.history_bar.step(-3)
    qtbot.waitUntil(lambda: panel.probe.moment().startswith("looking back: step ") and reasons.is_current(), timeout=SLOW_MS)
    assert reasons.reason is not None and reasons.reason.told.past and reasons.reason.told.step == window.history_bar.moments.step
    then = reasons.reason.values
    QTest.mouseClick(window.history_bar.now_button, LEFT)
    qtbot.waitUntil(lambda: panel.probe.moment() == "trained weights" and reasons.is_current(), timeout=SLOW_MS)
    assert not np.array_equal(reasons.reason.values, then)
    panel.probe.choices.show_method(Method.OCCLUSION)
    wait_for_answer(hands, Method.OCCLUSION, trained=True)

    window.document.select(("conv2",))
    panel.show_page(EXCITING)
    panel.exciting.channel.setValue(5)
    with qtbot.waitSignal(reasons.found, timeout=SLOW_MS):
        QTest.mouseClick(panel.exciting.find_button, LEFT)
    grid = panel.exciting.grid
    values = [picture.value for picture in grid.pictures()]
    assert len(values) == 9 and values == sorted(values, reverse=True)
    assert all(picture.field is not None for picture in grid.pictures())
    place = next(number for number, picture in enumerate(grid.pictures()) if picture.label != before)
    with qtbot.waitSignal(window.session.probe_chosen, timeout=SLOW_MS) as chosen:
        QTest.mouseClick(grid.viewport(), LEFT, pos=grid.tile_rect(place).center())
    assert chosen.args is not None and (chosen.args[0].index, chosen.args[0].part) == (grid.pictures()[place].index, "test")
    panel.show_page(PROBE)
    wait_for_answer(hands, Method.OCCLUSION, trained=True)
