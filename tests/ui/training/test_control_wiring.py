"""Settings, finder, slow steps and notices in the whole window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.protocol.events import StepMade
from designer.ui.files.settings import Settings
from designer.ui.main_window import MainWindow
from designer.ui.training.control_wiring import ControlWiring
from designer.ui.training.pace import Pace
from designer.ui.training.rate_finder import RateFinderDialog
from designer.ui.training.states import TrainingState
from designer.ui.training.step_walk import Passage

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
MakeWindow = Callable[..., MainWindow]


def wiring_of(window: MainWindow) -> ControlWiring:
    found = window.findChild(ControlWiring)
    assert found is not None
    return found


@pytest.mark.parametrize("size", [(1600, 1000), (1024, 640)])
def test_the_settings_open_by_their_keys_inside_the_window(make_window: MakeWindow, size: tuple[int, int]) -> None:
    window = make_window(*size)
    QTest.keyClick(window.canvas, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    popup = window.toolbar.optimiser_chip.popup
    assert popup.isVisible() and popup.height() < 560 and popup.width() <= 640
    QTest.keyClick(popup.groups, Qt.Key.Key_Down)
    assert popup.fields["schedule"].isVisible() and not popup.fields["momentum"].isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_the_finder_opens_from_menu_and_popup(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    window.actions_table["find_rate"].trigger()
    finder = window.findChild(RateFinderDialog)
    assert finder is not None and finder.isVisible()
    assert not window.actions_table["find_rate"].isEnabled() and window.actions_table["stop"].isEnabled()
    assert "learning rates" in window.toolbar.progress.place.text()
    qtbot.waitUntil(lambda: not window.session.trial.is_on, timeout=10_000)
    finder.close()
    window.toolbar.optimiser_chip.open_popup()
    window.toolbar.optimiser_chip.popup.find_button.click()
    assert finder.isVisible() and window.session.trial.is_on
    qtbot.waitUntil(lambda: not window.session.trial.is_on, timeout=10_000)
    finder.close()


def test_the_notice_can_be_switched_off_for_good(make_window: MakeWindow) -> None:
    window = make_window()
    action = window.actions_table["notify_end"]
    assert action.isChecked() and wiring_of(window).notice.is_wanted
    action.trigger()
    assert not wiring_of(window).notice.is_wanted
    window.settings.sync()
    assert not Settings().notify_end
    action.trigger()


def test_a_step_walks_over_the_cards_and_training_on_cuts_it_short(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    walk = wiring_of(window).walk
    with qtbot.waitSignal(window.session.step_made, timeout=10_000):
        window.session.step()
    assert walk.is_playing
    assert walk._words[Passage.LOSS] == "loss 2.5 → 2.25"
    with qtbot.waitSignal(window.session.finished, timeout=10_000):
        window.session.stop()
    assert not walk.is_playing


@pytest.mark.parametrize("pace", [Pace.STEPS_1, Pace.STEPS_5])
def test_a_run_of_one_step_a_second_is_played_and_a_quicker_one_is_not(qtbot: QtBot, make_window: MakeWindow, pace: Pace) -> None:
    window = make_window()
    window.session.set_pace(pace)
    window.document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 10_000))
    walk, played = wiring_of(window).walk, []
    window.session.steps_done.connect(lambda _event: played.append(walk.is_playing))
    window.session.train()
    qtbot.waitUntil(lambda: len(played) > 5, timeout=10_000)
    assert set(played[1:]) == {pace is Pace.STEPS_1}
    with qtbot.waitSignal(window.session.finished, timeout=10_000):
        window.session.stop()
    assert not walk.is_playing


def test_a_block_that_went_wrong_is_selected(make_window: MakeWindow) -> None:
    window = make_window()
    window.training_panel.block_requested.emit("conv2")
    assert window.document.selection == ("conv2",)


def test_a_step_of_a_run_is_shown_where_the_panel_is_narrow(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(1024, 640)
    with qtbot.waitSignal(window.session.step_made, timeout=10_000) as heard:
        window.session.step()
    assert isinstance(heard.args[0], StepMade) and window.session.state is TrainingState.PAUSED
    window.docks.show("training")
    QApplication.processEvents()
    assert window.training_panel.sentence.isVisible() and window.training_panel.pictures.shown() >= 1
