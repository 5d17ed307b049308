"""The code in the assembled window: its tab, its keys, the way to and from the canvas."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QTabBar
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)  # offscreen cannot raise windows nor grab keys


@pytest.fixture(params=[(1600, 1000), (1024, 640)], ids=["wide", "narrow"])
def window(request: pytest.FixtureRequest, make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(*request.param)


def fronts(window: MainWindow) -> set[str]:
    """Return the texts of the tabs in front."""
    return {bar.tabText(bar.currentIndex()) for bar in window.findChildren(QTabBar)}


def test_the_code_is_a_tab_beside_the_feature_maps_and_waits_until_it_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    assert window.docks["code"] in window.tabifiedDockWidgets(window.docks["maps"])
    assert "Code" not in fronts(window) and window.code_panel.text() == ""
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "class LeNet5(nn.Module)" in window.code_panel.text())
    assert "Code" in fronts(window)
    window.docks.reset()
    assert window.docks["code"] in window.tabifiedDockWidgets(window.docks["maps"])
    qtbot.waitUntil(lambda: "Code" not in fronts(window))


def test_a_line_that_is_chosen_brings_its_block_into_view(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_table["show_code"].trigger()
    qtbot.waitUntil(lambda: bool(window.code_panel.text()))
    window.canvas.commands.zoom_100()
    number = next(index for index, line in enumerate(window.code_panel.text().splitlines()) if "self.softmax = " in line)
    window.code_panel.view.line_chosen.emit(number)
    assert window.document.selection == ("softmax",)
    view, card = window.canvas, window.canvas.canvas_scene.rect_of(("softmax",))
    assert view.viewport().rect().intersects(view.mapFromScene(card).boundingRect())


def test_export_of_a_network_with_errors_opens_the_problems(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *words: asked.append(words) or ("", ""))  # type: ignore[func-returns-value]
    window.document.attempt("Break", lambda architecture: edits.set_field(architecture, "conv2", "kernel", 40))
    window.document.select(("input",))
    window.actions_table["export_pytorch"].trigger()
    qtbot.waitUntil(lambda: "Problems 1" in fronts(window))
    assert window.document.selection == ("conv2",)
    assert asked == []
