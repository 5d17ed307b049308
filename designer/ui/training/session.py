"""Training as the window drives it: presses become commands, the worker's events become signals."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QElapsedTimer, QObject

from designer.network.analysis import Analysis
from designer.network.file_format import save
from designer.network.training import Training
from designer.protocol import commands, events
from designer.protocol.events import AnyEvent
from designer.protocol.greeting import Greeting
from designer.ui.document import Document
from designer.ui.training.pace import Pace, steps_per_second
from designer.ui.training.sentences import kept_sentence
from designer.ui.training.stall_watch import StallWatch
from designer.ui.training.states import PRIMARY, Happening, TrainingState, next_state
from designer.ui.training.worker_view import WorkerView
from designer.ui.worker_client import WorkerClient

__all__ = ["TrainingSession"]

_QUICK_DEATH_MS = 30_000

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
)


class TrainingSession(WorkerView):
    """Own the state of training. A run is a number; what the worker tells of an older one is ignored.

    The document is never changed from here: a worker that dies costs trained weights, nothing else.
    """

    def __init__(
        self, document: Document, client: WorkerClient, parent: QObject | None = None, *, data_root: str | None = None, pace: Pace = Pace.WATCHABLE
    ) -> None:
        super().__init__(document, client, data_root, parent)
        self._pace = pace
        self._state = TrainingState.NO_WORKER
        self._run = 0
        self._started: events.TrainingStarted | None = None
        self._training = document.architecture.training
        self._why_no_worker = ""
        self._may_restart = True
        self._worker_age = QElapsedTimer()
        self._watch = StallWatch(self)
        self._watch.stalled.connect(self.stalled)
        client.ready.connect(self._greet)
        client.event_received.connect(self._hear)
        client.died.connect(self._lose_worker)
        client.logged.connect(self.logged)

    # ---- what is known ----

    @property
    def state(self) -> TrainingState:
        """What training is doing."""
        return self._state

    @property
    def is_active(self) -> bool:
        """Whether a run is on."""
        return self._state.is_active

    @property
    def run(self) -> int:
        """Number of the run that is on, or of the last one; 0: none yet."""
        return self._run

    @property
    def started(self) -> events.TrainingStarted | None:
        """What the worker told when the run began."""
        return self._started

    @property
    def run_settings(self) -> Training:
        """The training settings of the run that is on, or of the last one."""
        return self._training

    @property
    def why_no_worker(self) -> str:
        """How the last worker ended, a sentence; empty while there is one."""
        return self._why_no_worker

    @property
    def pace(self) -> Pace:
        """How fast a run may go."""
        return self._pace

    # ---- life of the worker ----

    def begin(self) -> None:
        """Start the worker; it warms up behind the window."""
        if self._client.is_running:
            return
        self._why_no_worker = ""
        self._worker_age.start()
        self._client.start()
        self._happen(Happening.WORKER_STARTED)
        if self._device != "auto":
            self._client.send(commands.ChooseDevice(device=self._device))
        self._showing.tell_all()

    def close(self) -> None:
        """End the worker when the application closes; takes two seconds at most."""
        self._showing.stop()
        self._watch.follow(TrainingState.NO_WORKER)
        self._client.close_and_wait()

    def kill_worker(self) -> None:
        """End a worker that does not answer any more; the run is lost, the document is not."""
        if self._client.is_running:
            self._client.stop(at_once=True)
            self._lose_worker(self.tr("The training process was ended because it did not answer."))

    def _greet(self, greeting: Greeting) -> None:
        self._happen(Happening.WORKER_ANSWERED)
        self.worker_ready.emit(greeting)

    def _lose_worker(self, sentence: str) -> None:
        was_active = self.is_active
        self._may_restart = self._may_restart or self._worker_age.hasExpired(_QUICK_DEATH_MS)
        self._why_no_worker = sentence
        self._showing.stop()
        self._happen(Happening.WORKER_LOST)
        self.logged.emit(sentence)
        self.worker_died.emit(sentence)
        if was_active:
            self.broke_off.emit(sentence)
        elif self._may_restart:
            self._may_restart = False
            self.begin()

    # ---- presses ----

    def primary(self) -> None:
        """Do what the big button says: train, pause or resume."""
        press = {Happening.TRAIN: self.train, Happening.PAUSE: self.pause, Happening.RESUME: self.resume}
        press[PRIMARY[self._state]]()

    def train(self, fresh: bool = False) -> None:
        """Begin a run with the weights the blocks have, or with random ones."""
        if self._press(Happening.TRAIN):
            self._begin_run(fresh=fresh, paused=False)

    def train_fresh(self) -> None:
        """Begin a run with random weights."""
        self.train(fresh=True)

    def train_more(self) -> None:
        """Begin a run that goes on with the weights the blocks have."""
        self.train()

    def pause(self) -> None:
        """Pause after the running step."""
        if self._press(Happening.PAUSE):
            self._client.send(commands.PauseTraining(run=self._run))

    def resume(self) -> None:
        """Go on after a pause."""
        if self._press(Happening.RESUME):
            self._client.send(commands.ResumeTraining(run=self._run))

    def step(self) -> None:
        """Make one step, then pause; begins a run where none is on."""
        before = self._state
        if not self._press(Happening.STEP):
            return
        if not before.is_active:
            self._begin_run(fresh=False, paused=True)
        elif before is TrainingState.RUNNING:
            self._client.send(commands.PauseTraining(run=self._run))
        self._client.send(commands.StepTraining(run=self._run))

    def stop(self) -> None:
        """End the run after the running step."""
        if self._press(Happening.STOP):
            self._client.send(commands.StopTraining(run=self._run))

    def _press(self, happening: Happening) -> bool:
        """Take a press; refuse it where it means nothing now, or where problems are in the way."""
        starts = not self.is_active and happening in (Happening.TRAIN, Happening.STEP)
        if starts and self._document.analysis.errors:
            self.problems_in_the_way.emit()
            return False
        if starts and self._showing.needs_consent():
            name = self._document.architecture.training.dataset
            self.told.emit(self.tr("This network wants data from {0}: press Load in the settings of the data set first.").format(name))
            return False
        if next_state(self._state, happening) is self._state:
            return False
        if starts:
            self._may_restart = True
            self.begin()
            if not self._client.is_running:  # it could not be started, and said so
                return False
        self._happen(happening)
        return True

    def _begin_run(self, *, fresh: bool, paused: bool) -> None:
        self._run += 1
        self._started = None
        analysis = self._document.analysis
        self._training = analysis.architecture.training
        pace = steps_per_second(self._pace, self._steps_expected(analysis))
        text = save(analysis.architecture)
        self._client.send(
            commands.StartTraining(
                run=self._run, revision=self._document.revision, architecture=text, data_root=self.data_root, pace=pace, paused=paused, fresh=fresh
            )
        )
        self._showing.hold(analysis)

    def _steps_expected(self, analysis: Analysis) -> int:
        training, loaded = analysis.architecture.training, self.dataset.loaded
        return training.epochs * -(-loaded.training // training.batch_size) if loaded else 0

    # ---- settings ----

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

    def reset_weights(self) -> None:
        """Forget trained weights; not while a run is on."""
        if not self.is_active:
            self._client.send(commands.ResetWeights())
            self._showing.show_again()

    # ---- what the worker tells ----

    def _hear(self, event: AnyEvent) -> None:
        self._watch.hear(event)
        match event:
            case events.MapsDrawn():
                self._take_frame(event)
            case events.DatasetsDescribed() | events.DatasetLoaded() | events.DatasetFailed():
                self._showing.hear(event)
            case events.NetworkShown() | events.NetworkRefused() | events.ProbeChosen():
                self._showing.hear(event)
            case events.WeightsReset():
                self.weights_reset.emit()
                self.told.emit(self.tr("Every block has its random weights again."))
            case events.WeightsSaved():
                self.weights_saved.emit(event)
                self.told.emit(self.tr("Weights saved: {0}").format(event.path))
            case events.CommandFailed():
                self.told.emit(event.text)
                self.logged.emit(f"{event.command}: {event.text}")
            case _:
                if event.run == self._run and self.is_active:
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
            case events.TrainingFinished():
                self._end_run()
                self.finished.emit(event)
            case events.TrainingFailed():
                self._end_run()
                self.failed.emit(event.text)
            case _:
                assert_never(event)

    def _take_frame(self, frame: events.MapsDrawn) -> None:
        """Pass a frame on; one of an older run is only acknowledged, so that the next can come."""
        if frame.run in (0, self._run):
            self.frame_drawn.emit(frame)
        self._client.send(commands.AcknowledgeFrame(number=frame.number))

    def _take_steps(self, event: events.StepsDone) -> None:
        if event.losses and len(event.losses) == len(event.accuracies) and len(event.losses) % 4 == 0:
            self.steps_done.emit(event)
        else:
            self.logged.emit(f"ignored a report of steps with {len(event.losses)} bytes of losses and {len(event.accuracies)} of accuracies")

    def _take_start(self, event: events.TrainingStarted) -> None:
        self._started = event
        if self._pace is Pace.WATCHABLE:
            self._send_pace()
        self._happen(Happening.RUN_STARTED)
        self.run_started.emit(event)
        with_weights = [report.id for report in self._document.analysis.reports.values() if report.parameters]
        sentence = kept_sentence(event.kept, with_weights)
        if sentence:
            self.told.emit(sentence)

    def _end_run(self) -> None:
        self._happen(Happening.RUN_ENDED)
        self._showing.release()

    def _happen(self, happening: Happening) -> None:
        state = next_state(self._state, happening)
        if state is not self._state:
            self._state = state
            self._watch.follow(state)
            self.state_changed.emit(state)
