from __future__ import annotations

import os
import signal
import sys

import pytest
from pytestqt.qtbot import QtBot

from designer.protocol.events import CommandFailed, EpochFinished, StepsDone, TrainingStarted
from designer.ui.training.stall_watch import StallWatch
from designer.ui.training.states import TrainingState
from tests.ui.training.conftest import MakeBench


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


STARTED = TrainingStarted(run=1, device="cpu", threads=1, parameters=1, steps_per_epoch=2, epochs=9, folded="", kept=(), folder="")
EPOCH = EpochFinished(
    run=1, epoch=1, step=2, train_loss=1.0, train_accuracy=0.5, validation_loss=1.0, validation_accuracy=0.5, images_per_second=1.0, best=True
)


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
    assert told == ["The step has taken 14 s (usually 0.1 s)."]
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


def test_who_chose_to_wait_is_left_alone_for_as_long_again(qtbot: QtBot) -> None:
    clock = Clock()
    made, told = watch(clock, qtbot)
    clock.now = 0.2
    made.hear(steps(2))
    clock.now = 10.2
    made.look()
    made.wait()
    assert told == ["The step has taken 10 s (usually 0.1 s).", ""]
    clock.now = 20.1
    made.look()
    assert len(told) == 2
    clock.now = 20.3
    made.look()
    assert told[-1] == "The step has taken 20 s (usually 0.1 s)."
    made.follow(TrainingState.READY)


def test_signs_of_life_are_no_progress(qtbot: QtBot) -> None:
    clock = Clock()
    made, told = watch(clock, qtbot)
    clock.now = 0.2
    made.hear(steps(2))
    clock.now = 14.2
    made.hear(CommandFailed(command="ChooseProbe", text="there is no such picture"))
    made.look()
    assert told == ["The step has taken 14 s (usually 0.1 s)."]
    made.follow(TrainingState.STOPPING)
    assert told[-1] == "The step has taken 14 s (usually 0.1 s), and Stop waits for it.", "a press is answered at once"
    made.follow(TrainingState.READY)


def test_a_validation_is_given_three_times_its_usual_time(qtbot: QtBot) -> None:
    clock = Clock()
    made, told = watch(clock, qtbot)
    made.hear(STARTED)
    made.hear(steps(2))
    clock.now = 6.0
    made.look()
    assert told == ["The validation has taken 6 s (it is the first)."]
    clock.now = 10.0
    made.hear(EPOCH)
    made.hear(steps(2))
    clock.now = 39.0
    made.look()
    assert told[1:] == [""]
    clock.now = 41.0
    made.look()
    assert told[-1] == "The validation has taken 31 s (usually 10 s)."
    made.follow(TrainingState.READY)


def test_before_the_first_step_nothing_is_told(qtbot: QtBot) -> None:
    clock = Clock()
    made, told = watch(clock, qtbot)
    clock.now = 60.0
    made.look()
    assert told == []
    made.follow(TrainingState.NO_WORKER)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_worker_that_stands_still_can_be_ended_and_another_trains(qtbot: QtBot, bench: MakeBench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("designer.ui.training.stall_watch._PATIENCE_S", 0.5)  # how long it is, is proven above
    monkeypatch.setattr("designer.ui.training.stall_watch._LOOK_EVERY_MS", 100)
    at = bench()
    at.session.train()
    with qtbot.waitSignal(at.session.progress_told, timeout=10_000):
        pass
    number = at.client.pid
    os.kill(number, signal.SIGSTOP)
    with qtbot.waitSignal(at.session.stalled, timeout=10_000) as heard:
        pass
    assert heard.args[0].startswith("The step has taken ")
    with qtbot.waitSignal(at.session.broke_off, timeout=1_000) as lost:
        at.session.kill_worker()
    assert "did not answer" in lost.args[0]
    at.session.train()
    with qtbot.waitSignal(at.session.progress_told, timeout=10_000):
        pass
    assert at.client.pid != number
