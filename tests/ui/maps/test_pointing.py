"""Pointing at a value, in the panel or on a card: what it sees is framed everywhere else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.ui.main_window import MainWindow
from tests.ui.maps.frames import card, exact, frame, ramp

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
MakeWindow = Callable[..., MainWindow]
AWAY = QPoint(2, 2)


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    window = make_window()
    window.session.frame_drawn.disconnect(window.live_maps.show_frame)  # nothing but what the test sends
    window.session.probe_chosen.disconnect(window.live_maps.show_probe)
    window.document.select(["conv2"])
    shown = (card("input", ramp(1, 28, 28)), card("conv1", ramp(6, 28, 28)), card("pool1", ramp(6, 14, 14)))
    conv2 = card("conv2", ramp(16, 10, 10))
    window.live_maps.show_frame(frame(*shown, conv2, card("dense1", ramp(120)), exact("conv2", ramp(16, 10, 10))))
    QApplication.processEvents()
    return window


def hover_card(window: MainWindow, name: str, point: QPointF) -> None:
    canvas = window.canvas
    at = canvas.mapFromScene(canvas.canvas_scene.cards[name].mapToScene(point))
    QTest.mouseMove(canvas.viewport(), AWAY)
    QTest.mouseMove(canvas.viewport(), at)
    QApplication.processEvents()


def pixel_of_card(window: MainWindow, name: str, channel: int, row: int, column: int) -> QPointF:
    item = window.canvas.canvas_scene.cards[name]
    tile, maps = item.map_tiles()[channel], item.maps
    assert maps is not None
    _, height, width = maps.pixels.shape
    return QPointF(tile.x() + (column + 0.5) * tile.width() / width, tile.y() + (row + 0.5) * tile.height() / height)


def hover_grid(window: MainWindow, channel: int, row: int, column: int, side: int = 10) -> None:
    grid = window.maps_panel.grid
    tile = grid.tile_rect(channel)
    QTest.mouseMove(grid.viewport(), QPoint(tile.x() + int((column + 0.5) * tile.width() / side), tile.y() + int((row + 0.5) * tile.height() / side)))
    QApplication.processEvents()


def test_a_pixel_of_the_grid_is_framed_on_the_cards_before_it(window: MainWindow) -> None:
    hover_grid(window, 5, 0, 9)
    cards = window.canvas.canvas_scene.cards
    input_frame, own = cards["input"].frame, cards["conv2"].frame
    assert input_frame is not None and own is not None
    assert input_frame.seen.inside == ((0, 11), (16, 27)) and input_frame.seen.reach == ((-2, 11), (16, 29))
    assert (own.channel, own.seen.inside) == (5, ((0, 0), (9, 9)))
    assert cards["pool1"].frame is not None and cards["relu2"].frame is None, "what comes behind is not seen"
    text = "sees rows 0–11, columns 16–27 of the input (12\u00a0×\u00a012; 2 rows of padding above, 2 columns right)"
    assert window.maps_panel.footer.detail() == text
    assert not window.canvas.grab().isNull() and not window.maps_panel.grab().isNull()


def test_leaving_takes_the_frames_away(window: MainWindow) -> None:
    hover_grid(window, 5, 0, 9)
    QApplication.sendEvent(window.maps_panel.grid.viewport(), QEvent(QEvent.Type.Leave))
    assert all(item.frame is None for item in window.canvas.canvas_scene.cards.values())
    assert "mean" in window.maps_panel.footer.detail(), "what is known of all maps instead"


def test_a_pixel_of_a_card_is_told_and_framed_on_the_grid(window: MainWindow) -> None:
    window.document.select(["conv1"])
    window.live_maps.show_frame(frame(card("conv2", ramp(16, 10, 10)), card("conv1", ramp(6, 28, 28)), exact("conv1", ramp(6, 28, 28))))
    hover_card(window, "conv2", pixel_of_card(window, "conv2", 2, 4, 6))
    told = window.canvas.value_tip.text.split("\n")
    assert told[0].startswith("conv2: map 2, row 4, column 6 ")
    assert told[1] == "sees rows 6–19, columns 10–23 of the input (14\u00a0×\u00a014)"
    shown = window.maps_panel.grid.frame()
    assert shown is not None and shown.channel is None
    assert shown.seen.inside == ((8, 17), (12, 21)), "five pixels of pool1 are ten of conv1"
    hover_card(window, "conv2", QPointF(20, 20))
    assert window.canvas.value_tip.text == "" and window.maps_panel.grid.frame() is None


def test_the_card_of_the_exact_block_tells_exact_values(window: MainWindow) -> None:
    hover_card(window, "conv2", pixel_of_card(window, "conv2", 2, 4, 6))
    value = ramp(16, 10, 10)[2, 4, 6]
    assert window.canvas.value_tip.text.split("\n")[0] == f"conv2: map 2, row 4, column 6 = {value:.4g}".replace("-", "−")


def test_a_unit_of_a_vector_sees_all_maps(window: MainWindow) -> None:
    strip = window.canvas.canvas_scene.cards["dense1"].map_tiles()[0]
    hover_card(window, "dense1", QPointF(strip.x() + strip.width() * 30.5 / 120, strip.center().y()))
    told = window.canvas.value_tip.text.split("\n")
    assert told == ["dense1: unit 30 = −29.5", "sees the whole input (28\u00a0×\u00a028; 2 of padding on every side)"]


def test_what_is_pointed_at_follows_the_training_and_an_edit(window: MainWindow) -> None:
    hover_card(window, "conv2", pixel_of_card(window, "conv2", 0, 0, 0))
    window.live_maps.show_frame(frame(card("conv2", np.full((16, 10, 10), 0.5, np.float32)), step=3, run=1, trained=True))
    assert " ≈ 0.5\n" in window.canvas.value_tip.text
    window.document.attempt("", lambda old: edits.set_field(old, "conv1", "kernel", (3, 3)))
    found = window.canvas.canvas_scene.cards["input"].frame
    assert found is not None and found.seen.inside == ((0, 10), (0, 10))
    window.document.attempt("", lambda old: edits.remove_blocks(old, ["conv2"])[0])
    assert all(item.frame is None for item in window.canvas.canvas_scene.cards.values())


def test_a_gesture_points_at_nothing(window: MainWindow) -> None:
    hover_card(window, "conv2", pixel_of_card(window, "conv2", 0, 0, 0))
    at = window.canvas.mapFromScene(window.canvas.canvas_scene.point_of("conv2"))
    QTest.mousePress(window.canvas.viewport(), Qt.MouseButton.MiddleButton, pos=at)
    QTest.mouseMove(window.canvas.viewport(), at + QPoint(5, 5))
    assert window.canvas.map_pointer.value is None
    QTest.mouseRelease(window.canvas.viewport(), Qt.MouseButton.MiddleButton, pos=at)
