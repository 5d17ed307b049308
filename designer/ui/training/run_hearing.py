"""What the worker tells of runs: events become states and signals."""

from __future__ import annotations

import time
from typing import assert_never

from PySide6.QtCore import QObject, QTimer

from designer.network.analysis import Analysis
from designer.protocol import commands, events
from designer.protocol.events import AnyEvent
from designer.ui.document import Document
from designer.ui.training.continue_last import LastRun
from designer.ui.training.pace import Pace, steps_per_second
from designer.ui.training.rate_search import RateSearch
from designer.ui.training.run_facts import RunFacts
from designer.ui.training.sentences import continued_sentence, kept_sentence, rate_sentence
from designer.ui.training.stall_watch import StallWatch
from designer.ui.training.states import Happening, next_state
from designer.ui.worker_client import WorkerClient

__all__ = ["RunHearing"]

RunEvent = (
    events.TrainingStarted
    | events.StepsDone
    | events.ProgressTold
    | events.EpochFinished
    | events.TrainingPaused
    | events.TrainingResumed
    | events.StepMade
    | events.TrainingFinished
    | events.TrainingFailed
    | events.LearningRateSet
    | events.RatesTried
    | events.LearningRateFound
    | events.CheckpointFailed
)


class RunHearing(RunFacts):
    """Hear the worker. A run is a number; what is told of an older one is ignored."""

    def __init__(self, document: Document, client: WorkerClient, data_root: str | None, pace: Pace, parent: QObject | None) -> None:
        super().__init__(document, client, data_root, pace, parent)
        self.trial = RateSearch(self)
        self._watch = StallWatch(self)
        self._watch.stalled.connect(self.stalled)
        self._painted = QTimer(self)  # one for all frames: a timer that each of them made left its wrapper behind
        self._painted.setSingleShot(True)
        self._painted.setInterval(0)
        self._painted.timeout.connect(self._acknowledge)
        self._frame, self._frame_began = 0, 0.0
        client.event_received.connect(self._hear)

    def set_pace(self, pace: Pace) -> None:
        """Choose how fast runs may go; the one that is on follows at once."""
        if pace is self._pace:
            return
        self._pace = pace
        self._send_pace()
        self.pace_changed.emit(pace)

    def _send_pace(self) -> None:
        if self.is_active:
            steps = self._started.steps_per_epoch * self._started.epochs if self._started else self._steps_expected(self._document.analysis)
            self._client.send(commands.SetPace(pace=steps_per_second(self._pace, steps)))

    def _steps_expected(self, analysis: Analysis) -> int:
        training, loaded = analysis.architecture.training, self.dataset.loaded
        return training.epochs * -(-loaded.training // training.batch_size) if loaded else 0

    def _hear(self, event: AnyEvent) -> None:
        self._watch.hear(event)
        match event:
            case events.MapsDrawn():
                self._take_frame(event)
            case events.DatasetsDescribed() | events.DatasetLoaded() | events.DatasetFailed() | events.LoadingTold():
                self._showing.hear(event)
            case events.NetworkShown() | events.NetworkRefused() | events.ProbeChosen():
                self._showing.hear(event)
            case events.DatasetInspected() | events.AugmentationDrawn():
                pass  # answers to the data set window, which listens to the client itself
            case events.WeightsLoaded() | events.RunsExported():
                pass  # answers to the runs' tab, which listens to the client itself
            case events.HistoryTold():
                pass  # for the bar of the past, which listens to the client itself
            case events.RunFileCopied():
                pass  # for the copies of another machine's runs, which listen to the client itself
            case events.WeightsReset():
                self.weights_reset.emit()
                self.told.emit(self.tr("Every block has its random weights again."))
            case events.WeightsSaved():
                self.weights_saved.emit(event)
                self.told.emit(self.tr("Weights saved: {0}").format(event.path))
            case events.CommandFailed():
                self.told.emit(event.text)
                self.logged.emit(f"{event.command}: {event.text}")
            case _:  # what is not about a run is heard by those who asked for it
                if isinstance(event, RunEvent) and event.run == self._run and self.is_active:
                    self._hear_run(event)

    def _hear_run(self, event: RunEvent) -> None:
        match event:
            case events.StepsDone():
                self._take_steps(event)
            case events.ProgressTold():
                self.progress_told.emit(event)
            case events.EpochFinished():
                self.epoch_finished.emit(event)
            case events.TrainingStarted():
                self._take_start(event)
            case events.TrainingPaused():
                self._happen(Happening.RUN_PAUSED)
            case events.TrainingResumed():
                self._happen(Happening.RUN_RESUMED)
            case events.StepMade():
                self._happen(Happening.STEP_MADE)
                self.step_made.emit(event)
            case events.CheckpointFailed():
                self.told.emit(self.tr("The run cannot be kept just now, training goes on: {0}").format(event.text))
                self.logged.emit(event.text)
            case events.LearningRateSet():
                sentence = rate_sentence(self._base_rate, event)
                self._base_rate = event.learning_rate
                self.told.emit(sentence)
                self.rate_set.emit(sentence)
            case events.RatesTried():
                self._showing.end_loading()
                self.trial.take(event)
            case events.LearningRateFound():
                self._end_run()
                self.trial.finish(event)
            case events.TrainingFinished():
                self._last = LastRun(self._begun_with, self._started, event) if self._started else None
                self._end_run()
                self.finished.emit(event)
            case events.TrainingFailed():
                self._fail(event)
            case _:
                assert_never(event)

    def _take_frame(self, frame: events.MapsDrawn) -> None:
        """Pass a frame on; one of an older run is only acknowledged, so that the next can come."""
        if frame.run not in (0, self._run):
            self._client.send(commands.AcknowledgeFrame(number=frame.number))
            return
        self._frame, self._frame_began = frame.number, time.process_time()
        self.frame_drawn.emit(frame)
        self._painted.start()  # what was asked to be painted is painted before

    def _acknowledge(self) -> None:
        self._client.send(commands.AcknowledgeFrame(number=self._frame, cost_s=time.process_time() - self._frame_began))

    def _take_steps(self, event: events.StepsDone) -> None:
        if event.losses and len(event.losses) == len(event.accuracies) and len(event.losses) % 4 == 0:
            self.steps_done.emit(event)
        else:
            self.logged.emit(f"ignored a report of steps with {len(event.losses)} bytes of losses and {len(event.accuracies)} of accuracies")

    def _take_start(self, event: events.TrainingStarted) -> None:
        self._started = event
        self._showing.end_loading()
        if self._pace is Pace.WATCHABLE:
            self._send_pace()
        self._happen(Happening.RUN_STARTED)
        self.run_started.emit(event)
        with_weights = [report.id for report in self._document.analysis.reports.values() if report.parameters]
        sentence = continued_sentence(event) if event.step else kept_sentence(event.kept, with_weights)
        if sentence:
            self.told.emit(sentence)

    def _fail(self, event: events.TrainingFailed) -> None:
        self._end_run()
        if self.trial.is_on:
            self.trial.fail(event.text)
            return
        self._failure = event
        self.failed.emit(event.text)

    def _end_run(self) -> None:
        self._showing.end_loading()
        self._happen(Happening.RUN_ENDED)
        self._showing.release()

    def _happen(self, happening: Happening) -> None:
        state = next_state(self._state, happening)
        if state is not self._state:
            self._state = state
            self._watch.follow(state)
            self.state_changed.emit(state)
