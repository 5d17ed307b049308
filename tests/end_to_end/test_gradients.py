"""The gradients of the last step below the maps, with the real window and the real worker."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.end_to_end.hands import SLOW_MS, open_window

pytestmark = [pytest.mark.usefixtures("quick_worker"), pytest.mark.timeout(300), pytest.mark.qt_log_ignore("plugin does not support", extend=True)]


def test_each_step_tells_the_gradient_of_the_block_and_it_stays_when_the_run_is_over(qtbot: QtBot) -> None:
    hands = open_window(qtbot)
    window = hands.window
    footer, live = window.maps_panel.footer, window.live_maps
    window.document.select(["conv2"])
    qtbot.waitUntil(lambda: live.exact_maps("conv2") is not None, timeout=SLOW_MS)
    assert "gradient" not in footer.detail() and footer.gradients.isHidden()

    hands.press("step")
    qtbot.waitUntil(lambda: " · gradient " in footer.detail(), timeout=SLOW_MS)
    assert footer.detail().endswith(" % of the weights") and not footer.gradients.isHidden()
    first = live.gradients
    assert first is not None and [told.block for told in first.blocks] == ["conv1", "conv2", "dense1", "dense2", "dense3"]
    assert len(footer.gradients.heights()) == 5 and max(footer.gradients.heights()) == 1
    hands.press("step")
    qtbot.waitUntil(lambda: live.gradients is not None and live.gradients.step > first.step, timeout=SLOW_MS)
    assert live.gradients != first

    window.document.select(["relu2"])
    qtbot.waitUntil(lambda: "mean" in footer.detail(), timeout=SLOW_MS)
    assert "gradient" not in footer.detail() and not footer.gradients.isHidden(), "it has no weights; the bars are of all blocks"
    window.document.select(["conv2"])
    hands.press("stop")
    qtbot.waitUntil(lambda: f" · gradient of step {first.step + 1}: " in footer.detail(), timeout=SLOW_MS)
    window.session.reset_weights()
    qtbot.waitUntil(lambda: footer.gradients.isHidden(), timeout=SLOW_MS)
    assert "gradient" not in footer.detail(), "random weights made no step"
