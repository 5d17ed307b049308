from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.templates import load_template
from tests.ui.canvas.person import Canvas, make_canvas


def wheel(canvas: Canvas, at: QPoint, notches: int, keys: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(canvas.view.viewport().mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.view.viewport(), event)


def test_the_wheel_with_ctrl_zooms_at_the_pointer(canvas: Canvas, qtbot: QtBot) -> None:
    at = QPoint(200, 150)
    before = canvas.view.mapToScene(at)
    with qtbot.waitSignal(canvas.view.zoom_changed):
        wheel(canvas, at, 2, Qt.KeyboardModifier.ControlModifier)
    moved = canvas.view.mapToScene(at) - before
    assert canvas.view.zoom() == pytest.approx(1.25**2)
    assert abs(moved.x()) <= 1 and abs(moved.y()) <= 1


def test_zoom_stays_between_10_and_400_percent(canvas: Canvas) -> None:
    wheel(canvas, QPoint(10, 10), 100, Qt.KeyboardModifier.ControlModifier)
    assert canvas.view.zoom() == 4.0
    wheel(canvas, QPoint(10, 10), -100, Qt.KeyboardModifier.ControlModifier)
    assert canvas.view.zoom() == 0.1


def test_the_wheel_alone_and_two_fingers_scroll(canvas: Canvas) -> None:
    before = canvas.view.sight()
    wheel(canvas, QPoint(10, 10), -1, Qt.KeyboardModifier.NoModifier)
    assert canvas.view.sight().top() == before.top() + 120
    wheel(canvas, QPoint(10, 10), -1, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.view.sight().left() == before.left() + 120


@pytest.mark.parametrize("way", ["middle", "space"])
def test_middle_drag_and_space_drag_pan_and_change_nothing(canvas: Canvas, way: str) -> None:
    start, before = canvas.view.mapToScene(QPoint(300, 300)), canvas.view.sight()
    button = Qt.MouseButton.MiddleButton if way == "middle" else Qt.MouseButton.LeftButton
    if way == "space":
        QTest.keyPress(canvas.view, Qt.Key.Key_Space)
    canvas.press(start, button=button)
    canvas.move(start + QPointF(40, 25), held=button)
    canvas.release(start + QPointF(40, 25), button=button)
    if way == "space":
        QTest.keyRelease(canvas.view, Qt.Key.Key_Space)
    assert canvas.view.sight().topLeft() == before.topLeft() - QPointF(40, 25)
    assert canvas.selection == [] and not canvas.document.can_undo


def test_fit_shows_all_and_never_above_100_percent(canvas: Canvas) -> None:
    assert canvas.view.zoom() == 1.0
    canvas.view.resize(360, 500)
    assert canvas.view.sight().contains(canvas.scene.content_rect()), "a fitted picture stays fitted"
    assert canvas.view.zoom() < 1.0
    canvas.document.select(("conv2",))
    canvas.view.commands.fit_selection()
    assert canvas.view.sight().center().y() == pytest.approx(canvas.scene.point_of("conv2").y(), abs=1.5)
    canvas.view.commands.zoom_100()
    assert canvas.view.zoom() == 1.0


def test_it_tells_which_blocks_are_in_sight(canvas: Canvas, qtbot: QtBot) -> None:
    assert canvas.view.visible_blocks() == tuple(canvas.order)
    canvas.view.set_zoom(4.0)
    canvas.view.reveal("softmax")
    with qtbot.waitSignal(canvas.view.visible_changed) as told:
        pass
    assert told.args is not None and "softmax" in told.args[0] and "input" not in told.args[0]
    canvas.view.set_zoom(0.1)
    assert canvas.view.visible_blocks() == (), "cards this small show no maps"
    assert canvas.view.maps_per_card() == 6


def test_details_follow_what_can_be_read(canvas: Canvas) -> None:
    canvas.view.set_zoom(0.5)
    assert canvas.scene.near.isVisible() and not canvas.scene.far.isVisible()
    canvas.view.set_zoom(0.15)
    assert canvas.scene.far.isVisible() and not canvas.scene.near.isVisible()
    at = canvas.on_screen(canvas.card("relu1"))
    color = canvas.view.grab().toImage().pixelColor(at)
    assert color == canvas.themes.current().group_color("activation")


def test_far_away_a_fault_is_red_what_waits_is_pale_and_a_selection_is_framed(canvas: Canvas) -> None:
    theme = canvas.themes.current()
    canvas.document.attempt("kernel", lambda architecture: edits.set_field(architecture, "conv2", "kernel", (90, 90)))
    canvas.document.select(("relu1",))
    canvas.view.set_zoom(0.2)

    def color_at(name: str, dy: float = 0.0) -> QColor:
        return canvas.view.grab().toImage().pixelColor(canvas.on_screen(canvas.card(name, dy=dy)))

    assert color_at("conv2") == theme.color("error")
    assert color_at("relu2") == color_at("softmax") == theme.color("border_strong")
    assert color_at("relu1") == theme.group_color("activation"), "selected, and still an activation"
    above = -canvas.scene.style_used.height / 2 - theme.px("space")
    assert color_at("relu1", above) == theme.color("selection_outline") != color_at("relu2", above)


def test_at_100_percent_a_whole_card_is_in_sight(qtbot: QtBot) -> None:
    canvas = make_canvas(qtbot, load_template("googlenet"))
    canvas.view.resize(700, 700)
    canvas.view.commands.zoom_100()
    card = canvas.scene.style_used.card_rect
    assert [name for name, place in canvas.scene.rest.items() if canvas.view.sight().contains(card.translated(*place))]
    canvas.view.commands.fit_all()
    canvas.document.select(("softmax",))
    canvas.view.commands.zoom_100()
    assert canvas.view.sight().contains(card.translated(*canvas.scene.rest["softmax"]))
