"""Training as the window drives it: presses become commands, the worker's events become signals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QObject

from designer.network.architecture import Architecture
from designer.network.file_format import load
from designer.protocol import commands
from designer.protocol.greeting import Greeting
from designer.runs.folder import BEST
from designer.ui.document import Document
from designer.ui.training.pace import Pace, steps_per_second
from designer.ui.training.run_hearing import RunHearing
from designer.ui.training.states import PRIMARY, Happening, TrainingState, next_state
from designer.ui.worker_client import WorkerClient

__all__ = ["TrainingSession"]

_QUICK_DEATH_MS = 30_000


class TrainingSession(RunHearing):
    """Own the state of training. A run is a number; what the worker tells of an older one is ignored.

    The document is never changed from here: a worker that dies costs trained weights, nothing else.
    """

    def __init__(
        self, document: Document, client: WorkerClient, parent: QObject | None = None, *, data_root: str | None = None, pace: Pace = Pace.WATCHABLE
    ) -> None:
        super().__init__(document, client, data_root, pace, parent)
        self._may_restart = True
        self._worker_age = QElapsedTimer()
        client.ready.connect(self._greet)
        client.died.connect(self._lose_worker)
        client.logged.connect(self.logged)

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

    def move(self, command: Sequence[str]) -> None:
        """Go on with a worker that another command starts; not while a run is on."""
        if self.is_active:
            return
        self._showing.stop()
        self._client.use(command)
        self._happen(Happening.WORKER_LOST)
        self.choose_device("auto")  # the other machine has other devices
        self._may_restart = True
        self.begin()

    def kill_worker(self) -> None:
        """End a worker that does not answer any more; the run is lost, the document is not."""
        if self._client.is_running:
            self._client.stop(at_once=True)
            self._lose_worker(self.tr("The training process was ended because it did not answer."))

    def wait_longer(self) -> None:
        """Say nothing of a step that takes long until it has taken twice as long."""
        self._watch.wait()

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
        if self.trial.is_on:
            self.trial.fail(sentence)
        elif was_active:
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
        """Let the run that ended last go on; where the network was edited since, begin one with the weights that still fit."""
        epochs = self._last.epochs_more(self._document.architecture) if self._last else None
        if self._last is None or epochs is None:
            self.train()
        else:
            self.continue_run(self._last.folder, epochs)

    def continue_run(self, folder: str, epochs: int) -> None:
        """Go on with an earlier run of the document's network where its last checkpoint was taken.

        Args:
            folder: The run's folder, on the worker's machine.
            epochs: The new total.
        """
        if self._press(Happening.TRAIN):
            self._begin_run(fresh=False, paused=False, resume=folder, epochs=epochs)

    def network_for_worker(self) -> Architecture:
        """Return the document's network as a run of it is given it."""
        return load(self._showing.text_for_worker(self._document.architecture))

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

    def find_rate(self) -> None:
        """Try rising learning rates; `trial` tells how it goes. Nothing is kept of it."""
        if self._press(Happening.FIND):
            self._run += 1
            analysis = self._document.analysis
            self._client.send(
                commands.FindLearningRate(
                    run=self._run,
                    revision=self._document.revision,
                    data_root=self.data_root,
                    architecture=self._showing.text_for_worker(analysis.architecture),
                )
            )
            self._showing.hold(analysis)
            self.trial.begin()

    def set_learning_rate(self, learning_rate: float) -> None:
        """Let the run that is on go on with another learning rate; the document keeps its own."""
        if self.is_active and self._state is not TrainingState.FINDING and learning_rate > 0:
            self._client.send(commands.SetLearningRate(run=self._run, learning_rate=learning_rate))

    def _press(self, happening: Happening) -> bool:
        """Take a press; refuse it where it means nothing now, or where problems are in the way."""
        starts = not self.is_active and happening in (Happening.TRAIN, Happening.STEP, Happening.FIND)
        if starts and self._document.analysis.errors:
            self.problems_in_the_way.emit()
            return False
        if starts and self._showing.needs_consent():
            name = self._document.architecture.training.dataset
            self.told.emit(self.tr("This network wants data from {0}: press Load in the settings of the data set first.").format(name))
            self.data_needed.emit(self.dataset)
            return False
        if starts and self.dataset.download_bytes:
            self.data_needed.emit(self.dataset)
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

    def _begin_run(self, *, fresh: bool, paused: bool, resume: str = "", epochs: int | None = None) -> None:
        self._run += 1
        self._started = None
        analysis = self._document.analysis
        self._training = analysis.architecture.training
        self._base_rate, self._failure = self._training.learning_rate, None
        pace = steps_per_second(self._pace, self._steps_expected(analysis))
        self._begun_with = architecture = analysis.architecture
        if epochs is not None:
            self._training = architecture.training.change("epochs", epochs)
            architecture = replace(architecture, training=self._training)
        self._client.send(
            commands.StartTraining(
                run=self._run, revision=self._document.revision, architecture=self._showing.text_for_worker(architecture),
                data_root=self.data_root, pace=pace, paused=paused, fresh=fresh, resume=resume,
            )
        )  # fmt: skip
        self._showing.hold(analysis)

    def restore_best(self) -> None:
        """Give the network the best weights of the last run, where it kept any; `told` answers."""
        if not self.is_active and self._started is not None:
            self._client.send(commands.LoadWeights(path=f"{self._started.folder.rstrip('/')}/{BEST}"))

    def reset_weights(self) -> None:
        """Forget trained weights; not while a run is on."""
        if not self.is_active:
            self._client.send(commands.ResetWeights())
            self._showing.show_again()
