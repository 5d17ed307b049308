from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.network.templates import load_template
from designer.ui.canvas.minimap import MOST_WITHOUT
from designer.ui.theme import ThemeChoice
from tests.network.random_networks import chain
from tests.ui.canvas.person import NO_KEY, Canvas, make_canvas


@pytest.fixture
def large(qtbot: QtBot) -> Canvas:
    """GoogLeNet at 100 %, so that most of it is out of sight."""
    canvas = make_canvas(qtbot, load_template("googlenet"))
    canvas.view.set_zoom(1.0)
    return canvas


def test_networks_of_more_than_thirty_blocks_have_a_map_unless_all_is_in_sight(qtbot: QtBot) -> None:
    canvas = make_canvas(qtbot, chain(MOST_WITHOUT))
    canvas.view.set_zoom(1.0)
    assert not canvas.view.minimap.isVisible()
    canvas.document.replace(chain(MOST_WITHOUT + 1), None)
    assert not canvas.view.minimap.isVisible(), "fitted, all is in sight"
    canvas.view.set_zoom(2.0)
    assert canvas.view.minimap.isVisible()


def test_it_is_switched_off_and_on(large: Canvas) -> None:
    large.view.minimap.set_wanted(False)
    assert not large.view.minimap.isVisible()
    large.view.minimap.set_wanted(True)
    assert large.view.minimap.isVisible()


def test_it_lies_in_the_lower_right_corner_at_every_size(large: Canvas) -> None:
    for width, height in ((1200, 900), (400, 500)):
        large.view.resize(width, height)
        corner = large.view.rect().bottomRight() - large.view.minimap.geometry().bottomRight()
        assert 0 < corner.x() < 30 and 0 < corner.y() < 30


def test_a_click_and_a_drag_look_there(large: Canvas) -> None:
    minimap, change = large.view.minimap, large.document.can_undo
    for name in ("softmax", large.order[0]):
        at = minimap.point_of(large.scene.point_of(name)).toPoint()
        QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=at)
        assert large.view.sight().contains(large.scene.point_of(name))
        assert minimap.frame().adjusted(-2, -2, 2, 2).contains(QPointF(at))
    QTest.mousePress(minimap, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    held, to = Qt.MouseButton.LeftButton, minimap.point_of(large.scene.point_of("softmax"))
    QApplication.sendEvent(minimap, QMouseEvent(QEvent.Type.MouseMove, to, minimap.mapToGlobal(to), Qt.MouseButton.NoButton, held, NO_KEY))
    assert large.view.sight().contains(large.scene.point_of("softmax"))
    assert large.selection == [] and large.document.can_undo == change


def test_the_frame_follows_and_the_boxes_are_not_painted_again(large: Canvas) -> None:
    minimap = large.view.minimap
    minimap.grab()
    boxes, frame = minimap.picture_key(), minimap.frame()
    large.view.look_at(large.scene.point_of("softmax"))
    minimap.grab()
    assert minimap.frame() != frame and minimap.picture_key() == boxes
    large.themes.choose(ThemeChoice.DARK)
    minimap.grab()
    assert minimap.picture_key() != boxes


def test_it_shows_every_block_in_its_colour(large: Canvas) -> None:
    image = large.view.minimap.grab().toImage()
    shown = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    theme = large.themes.current()
    assert {theme.group_color(group).name() for group in ("convolution", "activation", "pooling", "normalise")} <= shown
