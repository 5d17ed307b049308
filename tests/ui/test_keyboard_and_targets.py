"""The whole window: every stop of the keyboard has a name and shows the focus, in a sensible order; what is clicked is large enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from designer.ui.files.settings import Settings
from designer.ui.main_window import MainWindow
from designer.ui.theme import ThemeChoice, Themes
from designer.ui.training.states import TrainingState
from designer.ui.worker_client import WorkerClient
from tests.ui.fake_worker import command

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
MakeWindow = Callable[..., MainWindow]
LEAST_PX = 24


@pytest.fixture
def make_window(qtbot: QtBot, qapp: QApplication) -> MakeWindow:
    """Return a function that opens a dressed window on LeNet-5."""

    def make(width: int = 1600, height: int = 1000, theme: ThemeChoice = ThemeChoice.LIGHT) -> MainWindow:
        themes = Themes(theme, qapp)
        themes.apply_to(qapp)
        window = MainWindow(Settings(), themes, None, WorkerClient(command()))
        window.files.open_first(None)
        window.files.ask_before_losing = lambda: True  # type: ignore[method-assign]  # nobody is there to answer
        qtbot.addWidget(window)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.session.state is TrainingState.READY)
        window.activateWindow()
        return window

    return make


@pytest.fixture(autouse=True)
def _undressed(qapp: QApplication) -> object:
    """Take the style sheet off again: other tests measure without it."""
    font, palette, name = qapp.font(), qapp.palette(), qapp.style().objectName()
    yield
    qapp.setStyleSheet("")
    qapp.setStyle(name)
    qapp.setPalette(palette)
    qapp.setFont(font)


def stops(window: MainWindow) -> list[QWidget]:
    """Return where Tab comes, in order, beginning after the canvas."""
    window.canvas.setFocus()
    found: list[QWidget] = []
    widget = window.focusWidget()
    while widget is not None and widget not in found and len(found) < 300:
        found.append(widget)
        widget.focusNextPrevChild(True)  # what Tab does; a text view would take the key itself
        widget = window.focusWidget()
    return found


def name_of(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return widget.accessibleName() or (found.text(QAccessible.Text.Name) if found else "")


def panel_of(window: MainWindow, widget: QWidget) -> str:
    """Return the part of the window that a widget is in."""
    parts = {"canvas": window.canvas, "toolbar": window.toolbar, "status": window.status_bar}
    parts |= {key: window.docks[key] for key in window.docks.keys}
    return next((key for key, part in parts.items() if part is widget or part.isAncestorOf(widget)), "window")


@pytest.mark.parametrize("size", [(1600, 1000), (1024, 640)])
def test_every_stop_of_the_keyboard_has_a_name(make_window: MakeWindow, size: tuple[int, int]) -> None:
    found = stops(make_window(*size))
    assert len(found) > 20
    assert [f"{type(widget).__name__} in {type(widget.parent()).__name__}" for widget in found if not name_of(widget).strip()] == []


def test_tab_goes_from_the_palette_over_the_canvas_to_inspector_maps_and_training(make_window: MakeWindow) -> None:
    window = make_window()
    parts = [panel_of(window, widget) for widget in stops(window)]
    first = {part: parts.index(part) for part in reversed(parts)}
    ordered = [part for part in ("canvas", "inspector", "maps", "training") if part in first]
    assert ordered[0] == "canvas" and [first[part] for part in ordered] == sorted(first[part] for part in ordered)
    before = parts[-1]
    window.palette_panel.search_field().setFocus()
    seen: list[str] = []
    while (widget := window.focusWidget()) is not window.canvas and len(seen) < 4:
        assert widget is not None
        seen.append(panel_of(window, widget))
        widget.focusNextPrevChild(True)
    assert set(seen) == {"palette"} and window.focusWidget() is window.canvas, before


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST])
def test_the_focus_is_seen_on_every_stop(make_window: MakeWindow, theme: ThemeChoice) -> None:
    window = make_window(theme=theme)
    unseen = []
    for widget in stops(window):
        if widget is window.canvas or isinstance(widget, QLineEdit):
            continue  # the canvas shows the selected card, a field its cursor and frame
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        shown = picture(widget)
        window.canvas.setFocus(Qt.FocusReason.TabFocusReason)
        if shown == picture(widget):
            unseen.append(f"{panel_of(window, widget)}: {type(widget).__name__} {name_of(widget)!r}")
    assert unseen == []


def picture(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


@pytest.mark.parametrize("size", [(1600, 1000), (1024, 640)])
def test_what_is_clicked_is_large_enough(make_window: MakeWindow, size: tuple[int, int]) -> None:
    window = make_window(*size)
    small = []
    for key in window.docks.keys:
        window.docks.show(key)
        QApplication.processEvents()
        shown = [button for button in window.findChildren(QAbstractButton) if button.isVisible() and not button.visibleRegion().isEmpty()]
        small += [f"{type(button).__name__} {name_of(button)!r} {button.width()}×{button.height()}" for button in shown if is_small(button.size())]
    assert sorted(set(small)) == []


def test_tabs_are_large_enough(make_window: MakeWindow) -> None:
    bars = [bar for bar in make_window().findChildren(QTabBar) if bar.isVisible()]
    assert bars
    assert not [bar.tabText(index) for bar in bars for index in range(bar.count()) if is_small(bar.tabRect(index).size())]


def is_small(size: QSize) -> bool:
    return min(size.width(), size.height()) < LEAST_PX


def test_a_block_is_found_and_added_by_keys_alone(make_window: MakeWindow) -> None:
    window = make_window()
    window.document.select(("pool2",))
    QTest.keyClick(window.canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = window.focusWidget()
    assert field is window.palette_panel.search_field()
    QTest.keyClicks(field, "bn")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.document.architecture.sources["norm1"] == ("pool2",)
    window.document.undo()
    window.resize(1024, 640)
    window.actions_table["find_block"].trigger()
    assert window.canvas.quick_add().isVisible(), "a narrow palette has no field"


def test_closed_groups_are_remembered(make_window: MakeWindow) -> None:
    window = make_window()
    pools = next(group for group in window.palette_panel.groups if group.group.value == "pooling")
    QTest.mouseClick(pools.title, Qt.MouseButton.LeftButton)
    assert make_window().palette_panel.folding() == (("pooling",), ())
