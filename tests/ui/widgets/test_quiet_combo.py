from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from designer.network.kernels import NAMED_KERNELS
from designer.ui.style_sheet import style_sheet
from designer.ui.theme_tokens import read_tokens
from designer.ui.widgets.quiet_combo import QuietCombo

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)  # offscreen cannot raise windows nor grab keys
CHOICES = ("by channel", "by mean", "by variance")


@pytest.fixture
def combo(qtbot: QtBot) -> Iterator[QuietCombo]:
    window = QWidget()
    window.setStyleSheet(style_sheet(read_tokens("light"), "monospace"))
    qtbot.addWidget(window)
    made = QuietCombo("Order", window)
    made.addItems(CHOICES)
    QVBoxLayout(window).addWidget(made)
    window.resize(300, 400)
    window.show()
    qtbot.waitExposed(window)
    yield made


def test_the_list_shows_every_choice_whole(combo: QuietCombo, qtbot: QtBot) -> None:
    combo.showPopup()
    view = combo.view()
    qtbot.waitUntil(view.isVisible)
    last = view.visualRect(combo.model().index(len(CHOICES) - 1, 0))
    assert view.viewport().rect().contains(last)
    combo.hidePopup()


def test_the_wheel_changes_nothing_without_the_focus(combo: QuietCombo) -> None:
    combo.clearFocus()
    down, none = QPoint(0, -120), Qt.MouseButton.NoButton
    event = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), down, none, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(combo, event)
    assert combo.currentIndex() == 0


def test_a_list_of_all_named_kernels_opens_whole(combo: QuietCombo) -> None:
    assert combo.maxVisibleItems() > len(NAMED_KERNELS)
