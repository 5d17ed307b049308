import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from designer.ui.theme import Themes
from designer.ui.widgets.dock_title import DockTitle
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.icon_button import IconButton

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)  # offscreen cannot raise windows nor grab keys


def make(qtbot: QtBot, themes: Themes) -> tuple[QMainWindow, list[QDockWidget], list[DockTitle]]:
    window = QMainWindow()
    qtbot.addWidget(window)
    docks = [QDockWidget(title, window) for title in ("Inspector", "Feature maps")]
    for dock in docks:
        dock.setWidget(QWidget())
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.resize(600, 400)
    window.show()
    return window, docks, [DockTitle(dock, themes) for dock in docks]


def test_title_gives_way_to_tabs_and_comes_back(qtbot: QtBot, themes: Themes) -> None:
    window, (first, second), titles = make(qtbot, themes)
    height = themes.current().px("dock_title_height")
    qtbot.waitUntil(lambda: [title.height() for title in titles] == [height, height])
    window.tabifyDockWidget(first, second)
    qtbot.waitUntil(lambda: [title.maximumHeight() for title in titles] == [0, 0])
    second.close()
    qtbot.waitUntil(lambda: titles[0].height() == height)


def test_buttons_float_and_close_the_dock(qtbot: QtBot, themes: Themes) -> None:
    window, (first, _), titles = make(qtbot, themes)
    float_button, close_button = titles[0].findChildren(IconButton)
    QTest.mouseClick(float_button, Qt.MouseButton.LeftButton)
    assert first.isFloating()
    QTest.mouseClick(float_button, Qt.MouseButton.LeftButton)
    assert not first.isFloating()
    QTest.mouseClick(close_button, Qt.MouseButton.LeftButton)
    assert window.isVisible()
    assert not first.isVisible()
    assert "Inspector" in close_button.accessibleName()


def test_the_title_is_shortened_last(qtbot: QtBot, themes: Themes) -> None:
    window, _, (title, _) = make(qtbot, themes)
    title.show_title("2 blocks", "Convolution, Max pooling, Fully connected, Batch normalisation, Concatenation, Addition")
    qtbot.waitUntil(lambda: [label.is_elided() for label in title.findChildren(ElidedLabel)] == [False, True])
    assert window.isVisible()
