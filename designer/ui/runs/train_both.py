"""*Train both*: the network, then its dense twin, with the same settings from random weights; both curves over each other at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.dense_twin import dense_twin
from designer.network.errors import EditError
from designer.network.figures import times_text
from designer.protocol.events import Ending, TrainingFinished
from designer.runs.listing import summarise
from designer.ui.training.sentences import percent
from designer.ui.widgets.message_line import Tone

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow

__all__ = ["BACK", "BOTH", "TrainBoth"]

BOTH, BACK = "train-both", "back-from-training-both"


@dataclass
class _Trial:
    """Two runs, one after the other.

    Args:
        network: What is compared; ``path``: where it was saved.
        runs: Results so far, the network's first.
    """

    network: Architecture
    twin: Architecture
    path: Path | None
    runs: list[TrainingFinished] = field(default_factory=list)


class TrainBoth(QObject):
    """Trains one, puts the other in place, trains that, and says what came of it; Stop ends both."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._trial: _Trial | None = None
        self._left: tuple[Path | None, Architecture] | None = None
        self._is_waiting = False
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._train)
        window.actions_table.bind("train_both", self.begin)
        session = window.session
        session.finished.connect(self._take_result)
        session.failed.connect(self._give_up)
        session.broke_off.connect(self._give_up)
        window.message_line.action_chosen.connect(self._answer)
        window.message_line.dismissed.connect(self._forget_way_back)
        window.document.replaced.connect(self._leave)

    def begin(self) -> None:
        """Train the network in the window, then its dense twin."""
        document = self._window.document
        self.begin_with(document.architecture, document.path)

    def begin_with(self, network: Architecture, path: Path | None) -> None:
        """Train a network and its twin; what stands in the way is said.

        Args:
            path: Where the network was saved; none: nowhere yet.
        """
        if self._window.session.is_active:
            self._say(self.tr("A run is on; stop it before both are trained."), Tone.WARNING)
            return
        try:
            twin = dense_twin(network)
        except EditError as error:
            self._say(self.tr("No dense twin: {0}.").format(str(error).rstrip(".")), Tone.WARNING)
            return
        if not self._window.files.ask_before_losing():
            return
        self._trial = _Trial(network, twin, path)
        if self._window.document.architecture != network:
            self._put(network, self._trial.path)
        self._next.start()

    @property
    def is_on(self) -> bool:
        """Whether one of the two is being trained, or about to be."""
        return self._trial is not None

    def _train(self) -> None:
        if self._trial is None:
            return
        self._is_waiting = True
        self._window.session.train_fresh()
        if not self._window.session.is_active:  # it was refused, and said why
            self._trial = None
            return
        number = len(self._trial.runs)
        name = (self._trial.network, self._trial.twin)[number].name or self.tr("the network")
        self._say(self.tr("Training both, {0} of 2: {1}. Stop ends both.").format(number + 1, name), Tone.INFO)

    def _take_result(self, event: TrainingFinished) -> None:
        trial = self._trial
        if trial is None or not self._is_waiting:
            return
        self._is_waiting = False
        trial.runs.append(event)
        if event.ending is Ending.STOPPED and len(trial.runs) == 1:
            self._trial = None
            self._say(self.tr("Stopped: the dense twin was not trained."), Tone.INFO)
        elif len(trial.runs) == 1:
            self._go_on(trial)
        else:
            self._trial = None
            self._conclude(trial)

    def _go_on(self, trial: _Trial) -> None:
        """Put the twin in the network's place; edits made meanwhile are asked about."""
        document = self._window.document
        if document.architecture != trial.network and not self._window.files.ask_before_losing():
            self._trial = None
            self._say(self.tr("The dense twin was not trained: the network was edited meanwhile."), Tone.INFO)
            return
        self._window.files.begin_with(trial.twin)
        self._next.start()

    def _conclude(self, trial: _Trial) -> None:
        self._left = trial.path, trial.network
        back = self.tr("Back to {0}").format(trial.network.name or self.tr("the network"))
        self._say(comparison_sentence(trial.network, trial.twin, *trial.runs), Tone.OK, ((BACK, back),))
        overlays = self._window.runs_panel.overlays
        overlays.take_out()
        for event in trial.runs:
            overlays.tick(summarise(Path(event.folder), so_far=False))
        self._window.docks.show("training")

    def _give_up(self, _sentence: str) -> None:
        """Forget it: the run failed, and whoever tells of that has said so."""
        self._trial, self._is_waiting = None, False

    def _put(self, network: Architecture, path: Path | None) -> None:
        if path is not None and self._window.files.open_path(path) and self._window.document.architecture == network:
            return
        self._window.files.begin_with(network)

    def _answer(self, key: str) -> None:
        if key != BACK or self._left is None or not self._window.files.ask_before_losing():
            return
        (path, network), self._left = self._left, None
        self._window.message_line.clear()
        self._put(network, path)

    def _leave(self) -> None:
        """Another document was opened, so the way back is gone."""
        if self._left is not None:
            self._left = None
            self._window.message_line.clear()

    def _forget_way_back(self) -> None:
        self._left = None

    def _say(self, text: str, tone: Tone, actions: tuple[tuple[str, str], ...] = ()) -> None:
        self._window.message_line.show_message(text, tone, actions)


def comparison_sentence(network: Architecture, twin: Architecture, of_network: TrainingFinished, of_twin: TrainingFinished) -> str:
    """Return both accuracies and both parameter counts in one sentence.

    "LeNet-5: test 98.1 % with 61,706 parameters; its dense twin: test 95.0 % with 1,452,334 (×24)."
    """
    tr = _tr
    counts = analyse(network).parameters, analyse(twin).parameters
    first = tr("{0}: {1} with {2} parameters").format(network.name or tr("The network"), _accuracy(of_network), f"{counts[0]:,}")
    times = times_text(counts[1] / max(counts[0], 1))
    return first + tr("; its dense twin: {0} with {1} ({2}).").format(_accuracy(of_twin), f"{counts[1]:,}", times)


def _accuracy(event: TrainingFinished) -> str:
    if event.test_accuracy is not None:
        return _tr("test {0}").format(percent(event.test_accuracy))
    if event.validation_accuracy is not None:
        return _tr("validation {0}").format(percent(event.validation_accuracy))
    return _tr("no result")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)
