from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from designer.network.training import Training
from designer.ui.theme import ThemeChoice, Themes
from designer.ui.training.schedule_drawing import ScheduleDrawing, rates_of


def test_a_constant_rate_is_the_settings_own_in_every_epoch() -> None:
    rates = rates_of(Training(learning_rate=0.5, epochs=4), steps_per_epoch=10)
    assert {rate for _, rate in rates} == {0.5}
    assert rates[0][0] == 0.0 and rates[-1][0] == pytest.approx(3.9)


def test_drops_are_at_their_epochs() -> None:
    rates = rates_of(Training(learning_rate=1.0, epochs=6, schedule="step", drop_every=2, drop_to=0.5), steps_per_epoch=10)
    by_epoch = {round(epoch, 6): rate for epoch, rate in rates}
    assert (by_epoch[1.9], by_epoch[2.0], by_epoch[4.0]) == (1.0, 0.5, 0.25)


@pytest.mark.parametrize("steps_per_epoch", [0, 1, 45, 100_000])
@pytest.mark.parametrize("schedule", ["constant", "step", "cosine", "one-cycle"])
def test_every_schedule_is_drawn_in_few_points(schedule: str, steps_per_epoch: int) -> None:
    rates = rates_of(Training(schedule=schedule, epochs=1_000, warm_up=2.0), steps_per_epoch)
    assert 2 <= len(rates) <= 240
    assert all(0 <= rate <= 0.002 for _, rate in rates)


def test_a_run_of_one_step_is_drawn() -> None:
    assert rates_of(Training(epochs=1), steps_per_epoch=1) == [(0.0, 0.002)]


def test_the_drawing_follows_the_settings_and_says_them(qtbot: QtBot) -> None:
    drawing = ScheduleDrawing(Themes(ThemeChoice.LIGHT))
    qtbot.addWidget(drawing)
    drawing.resize(300, drawing.height())
    drawing.show_training(Training(), 45)
    constant = drawing.grab().toImage()
    assert drawing.text() == "Learning rate over 20 epochs: from 0.002, at most 0.002, at the end 0.002"
    drawing.show_training(Training(schedule="cosine"), 45)
    assert drawing.grab().toImage() != constant
    assert drawing.accessibleName().startswith("Learning rate over 20 epochs: from 0.002")
