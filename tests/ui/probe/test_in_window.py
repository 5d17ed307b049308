"""The probe's tools in the assembled window, with a scripted worker: keys, menus, names, what stays where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from designer.ui.main_window import MainWindow
from designer.ui.probe.changing import Box
from designer.ui.probe.pad_pane import PadPane
from designer.ui.probe.wiring import ProbeWiring

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
MakeWindow = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton
SHIFT, ALT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def probe_of(window: MainWindow) -> ProbeWiring:
    found = window.findChild(QObject, "probe_wiring")
    assert isinstance(found, ProbeWiring)
    return found


def opened(window: MainWindow) -> PadPane:
    window.actions_table["draw_probe"].trigger()
    pane = probe_of(window).drawing.pane
    assert pane is not None
    QApplication.processEvents()
    return pane


def dot(pane: PadPane, x: float, y: float) -> None:
    rect = pane.pad.picture_rect()
    QTest.mouseClick(pane.pad, LEFT, pos=QPoint(round(rect.x() + x * rect.width()), round(rect.y() + y * rect.height())))


def test_the_pad_stays_open_and_its_action_closes_it(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    pane = opened(window)
    assert pane.isVisible() and window.focusWidget() is pane.pad and window.actions_table["draw_probe"].isChecked()
    dot(pane, 0.5, 0.5)
    qtbot.waitUntil(lambda: window.maps_panel.header.probe_text().startswith("your drawing"))
    window.actions_table["next_probe"].trigger()
    qtbot.waitUntil(lambda: window.maps_panel.header.probe_text().startswith("test #1"))
    assert pane.isVisible() and len(pane.pad.drawing.strokes) == 1
    QTest.mouseClick(pane.close_button, LEFT)
    assert not pane.isVisible() and not window.actions_table["draw_probe"].isChecked()
    window.actions_table["draw_probe"].trigger()
    qtbot.waitUntil(lambda: window.maps_panel.header.probe_text().startswith("your drawing"))


def test_a_drawing_that_still_waits_is_not_sent_after_another_picture_was_chosen(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    pane = opened(window)
    for place in (0.2, 0.5, 0.8):
        dot(pane, place, 0.5)  # the second and third wait
    window.actions_table["previous_probe"].trigger()
    qtbot.waitUntil(lambda: window.maps_panel.header.probe_text().startswith("test #"))
    dot(pane, 0.9, 0.9)
    qtbot.waitUntil(lambda: window.maps_panel.header.probe_text().startswith("your drawing"))


def test_everything_is_drawn_and_undone_by_keys(make_window: MakeWindow) -> None:
    window = make_window()
    pad = opened(window).pad
    for _ in range(3):
        QTest.keyClick(pad, Qt.Key.Key_Left, ALT)
    assert not pad.drawing.strokes
    for _ in range(4):
        QTest.keyClick(pad, Qt.Key.Key_Down, SHIFT)
    drawn = pad.drawing
    assert [stroke.points[0][0] for stroke in drawn.strokes] == pytest.approx([0.5 - 3 / 28] * 4)
    assert [stroke.points[0][1] for stroke in drawn.strokes] == pytest.approx([0.5 + step / 28 for step in range(4)])
    for _ in range(2):
        QTest.keyClick(pad, Qt.Key.Key_Right)
    assert pad.drawing.offset == pytest.approx((2 / 28, 0))
    QTest.keyClick(pad, Qt.Key.Key_Home)
    assert pad.drawing == drawn
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert not pad.drawing.strokes
    undone = [pad.drawing]
    while pad.can_undo:
        QTest.keyClick(pad, Qt.Key.Key_Z, CTRL)
        undone.append(pad.drawing)
    assert drawn in undone and len(undone) == 5, "clearing, putting back, the shifts, the line of keys"


def test_escape_takes_the_stroke_under_the_pen_back(make_window: MakeWindow) -> None:
    pane = opened(make_window())
    before = pane.pad.pixels()
    QTest.mousePress(pane.pad, LEFT, pos=pane.pad.rect().center())
    QTest.mouseMove(pane.pad, pane.pad.rect().center() + QPoint(30, 0))
    assert pane.pad.pixels() != before
    QTest.keyClick(pane.pad, Qt.Key.Key_Escape)
    assert pane.pad.pixels() == before and not pane.pad.can_undo


def test_thickness_and_eraser(make_window: MakeWindow) -> None:
    pane = opened(make_window())
    dot(pane, 0.5, 0.5)
    thin = sum(pane.pad.pixels())
    pane.tools.thickness.setValue(30)
    dot(pane, 0.5, 0.5)
    assert sum(pane.pad.pixels()) > 5 * thin
    QTest.mouseClick(pane.tools.eraser, LEFT)
    dot(pane, 0.5, 0.5)
    assert sum(pane.pad.pixels()) < thin
    assert [ink.isVisible() for ink in pane.tools.inks] == [False] * len(pane.tools.inks), "the digits have no colours"


@pytest.mark.parametrize("size", [(1600, 1000), (1024, 640)])
def test_pad_and_bars_fit_beside_each_other_and_the_moment_is_seen(make_window: MakeWindow, size: tuple[int, int]) -> None:
    window = make_window(*size)
    pane = opened(window)
    window.document.select(("conv1",))
    QApplication.processEvents()
    panel = window.maps_panel
    assert pane.pad.width() == pane.pad.height() >= 110 and pane.pad.height() <= max(panel.height() // 2, 112)
    assert pane.bars.width() >= pane.bars.minimumSizeHint().width() and pane.bars.x() >= pane.pad.geometry().right()
    assert (panel.empty if panel.empty.isVisible() else panel.grid).height() >= 24


def test_a_drawing_that_is_not_looked_at_is_faint(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    pane = opened(window)
    dot(pane, 0.5, 0.5)
    qtbot.waitUntil(lambda: window.maps_panel.header.probe_text().startswith("your drawing"))
    rect = pane.pad.picture_rect()
    ink, ground = rect.center().toPoint(), (rect.center() + (rect.bottomRight() - rect.center()) * 0.5).toPoint()

    def lights() -> list[int]:
        picture = pane.pad.grab().toImage()
        return [picture.pixelColor(at).lightness() for at in (ink, ground)]

    drawn = lights()
    window.actions_table["next_probe"].trigger()
    qtbot.waitUntil(lambda: window.maps_panel.header.probe_text().startswith("test #1"))
    assert pane.pad.toolTip() and any(abs(now - before) > 3 for now, before in zip(lights(), drawn, strict=True))
    dot(pane, 0.2, 0.2)
    qtbot.waitUntil(lambda: not pane.pad.toolTip())
    assert lights() == drawn


def test_the_pad_takes_its_room_in_a_narrow_window_and_gives_it_back(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(1024, 640)
    lower = window.docks["confusion"].widget()
    assert lower is not None
    window.docks.show("confusion")
    qtbot.waitUntil(lambda: lower.height() > 100)
    pane = opened(window)
    qtbot.waitUntil(lambda: lower.height() == 0 and pane.pad.isVisible())
    window.docks.show("confusion")
    qtbot.waitUntil(lambda: lower.height() > 100 and not pane.pad.isVisible() and pane.height() < 24)
    assert window.actions_table["draw_probe"].isChecked()
    window.docks.make_room()
    qtbot.waitUntil(lambda: pane.pad.isVisible() and pane.pad.width() == pane.pad.height())


def state(probe: ProbeWiring) -> tuple[tuple[int, int], Box | None]:
    return probe.changing.shift, probe.changing.occluded


def test_the_keys_of_the_picture(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    probe = probe_of(window)
    qtbot.waitUntil(lambda: window.live_maps.probe is not None)
    picture = probe.thumbnail
    picture.setFocus()
    for _ in range(40):
        QTest.keyClick(picture, Qt.Key.Key_Up)
    assert state(probe) == ((-27, 0), None), "one row is left"
    QTest.keyClick(picture, Qt.Key.Key_O)
    assert state(probe) == ((-27, 0), (10, 10, 7, 7))
    for _ in range(15):
        QTest.keyClick(picture, Qt.Key.Key_Right, SHIFT)
    assert state(probe) == ((-27, 0), (10, 21, 7, 7))
    QTest.keyClick(picture, Qt.Key.Key_Home)
    assert state(probe) == ((0, 0), (10, 21, 7, 7))
    QTest.keyClick(picture, Qt.Key.Key_Escape)
    assert state(probe) == ((0, 0), None)
    QTest.keyClick(picture, Qt.Key.Key_Left)
    window.actions_table["next_probe"].trigger()
    qtbot.waitUntil(lambda: window.session.probe is not None and window.session.probe.index == 1)
    assert state(probe) == ((0, 0), None), "another picture starts where it is"


def test_many_classes_are_offered_in_groups(make_window: MakeWindow) -> None:
    menu = make_window().probe_menu
    menu.show_classes(tuple(f"a&b {number}" for number in range(100)))
    groups = menu.classes_menu().findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert [len(group.actions()) for group in groups] == [30, 30, 30, 10]
    chosen: list[int] = []
    menu.class_chosen.connect(chosen.append)
    groups[3].actions()[9].trigger()
    assert chosen == [99] and groups[3].actions()[9].text() == "a&&b 99"
    menu.show_classes(())
    assert not menu.classes_menu().isEnabled()


def test_a_mistake_is_looked_for_where_none_is_known(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    qtbot.waitUntil(window.results.can_evaluate)
    window.actions_table["next_mistake"].trigger()
    qtbot.waitUntil(lambda: window.session.probe is not None and window.session.probe.part == "validation")
    first = window.session.probe
    window.actions_table["next_mistake"].trigger()
    qtbot.waitUntil(lambda: window.session.probe != first)
    assert first is not None and window.session.probe is not None and (first.index, window.session.probe.index) == (3, 5)
