"""A click on a pixel, with the real window and the real worker."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.end_to_end.hands import SLOW_MS, open_window

pytestmark = [pytest.mark.usefixtures("quick_worker"), pytest.mark.timeout(300), pytest.mark.qt_log_ignore("plugin does not support", extend=True)]
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


def test_a_click_on_a_map_of_a_card_explains_its_pixel(qtbot: QtBot) -> None:
    hands = open_window(qtbot)
    window, panel = hands.window, hands.window.maps_panel.arithmetic
    hands.wait_for_maps()
    window.document.select(["relu1"])
    window.docks["kernel_lab"].raise_()
    card = window.canvas.canvas_scene.cards["conv2"]
    assert card.maps is not None and card.maps.pixels.shape[1:] == (10, 10)
    tile = card.map_tiles()[3]
    at = window.canvas.mapFromScene(card.mapToScene(QPointF(tile.x() + tile.width() * 0.65, tile.y() + tile.height() * 0.45)))
    QTest.mouseMove(window.canvas.viewport(), at)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at)
    qtbot.waitUntil(lambda: panel.explanation() is not None, timeout=SLOW_MS)
    explanation = panel.explanation()
    assert explanation is not None and (explanation.block, explanation.place) == ("conv2", (3, 4, 6))
    assert panel.isVisible() and window.maps_panel.grid.selected() == 3 and window.document.selection == ("conv2",)
    (stage,) = explanation.stages
    assert abs(float(stage.products.sum()) + (stage.bias or 0.0) - explanation.value) <= 1e-6 * stage.magnitude
    values = window.live_maps.exact("conv2")
    assert values is not None and np.float32(explanation.value) == values[3, 4, 6]
