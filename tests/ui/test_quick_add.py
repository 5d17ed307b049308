from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from designer.network.blocks import palette
from designer.ui.quick_add import QuickAdd
from designer.ui.theme import ThemeChoice, Themes


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    shown.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    shown.resize(600, 500)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


@pytest.fixture
def popup(window: QWidget) -> QuickAdd:
    return QuickAdd(Themes(ThemeChoice.LIGHT), window)


def test_it_lists_all_blocks_and_filters_while_typing(popup: QuickAdd, window: QWidget) -> None:
    popup.open_at(window.mapToGlobal(QPoint(20, 20)))
    assert popup.offered() == [entry.label for entries in palette().values() for entry in entries]
    QTest.keyClicks(popup.field(), "max p")
    assert popup.offered() == ["Max pool"]
    QTest.keyClicks(popup.field(), "xyz")
    assert popup.offered() == []
    QTest.keyClick(popup.field(), Qt.Key.Key_Return)
    assert popup.isVisible(), "nothing to take"


def test_enter_takes_the_one_marked(popup: QuickAdd, window: QWidget, qtbot: QtBot) -> None:
    popup.open_at(window.mapToGlobal(QPoint(20, 20)))
    QTest.keyClicks(popup.field(), "pool")
    second = popup.offered()[1]
    QTest.keyClick(popup.field(), Qt.Key.Key_Down)
    with qtbot.waitSignal(popup.closed), qtbot.waitSignal(popup.chosen) as taken:
        QTest.keyClick(popup.field(), Qt.Key.Key_Return)
    assert taken.args is not None and taken.args[0].label == second and not popup.isVisible()


def test_esc_takes_none(popup: QuickAdd, window: QWidget, qtbot: QtBot) -> None:
    popup.open_at(window.mapToGlobal(QPoint(20, 20)))
    with qtbot.assertNotEmitted(popup.chosen), qtbot.waitSignal(popup.closed):
        QTest.keyClick(popup.field(), Qt.Key.Key_Escape)


def test_only_what_fits_is_offered(popup: QuickAdd, window: QWidget) -> None:
    popup.open_at(window.mapToGlobal(QPoint(20, 20)), lambda entry: entry.spec.MOST_INPUTS == 0)
    assert popup.offered() == ["Input"]


def test_it_lies_on_the_canvas(popup: QuickAdd, window: QWidget) -> None:
    popup.open_at(window.mapToGlobal(QPoint(590, 490)))
    assert window.rect().contains(popup.geometry())


def test_it_is_as_high_as_its_list(popup: QuickAdd, window: QWidget) -> None:
    popup.open_at(window.mapToGlobal(QPoint(20, 20)))
    high = popup.height()
    QTest.keyClicks(popup.field(), "pool")
    low = popup.height()
    QTest.keyClicks(popup.field(), "xyz")
    assert 0 < popup.height() < low < high
