"""What evaluations told, as the window keeps it: the counts of each part, and questions for their pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QLocale, QObject, QTime, Signal

from designer.network.analysis import Analysis
from designer.protocol.commands import CancelEvaluation, EvaluateNetwork, ListPictures
from designer.protocol.errors import ProtocolError
from designer.protocol.events import AnyEvent, CommandFailed, ConfusionCounted, EvaluationEnded, EvaluationTold, PicturesListed
from designer.ui.document import Document
from designer.ui.results.confusion import Confusion, decode_confusion
from designer.ui.training.edited_since import same_network
from designer.ui.training.session import TrainingSession
from designer.ui.training.states import TrainingState
from designer.ui.worker_client import WorkerClient

__all__ = ["CountedResult", "EvaluationProgress", "PictureQuestion", "Results"]


@dataclass(frozen=True)
class CountedResult:
    """Counts, and what they were counted with.

    Args:
        analysis: The network that was evaluated; none: not known.
        dataset: As the document named it.
        told_at: Time of day.
    """

    confusion: Confusion
    analysis: Analysis | None
    dataset: str
    told_at: str

    @property
    def key(self) -> tuple[bool, str]:
        """Which of several findings this is: of a run or asked for, of which part."""
        return self.confusion.told.run > 0, self.confusion.told.part


@dataclass(frozen=True)
class EvaluationProgress:
    """How far an evaluation is, in pictures; ``count`` 0: not known yet."""

    part: str
    done: int = 0
    count: int = 0


@dataclass(frozen=True)
class PictureQuestion:
    """Which pictures are asked for.

    Args:
        true: Of this class; none: of any.
        predicted: Taken for this class; none: for any.
        only_wrong: Not recognised.
    """

    true: int | None = None
    predicted: int | None = None
    only_wrong: bool = True


class Results(QObject):
    """Hear what the worker tells of evaluations, and ask for more."""

    changed = Signal()
    """Other counts are shown, or the same stand otherwise (edited since, another data set)."""
    listed = Signal(object)
    """Pictures came: the answer `PicturesListed` to the newest question."""
    progressed = Signal(object)
    """An evaluation is on; carries `EvaluationProgress`, or none when it ended."""
    state_changed = Signal()
    """Whether an evaluation can begin may have changed."""
    told = Signal(str)
    """One sentence for the status line."""

    def __init__(self, document: Document, session: TrainingSession, client: WorkerClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._session, self._client = document, session, client
        self._findings: dict[tuple[bool, str], CountedResult] = {}
        self._shown: tuple[bool, str] | None = None
        self._chosen_by_hand = False
        self._run_analysis: Analysis | None = None
        self._asked_analysis: Analysis | None = None
        self._number = 0
        self._question = 0
        self._progress: EvaluationProgress | None = None
        self._is_edited = self._is_of_other_data = False
        self._was_active = session.is_active
        client.event_received.connect(self._hear)
        client.died.connect(self._stop)
        session.state_changed.connect(self._follow_run)
        session.dataset_changed.connect(self._follow_document)
        document.analysed.connect(self._follow_document)

    @property
    def finding(self) -> CountedResult | None:
        """What is shown."""
        return self._findings.get(self._shown) if self._shown else None

    @property
    def confusion(self) -> Confusion | None:
        """The counts that are shown."""
        return self.finding.confusion if self.finding else None

    @property
    def findings(self) -> tuple[CountedResult, ...]:
        """All that can be shown, the newest last."""
        return tuple(self._findings.values())

    @property
    def progress(self) -> EvaluationProgress | None:
        """How far the evaluation is; none: none is on."""
        return self._progress

    @property
    def is_edited(self) -> bool:
        """Whether the network was edited since it was evaluated."""
        return self._is_edited

    @property
    def is_of_other_data(self) -> bool:
        """Whether the document's data set is another one by now, so that the pictures are out of reach."""
        return self._is_of_other_data

    @property
    def is_training(self) -> bool:
        """Whether a run is on, so that numbers will come by themselves."""
        return self._session.is_active

    def can_evaluate(self) -> bool:
        """Tell whether an evaluation can begin now."""
        ready = self._session.state is TrainingState.READY and self._session.dataset.loaded is not None
        return ready and self._progress is None and not self._document.analysis.errors

    def show(self, key: tuple[bool, str]) -> None:
        """Show one of the findings."""
        if key in self._findings and key != self._shown:
            self._shown, self._chosen_by_hand = key, True
            self._judge()
            self.changed.emit()

    def evaluate(self, part: str) -> None:
        """Let the worker evaluate the network as it is."""
        if not self.can_evaluate():
            return
        self._number += 1
        self._asked_analysis = self._document.analysis
        text = self._session.text_for_worker(self._asked_analysis.architecture)
        self._client.send(
            EvaluateNetwork(
                number=self._number, revision=self._document.revision, architecture=text, part=part, data_root=self._session.data_root
            )
        )  # fmt: skip
        self._set_progress(EvaluationProgress(part))

    def cancel(self) -> None:
        """End the evaluation that is on."""
        self._client.send(CancelEvaluation(number=self._number))

    def ask(self, asked: PictureQuestion, order: str = "worst", first: int = 0, count: int = 60, side_px: int = 96) -> None:
        """Ask for pictures of what is shown; only the answer to the newest question is told."""
        if self.finding is None:
            return
        told = self.finding.confusion.told
        self._question += 1
        self._client.send(
            ListPictures(
                run=told.run, number=self._question, part=told.part, true=asked.true, predicted=asked.predicted, only_wrong=asked.only_wrong,
                order=order, first=first, count=count, side_px=side_px,
            )
        )  # fmt: skip

    def _hear(self, event: AnyEvent) -> None:
        match event:
            case ConfusionCounted():
                self._take(event)
            case PicturesListed() if event.number == self._question:
                self.listed.emit(event)
            case EvaluationTold() if event.number == self._number and self._progress is not None:
                self._set_progress(replace(self._progress, done=event.done, count=event.count))
            case EvaluationEnded() if event.number == self._number:
                self._set_progress(None)
                self.told.emit(event.text or self.tr("The evaluation was cancelled."))
            case CommandFailed(command="EvaluateNetwork"):
                self._set_progress(None)
            case _:
                pass

    def _take(self, event: ConfusionCounted) -> None:
        asked = event.run == 0
        if event.run not in (0, self._session.run) or (asked and event.number != self._number):
            return
        try:
            confusion = decode_confusion(event)
        except ProtocolError as error:
            self.told.emit(str(error))
            return
        analysis, time = self._asked_analysis if asked else self._run_analysis, QLocale().toString(QTime.currentTime(), "HH:mm")
        finding = CountedResult(confusion, analysis, self._session.dataset.name, time)
        if not asked and any(kept.confusion.told.run not in (0, event.run) for kept in self._findings.values()):
            self._findings = {key: kept for key, kept in self._findings.items() if not key[0]}  # the run before
        self._findings.pop(finding.key, None)
        self._findings[finding.key] = finding
        if asked:
            self._set_progress(None)
        if asked or not self._chosen_by_hand or self._shown not in self._findings:
            self._shown, self._chosen_by_hand = finding.key, False
        if self._shown == finding.key:
            self._judge()
        self.changed.emit()

    def _set_progress(self, progress: EvaluationProgress | None) -> None:
        if progress != self._progress:
            self._progress = progress
            self.progressed.emit(progress)

    def _follow_run(self, state: TrainingState) -> None:
        if state.is_active and not self._was_active:
            self._run_analysis, self._chosen_by_hand = self._document.analysis, False
        self._was_active = state.is_active
        self.state_changed.emit()

    def _follow_document(self, _: object) -> None:
        before = self._is_edited, self.is_of_other_data
        self._judge()
        if before != (self._is_edited, self.is_of_other_data):
            self.changed.emit()
        self.state_changed.emit()

    def _judge(self) -> None:
        analysis = self.finding.analysis if self.finding else None
        self._is_edited = analysis is not None and not same_network(analysis, self._document.analysis)
        self._is_of_other_data = self.finding is not None and self.finding.dataset != self._session.dataset.name

    def _stop(self, _sentence: str) -> None:
        self._set_progress(None)
