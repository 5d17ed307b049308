"""A run that the window started: its states and its pace."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import assert_never

import torch

from designer.data.errors import DataError
from designer.engine.checkpoint import Checkpoints
from designer.engine.errors import RunError
from designer.engine.faults import Fault
from designer.engine.history import HistoryRecorder
from designer.engine.lifeline import now
from designer.engine.looking import Send, Subject
from designer.engine.pictures import Shelf
from designer.engine.resume import ResumedRun, Wishes, resume_run
from designer.engine.resume_events import past_events
from designer.engine.run_record import RunRecord
from designer.engine.run_reports import RunReports
from designer.engine.run_setup import MakeTrainer, ReadyRun, alone, prepare_run
from designer.engine.step_preview import step_preview
from designer.engine.store import WeightStore
from designer.engine.training import Moment
from designer.network.file_format import load
from designer.protocol.commands import StartTraining
from designer.protocol.events import CheckpointFailed, Ending, LearningRateSet, StepMade, TrainingPaused, TrainingResumed, TrainingStarted

LONGEST_TEST_AFTER_STOP_S = 0.25
"""A stopped run looks at the test set only if that is quicker than this: Stop is to be felt at once."""


class RunState(Enum):
    """What a run is doing.

    ::

        RUNNING ⇄ PAUSED → STEPPING → PAUSED
                           STEPPING → FINISHING_EPOCH → PAUSED      the step was the epoch's last
        RUNNING, STEPPING, FINISHING_EPOCH, PAUSED → ENDED
    """

    RUNNING = "running"
    PAUSED = "paused"
    STEPPING = "stepping"
    FINISHING_EPOCH = "finishing epoch"
    ENDED = "ended"


def begin_run(
    command: StartTraining, shelf: Shelf, store: WeightStore, device: torch.device, send: Send, make_trainer: MakeTrainer = alone
) -> RunSession:
    """Prepare the run, make its folder, and tell the window.

    Raises:
        DesignerError: It cannot begin, and why.
    """
    resumed = _resume(command, shelf, store, make_trainer) if command.resume else None
    ready = (
        resumed.ready if resumed else prepare_run(load(command.architecture), shelf, store, device, command.data_root, command.fresh, make_trainer)
    )
    record = resumed.record if resumed else RunRecord(ready)
    trainer = ready.trainer
    send(
        TrainingStarted(
            run=command.run, device=str(ready.device), threads=torch.get_num_threads(), parameters=ready.analysis.parameters,
            steps_per_epoch=len(trainer.batches), epochs=trainer.training.epochs, folded=ready.analysis.folded_softmax or "",
            kept=ready.kept, folder=str(record.path), step=trainer.step, approximate=resumed.approximate if resumed else "",
        )
    )  # fmt: skip
    if resumed is not None:
        for event in past_events(command.run, record.path, trainer.epochs):
            send(event)
        if trainer.base_rate != trainer.training.learning_rate:  # it was changed while the run was on
            send(LearningRateSet(run=command.run, step=trainer.step + 1, learning_rate=trainer.base_rate))
    reports = RunReports(command.run, trainer, record, send)
    checkpoints = Checkpoints(ready, record, lambda: reports.steps(at_once=True), command.data_root)
    checkpoints.take()
    history = HistoryRecorder(trainer, record.path)
    history.begin()
    return RunSession(command, ready, reports, checkpoints, history, send)


def _resume(command: StartTraining, shelf: Shelf, store: WeightStore, make_trainer: MakeTrainer) -> ResumedRun:
    return resume_run(Path(command.resume), shelf, store, Wishes(architecture=load(command.architecture), data_root=command.data_root), make_trainer)


class RunSession:
    """One run, from its first step to its last message.

    Attributes:
        keeps_weights: The run ended well: what it trained is kept.
        history: Keeps the weights of its moments.
    """

    def __init__(
        self, command: StartTraining, ready: ReadyRun, reports: RunReports, checkpoints: Checkpoints, history: HistoryRecorder, send: Send
    ) -> None:
        self.number = command.run
        self.ready = ready
        self.keeps_weights = False
        self._revision = command.revision
        self._reports = reports
        self._checkpoints = checkpoints
        self.history = history
        self._send = send
        self._trainer = ready.trainer
        self._left_alone = tuple(name for name in ready.untrained if ready.architecture.by_id[name].frozen)
        self._moments = self._trainer.moments()
        self._state = RunState.RUNNING
        self._pace_s = 0.0
        self._steps_asked = 0
        self._left_at = self._next_step_at = now()
        self.set_pace(command.pace)
        if command.paused:
            self.pause()

    @property
    def ended(self) -> bool:
        """Whether the last message about the run was sent."""
        return self._state is RunState.ENDED

    def subject(self) -> Subject:
        """Return the run's network with its step, for frames."""
        step = self._trainer.step
        untrained = self._left_alone if step else self.ready.untrained
        return Subject(self.ready.network, self.ready.device, self._revision, self.number, step, bool(step or self.ready.kept), untrained)

    def is_at_full_speed(self) -> bool:
        """Tell whether frames cost training time now."""
        return self._state is RunState.RUNNING and self._pace_s == 0

    def is_due(self) -> bool:
        """Tell whether `advance` has something to do now."""
        return self.wait_s() == 0

    def wait_s(self) -> float | None:
        """Return how long the run waits by itself; ``None``: for a command."""
        if self._state in (RunState.PAUSED, RunState.ENDED):
            return None
        if self._state is not RunState.RUNNING or self._pace_s == 0:
            return 0
        return max(0.0, self._next_step_at - now())

    def set_pace(self, pace: float | None) -> None:
        """Change the steps a second; the next step comes at once."""
        self._pace_s = 1 / pace if pace is not None and pace > 0 else 0.0
        self._next_step_at = now()

    def set_learning_rate(self, rate: float) -> None:
        """Go on with another base learning rate from the next step.

        Raises:
            EngineError: No step can be made with it.
        """
        self._trainer.set_base_rate(rate)
        self._send(LearningRateSet(run=self.number, step=self._trainer.step + 1, learning_rate=rate))
        self._reports.progress(self._pace_s, at_once=True)

    def pause(self) -> None:
        """Pause; what was running now was the last step."""
        if self._state is RunState.ENDED:
            return
        self._reports.steps(at_once=True)
        self._reports.progress(self._pace_s, at_once=True)
        if self._state is RunState.RUNNING:
            self._state = RunState.PAUSED
        self._send(TrainingPaused(run=self.number, step=self._trainer.step))

    def resume(self) -> None:
        """Go on."""
        if self._state is RunState.ENDED:
            return
        self._steps_asked = 0
        self._state = RunState.RUNNING
        self._next_step_at = now()
        self._send(TrainingResumed(run=self.number, step=self._trainer.step))

    def make_step(self) -> None:
        """Make one step and stay paused.

        Raises:
            RunError: The run is not paused.
        """
        if self._state is RunState.RUNNING:
            raise RunError("a single step needs a paused run; pause it first")
        self._steps_asked += 1
        if self._state is RunState.PAUSED:
            self._state = RunState.STEPPING

    def stop(self, ending: Ending = Ending.STOPPED) -> None:
        """End the run after what was done.

        Args:
            ending: `Ending.INTERRUPTED` where the window closes: then there is no time for the test set.
        """
        if self._state is RunState.ENDED:
            return
        self._moments.close()
        self._reports.steps(at_once=True)
        if self._trainer.fault:
            self.fail(self._trainer.fault.text, self._trainer.fault)
            return
        if ending is Ending.STOPPED and self._trainer.test_seconds() <= LONGEST_TEST_AFTER_STOP_S:
            for _ in self._trainer.test_best():
                pass
        self._finish(ending)

    def fail(self, text: str, fault: Fault | None = None) -> None:
        """End the run because it cannot go on; its weights are not kept.

        Args:
            fault: What went wrong, where that is known.
        """
        self._state = RunState.ENDED
        self._moments.close()
        self._checkpoints.wait()
        self.history.finish()
        self._reports.failed(text, fault)

    def advance(self) -> None:
        """Do the next piece of work: a step, or a batch of an evaluation."""
        began = now()
        self._trainer.excuse(began - self._left_at)
        self._next_step_at = began + self._pace_s
        self._trainer.remember_step = self._state is RunState.STEPPING
        try:
            moment = next(self._moments)
        except DataError as error:
            self._lose_data(str(error))
            return
        except RunError as error:  # another process that trains with this one is gone
            self.fail(str(error))
            return
        match moment:
            case Moment.STEP:
                self._after_step()
            case Moment.EVALUATED:
                self._next_step_at = began  # a pace is of steps alone
            case Moment.EPOCH:
                self._after_epoch()
            case Moment.DONE:
                self._reports.steps(at_once=True)
                self._finish(Ending.COMPLETED)
            case _:
                assert_never(moment)
        if self._trainer.fault and not self.ended:
            self.fail(self._trainer.fault.text, self._trainer.fault)
        if not self.ended:
            self._checkpoints.after(moment)
            self.history.after(moment)
            self._tell_problem()
        self._left_at = now()

    def _lose_data(self, text: str) -> None:
        """End the run because pictures cannot be read any more; what it has trained is kept."""
        self._reports.steps(at_once=True)
        if self._close():
            self._reports.failed(text, weights_are_sound=True)

    def _tell_problem(self) -> None:
        problem = self._checkpoints.take_problem() or self.history.take_problem()
        if problem:
            self._send(CheckpointFailed(run=self.number, text=problem))

    def _after_step(self) -> None:
        self._reports.steps(at_once=self._pace_s > 0 or self._state is RunState.STEPPING)
        self._reports.progress(self._pace_s)
        if self._state is not RunState.STEPPING or self._trainer.fault:
            return
        before, again = self._trainer.last_loss(), self._trainer.last_step.again()
        preview = step_preview(again, self._trainer.parts.brightness)
        self._send(StepMade(run=self.number, step=self._trainer.step, loss_before=before, loss_after=again.loss, preview=preview))
        self._steps_asked -= 1
        if self._trainer.epoch_complete:
            self._state = RunState.FINISHING_EPOCH
        elif not self._steps_asked:
            self._state = RunState.PAUSED

    def _after_epoch(self) -> None:
        self._next_step_at = now()
        self._reports.epoch(self._trainer.epochs[-1])
        # after the last epoch there is no step to wait for: the run goes on to its end
        if self._state is RunState.FINISHING_EPOCH and not self._trainer.is_done_training:
            self._state = RunState.STEPPING if self._steps_asked else RunState.PAUSED

    def _finish(self, ending: Ending) -> None:
        if self._close():
            self._tell_problem()
            self._reports.finished(ending)

    def _close(self) -> bool:
        """End the run with what it has trained; return false where a step of it failed, which is told instead."""
        if self._trainer.fault:
            self.fail(self._trainer.fault.text, self._trainer.fault)
            return False
        self._state = RunState.ENDED
        self.keeps_weights = self._trainer.step > 0
        self._checkpoints.finish()
        self.history.finish()
        return True
