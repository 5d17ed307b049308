"""Clicking a value of a card's maps: block, map and arithmetic of that pixel; dragging and the head of the card stay what they were."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.ui.arithmetic.wiring import ArithmeticWiring
from designer.ui.canvas.title_editor import CardTitleEditor
from designer.ui.main_window import MainWindow
from designer.ui.maps.pointed import PointedValue
from tests.ui.maps.frames import card, exact, frame, ramp

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
LEFT, NO_KEY, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(make_window: Callable[..., MainWindow], qtbot: QtBot) -> MainWindow:
    window = make_window()
    window.session.frame_drawn.disconnect(window.live_maps.show_frame)  # nothing but what the test sends
    window.session.probe_chosen.disconnect(window.live_maps.show_probe)
    window.document.select(["conv1"])
    shown = (card("conv1", ramp(6, 28, 28)), card("pool1", ramp(6, 14, 14)), card("conv2", ramp(16, 10, 10)), card("dense2", ramp(84)))
    window.live_maps.show_frame(frame(*shown, exact("conv1", ramp(6, 28, 28))))
    QApplication.processEvents()
    return window


def asked(window: MainWindow) -> PointedValue | None:
    wiring = window.findChild(ArithmeticWiring)
    assert isinstance(wiring, ArithmeticWiring)
    return wiring.questions.pixel


def place(window: MainWindow, name: str, channel: int, row: int, column: int) -> QPoint:
    """Return where the middle of a pixel of a card's map is in the viewport."""
    item = window.canvas.canvas_scene.cards[name]
    tile, maps = item.map_tiles()[channel], item.maps
    assert maps is not None
    _, height, width = maps.pixels.shape
    point = QPointF(tile.x() + (column + 0.5) * tile.width() / width, tile.y() + (row + 0.5) * tile.height() / height)
    return window.canvas.mapFromScene(item.mapToScene(point))


def head(window: MainWindow, name: str) -> QPoint:
    scene = window.canvas.canvas_scene
    return window.canvas.mapFromScene(scene.cards[name].mapToScene(scene.style_used.lines[0].center()))


def click(window: MainWindow, at: QPoint, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    QTest.mouseMove(window.canvas.viewport(), at)
    QTest.mouseClick(window.canvas.viewport(), LEFT, keys, at)
    QApplication.processEvents()


def test_a_click_on_a_map_selects_block_and_map_and_asks_about_the_pixel(window: MainWindow) -> None:
    window.docks["filters"].raise_()
    click(window, place(window, "conv2", 2, 4, 6))
    panel = window.maps_panel
    assert window.document.selection == ("conv2",) and panel.shown_block() == "conv2"
    assert asked(window) == PointedValue("conv2", 2, 4, 6)
    assert panel.arithmetic.isVisible() and panel.arithmetic.title.text() == "conv2 map 2, row 4, column 6"
    assert panel.grid.selected() == 2
    assert not panel.visibleRegion().isEmpty(), "its tab came to the front"
    assert not window.document.can_undo, "a click edits nothing"


def test_in_a_low_panel_the_footer_gives_its_room_to_the_arithmetic(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 640)
    window.docks.show("maps")
    qtbot.waitUntil(lambda: window.docks.is_narrow and window.maps_panel.footer.isVisible())
    window.maps_panel.grid.pixel_chosen.emit(0, 1, 1)
    assert window.maps_panel.arithmetic.isVisible() and not window.maps_panel.footer.isVisible()
    QTest.keyClick(window.maps_panel.grid, Qt.Key.Key_Escape)
    assert not window.maps_panel.arithmetic.isVisible() and window.maps_panel.footer.isVisible()


def test_another_pixel_of_the_block_that_is_selected_already(window: MainWindow) -> None:
    click(window, place(window, "conv1", 3, 20, 7))
    assert (asked(window), window.maps_panel.grid.selected()) == (PointedValue("conv1", 3, 20, 7), 3)
    click(window, place(window, "conv1", 0, 1, 1))
    assert (asked(window), window.maps_panel.grid.selected()) == (PointedValue("conv1", 0, 1, 1), 0)


def test_a_click_on_a_vector_asks_about_the_unit(window: MainWindow) -> None:
    click(window, place(window, "dense2", 0, 0, 30))
    assert asked(window) == PointedValue("dense2", 30, 0, 0) and window.maps_panel.bars.selected() == 30


def test_a_click_on_the_head_of_a_card_only_selects(window: MainWindow) -> None:
    click(window, head(window, "conv2"))
    assert window.document.selection == ("conv2",)
    assert asked(window) is None and not window.maps_panel.arithmetic.isVisible()


def test_ctrl_click_on_a_map_adds_to_the_selection_and_asks_nothing(window: MainWindow) -> None:
    click(window, place(window, "conv2", 2, 4, 6), CTRL)
    assert window.document.selection == ("conv1", "conv2") and asked(window) is None


def test_a_drag_that_begins_on_a_map_moves_the_card(window: MainWindow) -> None:
    viewport, start = window.canvas.viewport(), place(window, "conv2", 2, 4, 6)
    before = window.canvas.canvas_scene.rest["conv2"]
    QTest.mousePress(viewport, LEFT, NO_KEY, start)
    for step in (10, 30, 60):
        QTest.mouseMove(viewport, start + QPoint(step, 0))
    QTest.mouseRelease(viewport, LEFT, NO_KEY, start + QPoint(60, 0))
    QApplication.processEvents()
    assert window.canvas.canvas_scene.rest["conv2"] != before and window.document.can_undo
    assert asked(window) is None and not window.maps_panel.arithmetic.isVisible()


def test_a_block_that_is_pinned_stays(window: MainWindow) -> None:
    window.maps_panel.header.pin.click()
    click(window, place(window, "conv2", 2, 4, 6))
    assert window.document.selection == ("conv2",) and window.maps_panel.shown_block() == "conv1" and asked(window) is None


def test_far_away_a_click_only_selects(window: MainWindow) -> None:
    at = place(window, "conv2", 2, 4, 6)
    window.canvas.map_pointer.click(window.canvas.mapToScene(at), 0.1)
    assert asked(window) is None


def test_the_second_press_of_a_double_click_edits_the_title(window: MainWindow) -> None:
    at = place(window, "conv1", 1, 5, 5)
    click(window, at)
    QTest.mouseDClick(window.canvas.viewport(), LEFT, NO_KEY, at)
    assert asked(window) == PointedValue("conv1", 1, 5, 5)
    assert window.canvas.findChild(CardTitleEditor) is not None
    assert not window.document.can_undo
