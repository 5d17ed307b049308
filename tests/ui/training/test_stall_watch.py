from __future__ import annotations

import os
import signal
import sys

import pytest
from pytestqt.qtbot import QtBot

from designer.protocol.events import StepsDone
from designer.ui.training.stall_watch import StallWatch
from designer.ui.training.states import TrainingState
from tests.ui.training.conftest import MakeBench


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def steps(number: int) -> StepsDone:
    return StepsDone(run=1, first_step=1, losses=b"\0" * 4 * number, accuracies=b"\0" * 4 * number)


def watch(clock: Clock, qtbot: QtBot) -> tuple[StallWatch, list[str]]:
    told: list[str] = []
    made = StallWatch(clock=clock)
    made.stalled.connect(told.append)
    made.follow(TrainingState.STARTING)
    made.follow(TrainingState.RUNNING)
    return made, told


def test_silence_is_told_after_five_seconds_and_taken_back(qtbot: QtBot) -> None:
    clock = Clock()
    made, told = watch(clock, qtbot)
    clock.now = 0.2
    made.hear(steps(2))
    clock.now = 5.1
    made.look()
    assert told == []
    clock.now = 14.2
    made.look()
    assert told == ["The training process has said nothing for 14 s (a step usually takes 0.1 s). Wait, stop, or end it."]
    made.hear(steps(1))
    assert told[-1] == ""
    made.follow(TrainingState.READY)


def test_slow_steps_are_given_twenty_times_their_time(qtbot: QtBot) -> None:
    clock = Clock()
    made, told = watch(clock, qtbot)
    clock.now = 2.0
    made.hear(steps(1))
    clock.now = 41.0
    made.look()
    assert told == []
    clock.now = 43.0
    made.look()
    assert len(told) == 1
    made.follow(TrainingState.PAUSED)
    assert told[-1] == ""


def test_before_the_first_step_nothing_is_told(qtbot: QtBot) -> None:
    clock = Clock()
    made, told = watch(clock, qtbot)
    clock.now = 60.0
    made.look()
    assert told == []
    made.follow(TrainingState.NO_WORKER)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_worker_that_stands_still_can_be_ended_and_another_trains(qtbot: QtBot, bench: MakeBench) -> None:
    at = bench()
    at.session.train()
    with qtbot.waitSignal(at.session.progress_told, timeout=10_000):
        pass
    number = at.client.pid
    os.kill(number, signal.SIGSTOP)
    with qtbot.waitSignal(at.session.stalled, timeout=10_000) as heard:
        pass
    assert "said nothing" in heard.args[0]
    with qtbot.waitSignal(at.session.broke_off, timeout=1_000) as lost:
        at.session.kill_worker()
    assert "did not answer" in lost.args[0]
    at.session.train()
    with qtbot.waitSignal(at.session.progress_told, timeout=10_000):
        pass
    assert at.client.pid != number
