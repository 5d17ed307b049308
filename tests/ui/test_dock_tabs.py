"""Tabs of docks in wide and narrow windows: none is behind scroll arrows, every one keeps its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from designer.ui.docks import BOTTOM_KEYS
from designer.ui.files.settings import Settings
from designer.ui.main_window import MainWindow
from designer.ui.theme import ThemeChoice, Themes
from designer.ui.worker_client import WorkerClient
from tests.ui.fake_worker import command

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def make_window(qtbot: QtBot, qapp: QApplication) -> Iterator[MakeWindow]:
    """Return a function that opens a window of a size with the program's own style: it decides how wide a tab is."""

    def make(width: int, height: int, theme: ThemeChoice = ThemeChoice.LIGHT) -> MainWindow:
        themes = Themes(theme, qapp)
        themes.apply_to(qapp)
        window = MainWindow(Settings(), themes, None, WorkerClient(command()))
        window.files.open_first(None)
        qtbot.addWidget(window, before_close_func=_forget_edits)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        return window

    font, palette, name = qapp.font(), qapp.palette(), qapp.style().objectName()
    yield make
    qapp.setStyleSheet("")
    qapp.setStyle(name)
    qapp.setPalette(palette)
    qapp.setFont(font)


def _forget_edits(widget: QWidget) -> None:
    assert isinstance(widget, MainWindow)
    widget.files.ask_before_losing = lambda: True  # type: ignore[method-assign]  # nobody is there to answer


UPPER = {"Inspector", "Feature maps", "Filters", "Why", "Code", "Kernel lab"}
LOWER = {"Training", "Confusion", "Runs", "Analysis", "Problems 0", "Log"}


def bars(window: MainWindow) -> list[QTabBar]:
    return [bar for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly) if bar.isVisible()]


def texts(bar: QTabBar) -> list[str]:
    return [bar.tabText(index) for index in range(bar.count())]


def has_icons(bar: QTabBar) -> bool:
    return all(not bar.tabIcon(index).isNull() for index in range(bar.count()))


def fits(bar: QTabBar) -> bool:
    arrows = [button for button in bar.findChildren(QToolButton) if button.isVisible()]
    return not arrows and all(bar.rect().contains(bar.tabRect(index)) for index in range(bar.count()))


@pytest.mark.parametrize("theme", list(ThemeChoice))
def test_in_a_narrow_window_every_tab_is_in_sight(make_window: MakeWindow, qtbot: QtBot, theme: ThemeChoice) -> None:
    window = make_window(1024, 640, theme)
    qtbot.waitUntil(lambda: [set(texts(bar)) for bar in bars(window)] == [UPPER, LOWER] and all(map(has_icons, bars(window))))
    for key in ("maps", "kernel_lab", *BOTTOM_KEYS):
        window.docks.show(key)
        QApplication.processEvents()
        assert all(map(fits, bars(window))), key
    for bar in bars(window):
        assert [bar.tabToolTip(index) for index in range(bar.count())] == texts(bar), "an icon tells its name"


def test_a_click_on_an_icon_brings_its_dock_to_the_front_with_its_title(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(1024, 640)
    qtbot.waitUntil(lambda: len(bars(window)) == 2 and all(map(has_icons, bars(window))))
    upper = next(bar for bar in bars(window) if "Why" in texts(bar))
    place = texts(upper).index("Why")
    before = upper.tabRect(place).width()
    QTest.mouseClick(upper, Qt.MouseButton.LeftButton, pos=upper.tabRect(place).center())
    qtbot.waitUntil(lambda: not window.why_panel.visibleRegion().isEmpty())
    assert upper.currentIndex() == place and upper.tabRect(place).width() > before


def test_in_a_wide_window_titles_stand_alone(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(1024, 640)
    qtbot.waitUntil(lambda: len(bars(window)) == 2 and all(map(has_icons, bars(window))))
    window.resize(1600, 1000)
    qtbot.waitUntil(lambda: not window.docks.is_narrow and not any(map(has_icons, bars(window))))
    assert [set(texts(bar)) for bar in bars(window)] == [UPPER - {"Inspector"}, LOWER] and all(map(fits, bars(window)))
