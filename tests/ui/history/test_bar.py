"""The bar of the past under a person's hands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.ui.history.bar import HistoryBar
from designer.ui.history.moments import Moments
from designer.ui.theme import Themes


@pytest.fixture
def bar(qtbot: QtBot, themes: Themes) -> HistoryBar:
    made = HistoryBar(themes)
    qtbot.addWidget(made)
    made.resize(600, 40)
    made.show_moments(Moments("run", (0, 4, 8, 12)), steps_per_epoch=5)
    return made


def wanted(bar: HistoryBar) -> list[int | None]:
    found: list[int | None] = []
    bar.moved.connect(lambda moments: found.append(moments.step))
    return found


def test_keys_and_buttons_walk_and_now_leads_back(bar: HistoryBar) -> None:
    steps = wanted(bar)
    QTest.keyClick(bar.slider, Qt.Key.Key_Left)
    assert bar.label.text() == "after step 12 · epoch 3"
    QTest.mouseClick(bar.back_button, Qt.MouseButton.LeftButton)
    QTest.keyClick(bar.slider, Qt.Key.Key_Home)
    assert bar.label.text() == "before the first step" and not bar.back_button.isEnabled()
    QTest.mouseClick(bar.now_button, Qt.MouseButton.LeftButton)
    assert steps == [12, 8, 0, None]
    assert bar.label.text() == "now · 4 moments" and not bar.now_button.isEnabled() and not bar.forward_button.isEnabled()


def test_playing_waits_for_every_frame_and_ends_in_the_present(bar: HistoryBar, qtbot: QtBot) -> None:
    steps = wanted(bar)
    QTest.mouseClick(bar.play_button, Qt.MouseButton.LeftButton)
    assert steps == [0] and bar.is_playing()
    for count, step in enumerate((4, 8, 12, None), start=2):
        assert steps[-1] != step
        bar.frame_shown()
        qtbot.waitUntil(lambda count=count: len(steps) == count)  # type: ignore[misc]  # a default binds the loop's value
        assert steps[-1] == step
    assert not bar.is_playing() and bar.play_button.accessibleName() == "Play the run from its start"


def test_the_moment_that_is_kept_is_marked_named_and_let_go(bar: HistoryBar, qtbot: QtBot) -> None:
    bar.show()
    QTest.keyClick(bar.slider, Qt.Key.Key_Home)
    QTest.keyClick(bar.slider, Qt.Key.Key_Right)
    with qtbot.waitSignal(bar.held):
        QTest.mouseClick(bar.hold_button, Qt.MouseButton.LeftButton)
    assert bar.slider.mark_rect() is None, "until the worker has it"
    bar.show_held(4)
    mark = bar.slider.mark_rect()
    assert bar.label.text() == "A: step 4 · B: 4" and bar.hold_button.isChecked() and mark is not None
    QTest.mouseClick(bar.now_button, Qt.MouseButton.LeftButton)
    assert bar.label.text() == "A: step 4 · B: now" and bar.slider.mark_rect() == mark
    bar.show_held(12)
    further = bar.slider.mark_rect()
    assert further is not None and further.x() > mark.x()
    with qtbot.waitSignal(bar.let_go):
        QTest.mouseClick(bar.hold_button, Qt.MouseButton.LeftButton)
    bar.show_held(None)
    assert bar.label.text() == "now · 4 moments" and bar.slider.mark_rect() is None


def test_a_run_without_a_past_shows_no_bar(bar: HistoryBar) -> None:
    bar.show_moments(Moments("run", (0,)))
    assert bar.isHidden() and not bar.moments.can_look_back
    steps = wanted(bar)
    bar.step(-1)
    assert steps == []
