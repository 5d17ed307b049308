"""The Kernel lab in the window: made when it is looked at, reached by keys, its undo its own, its kernel in the network's maps."""

from collections.abc import Callable

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from designer.network.edits import set_field
from designer.ui.kernel_lab.grid_layout import LabPart
from designer.ui.kernel_lab.lab import LabView
from designer.ui.main_window import MainWindow
from tests.ui.maps.frames import exact, frame

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
MakeWindow = Callable[..., MainWindow]


def opened(window: MainWindow) -> LabView:
    window.actions_table["show_kernel_lab"].trigger()
    QApplication.processEvents()  # the layout follows
    return window.kernel_lab_panel.view()


def test_it_is_made_when_it_is_first_looked_at(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    assert window.kernel_lab_panel.findChildren(LabView) == []
    window.docks.show("kernel_lab")
    qtbot.waitUntil(lambda: bool(window.kernel_lab_panel.findChildren(LabView)))


@pytest.mark.parametrize("size", [(1600, 1000), (1024, 640)])
def test_every_number_of_the_example_is_read_without_scrolling(make_window: MakeWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    view = opened(make_window(*size))
    qtbot.waitUntil(lambda: view.area.plan is not None and view.area.plan.width <= view.area.viewport().width())
    view.player.go(True)
    shown = [view.grids[LabPart.OUTPUT].text_at((row, column)) for row in range(4) for column in range(4)]
    assert shown == ["1", "1.2", "1.1", "0.9", "2.1", "2.7", "2.5", "1.9", "1", "2.1", "2.4", "1.4", "1", "1.8", "2", "1.8"]


def test_undo_belongs_to_the_lab_while_the_focus_is_in_it(make_window: MakeWindow) -> None:
    window = make_window()
    window.document.attempt("Set filters", lambda architecture: set_field(architecture, "conv1", "filters", 7))
    view = opened(window)
    grid = view.grids[LabPart.KERNEL]
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_8)
    QTest.keyClick(grid.editor(), Qt.Key.Key_Return)
    assert grid.text_at((0, 0)) == "8"
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert grid.text_at((0, 0)) == "1" and window.document.undo_label == "Set filters"
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not window.document.can_undo


def test_tab_reaches_everything_in_it_and_everything_has_a_name(make_window: MakeWindow) -> None:
    window = make_window()
    view = opened(window)
    reached: list[QWidget] = []
    widget = window.focusWidget()
    while widget is not None and widget not in reached and len(reached) < 300:
        reached.append(widget)
        widget.focusNextPrevChild(True)
        widget = window.focusWidget()
    inside = [widget for widget in reached if view.isAncestorOf(widget)]
    assert {view.grids[part] for part in LabPart} | {view.player.play, view.foot.put, view.player.by_term} <= set(inside)
    names = [widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "") for widget in inside if not isinstance(widget, QLineEdit)]
    assert all(names), names


def test_a_narrow_dock_folds_the_settings_and_a_wide_one_shows_them(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    view = opened(window)
    assert view.head.fold.isVisible() and not view.controls.isVisible() and view.head.fold.text() == "convolve 3×3 · padding VALID"
    QTest.mouseClick(view.head.fold, Qt.MouseButton.LeftButton)
    assert view.controls.isVisible() and not view.head.chips.isVisible()
    dock = window.docks["kernel_lab"]
    dock.setFloating(True)
    dock.resize(1200, 800)
    qtbot.waitUntil(lambda: view.head.chips.isVisible())
    assert view.controls.isVisible() and not view.head.fold.isVisible() and not view.head.list.isVisible()
    dock.setFloating(False)


def test_what_it_says_stands_in_the_status_line(make_window: MakeWindow) -> None:
    window = make_window()
    view = opened(window)
    heard: list[str] = []
    window.kernel_lab_panel.told.connect(heard.append)
    view.choose_kernel("edge")
    assert view.foot.put.put("conv1", True)
    assert heard == ["The filters of conv1 start as edge, frozen."]
    window.document.undo()


def test_no_kernel_goes_into_the_filters_of_the_past(make_window: MakeWindow) -> None:
    window = make_window()
    put = opened(window).foot.put
    past = frame(exact("conv1", np.zeros((6, 28, 28), np.float32)), step=7)
    window.live_maps.show_frame(msgspec.structs.replace(past, past="a run"))
    put.fill()
    reasons = [action.text() for action in put.menu().actions() if not action.isEnabled() and "past" in action.text()]
    assert reasons == ["These are the filters of step 7, in the past. Go back to the present to change them."]
    assert not [action for action in put.menu().actions() if action.text().startswith("Put into")]
    window.live_maps.show_frame(past)
    put.fill()
    assert [action for action in put.menu().actions() if action.text().startswith("Put into")]
