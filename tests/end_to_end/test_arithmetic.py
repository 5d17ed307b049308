"""A click on a pixel, with the real window and the real worker."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.end_to_end.hands import SLOW_MS, open_window

pytestmark = [pytest.mark.timeout(300), pytest.mark.qt_log_ignore("plugin does not support", extend=True)]
LEFT = Qt.MouseButton.LeftButton


def test_a_click_explains_the_pixel_and_follows_it_while_training(qtbot: QtBot) -> None:
    hands = open_window(qtbot)
    window = hands.window
    maps, panel, live = window.maps_panel, window.maps_panel.arithmetic, window.live_maps
    window.document.select(["conv2"])
    qtbot.waitUntil(lambda: live.exact_maps("conv2") is not None, timeout=SLOW_MS)
    tile = maps.grid.tile_rect(5)
    click = QPoint(tile.x() + int(6.5 * tile.width() / 10), tile.y() + int(4.5 * tile.height() / 10))
    QTest.mouseClick(maps.grid.viewport(), LEFT, pos=click)

    def shown() -> tuple[object, ...]:
        found = panel.explanation()
        return () if found is None else (found.block, found.place)

    qtbot.waitUntil(lambda: shown() == ("conv2", (5, 4, 6)), timeout=SLOW_MS)
    assert panel.isVisible() and panel.title.text().startswith("conv2 map 5, row 4, column 6 = ")
    explanation, values = panel.explanation(), live.exact("conv2")
    assert explanation is not None and values is not None
    (stage,) = explanation.stages
    assert np.float32(explanation.value) == values[5, 4, 6], "the pixel on the screen"
    total = float(stage.products.sum()) + (stage.bias or 0.0)
    assert abs(total - explanation.value) <= 1e-6 * stage.magnitude, "the numbers in the tables add up to it"

    QTest.keyClick(panel.window_view.tables, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown() == ("conv2", (5, 4, 7)), timeout=SLOW_MS)

    hands.press("train")
    qtbot.waitUntil(lambda: panel.subtitle.text().rpartition(" · ")[2].startswith("step "), timeout=SLOW_MS)
    hands.press("stop")
    QTest.keyClick(maps.grid, Qt.Key.Key_Escape)
    assert panel.isHidden() and maps.isVisible()
    QTest.keyClick(maps.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown() == ("conv2", (5, 5, 5)), timeout=SLOW_MS)
    window.document.select(["pool2"])
    assert panel.isHidden(), "another block, another pixel"
