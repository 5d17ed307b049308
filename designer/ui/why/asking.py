"""The conversation about reasons: one question and one search at a time, asked again when something new is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from designer.network.analysis import BlockReport
from designer.protocol.commands import AskWhy, CancelWhy, FindExciting
from designer.protocol.errors import ProtocolError
from designer.protocol.events import (
    AnyEvent,
    CommandFailed,
    ExcitingFound,
    ExcitingTold,
    MapsDrawn,
    ProbeChosen,
    WeightsChanged,
    WeightsLoaded,
    WeightsReset,
    WhyAnswered,
    WhyEnded,
    WhyTold,
)
from designer.ui.document import Document
from designer.ui.training.session import TrainingSession
from designer.ui.why.answers import Exciting, Reason, ReasonMoment, decode_exciting, decode_reason
from designer.ui.why.following import Following
from designer.ui.why.questions import WhyQuestion, input_shape, square_of
from designer.ui.worker_client import WorkerClient

__all__ = ["Reasons", "SearchedMap", "WhyProgress"]


@dataclass(frozen=True)
class WhyProgress:
    """How far something is, in pictures; ``count`` 0: not known yet."""

    done: int = 0
    count: int = 0


@dataclass(frozen=True)
class SearchedMap:
    """Which map pictures are searched for, and where."""

    block: str
    channel: int
    part: str = "test"


class Reasons(QObject):
    """Ask the worker, and keep the newest answers."""

    answered = Signal()
    """`reason` or `problem` changed, or the answer that is shown is no longer of what is shown."""
    progressed = Signal(object)
    """The question is on its way, carries `WhyProgress`; none: it is not any more."""
    found = Signal()
    """`exciting` or `search_problem` changed, or what was found is no longer of the weights that are shown."""
    search_progressed = Signal(object)
    """The search is on, carries `WhyProgress`; none: it is not any more."""

    def __init__(self, document: Document, session: TrainingSession, client: WorkerClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._session, self._client = document, session, client
        self.question = WhyQuestion()
        self.reason: Reason | None = None
        self.problem = ""
        self.exciting: Exciting | None = None
        self.search_problem = ""
        self.is_live = True
        self.is_watched = False
        self._number = 0
        self._asked: tuple[int, WhyQuestion, ReasonMoment] | None = None
        self._searched: tuple[int, ReasonMoment] | None = None
        self._now = ReasonMoment(0, 0, -1)
        self._following = Following(self)
        self._following.due.connect(self._ask_wanted)
        client.event_received.connect(self._hear)
        client.died.connect(self._forget)

    @property
    def is_asking(self) -> bool:
        """Whether an answer is awaited."""
        return self._asked is not None

    @property
    def is_searching(self) -> bool:
        """Whether a search is on."""
        return self._searched is not None

    def is_current(self) -> bool:
        """Tell whether the answer is of the picture and the weights that are shown."""
        return self.reason is not None and self.reason.moment == self._now

    def is_stale(self) -> bool:
        """Tell whether the answer is of another picture or other weights, and no newer one is about to come."""
        if self.reason is None or self.is_current():
            return False
        trains_on = self._session.is_active and self._now.is_trained_on(self.reason.moment)
        return not (self.is_live and (self._asked is not None or self._following.is_wanted or trains_on))

    def is_found_stale(self) -> bool:
        """Tell whether the pictures were found by other weights than those that are shown."""
        return self.exciting is not None and not self.exciting.moment.has_weights_of(self._now)

    def can_ask(self) -> bool:
        """Tell whether there is somebody to answer."""
        return self._client.is_running and (not self._document.analysis.errors or self._session.is_active)

    def ask(self, question: WhyQuestion | None = None) -> None:
        """Ask now, in place of what was asked before; without a question the last one again."""
        self.question = question or self.question
        if not self._client.is_running:
            return
        self._number += 1
        self._following.forget()
        self._asked = (self._number, self.question, self._now)
        patch, stride = square_of(self.question.square, input_shape(self._document.analysis))
        self._client.send(
            AskWhy(
                number=self._number, method=self.question.method.value, block=self.question.block, target=self.question.target,
                patch=patch, stride=stride,
            )
        )  # fmt: skip
        self.progressed.emit(WhyProgress())

    def follow(self, urgent: bool = True) -> None:
        """Ask again as soon as that is cheap; what is on its way is let come first.

        Args:
            urgent: A person changed what is shown; else training did.
        """
        if not self.is_watched or not self.can_ask():
            return
        self._following.want(urgent)
        if self._asked is None:
            self._following.start()

    def watch(self, is_watched: bool) -> None:
        """Say whether anybody looks: else nothing is asked by itself."""
        if is_watched != self.is_watched:
            self.is_watched = is_watched
            if is_watched and not self.is_current() and (self.is_live or self.reason is None):
                self.follow()

    def set_live(self, is_live: bool) -> None:
        """Say whether answers follow what is shown."""
        self.is_live = is_live
        if is_live and not self.is_current():
            self.follow()

    def cancel(self) -> None:
        """End the question that is on its way."""
        if self._asked is not None:
            self._following.forget()
            self._client.send(CancelWhy(number=self._asked[0]))

    def search(self, wanted: SearchedMap) -> None:
        """Look for the pictures that excite a map most."""
        report = self._document.analysis.reports.get(wanted.block)
        if not self._client.is_running or not isinstance(report, BlockReport):
            return
        self._number += 1
        self._searched = self._number, self._now
        text = self._session.text_for_worker(self._document.architecture)
        self._client.send(
            FindExciting(
                number=self._number, block=wanted.block, channel=wanted.channel, part=wanted.part, architecture=text,
                data_root=self._session.data_root,
            )
        )  # fmt: skip
        self.search_progressed.emit(WhyProgress())

    def cancel_search(self) -> None:
        """End the search that is on."""
        if self._searched is not None:
            self._client.send(CancelWhy(number=self._searched[0]))

    def show_frame(self, frame: MapsDrawn) -> None:
        """Take note of what the newest maps are of."""
        self._move(replace(self._now, run=frame.run, step=frame.step, revision=frame.revision, past=frame.past))

    def show_probe(self, _probe: ProbeChosen) -> None:
        """Take note of another picture."""
        self._move(replace(self._now, probe=self._now.probe + 1))

    def _move(self, moment: ReasonMoment) -> None:
        if moment == self._now:
            return
        before, was_stale, self._now = self._now, self.is_found_stale(), moment
        if self.is_live or self.reason is None:
            self.follow(urgent=not moment.is_trained_on(before))
        if self.reason is not None:
            self.answered.emit()
        if self.is_found_stale() != was_stale:
            self.found.emit()

    def _ask_wanted(self) -> None:
        if self._following.is_wanted and self.is_watched and self.can_ask():
            self.ask()

    def _hear(self, event: AnyEvent) -> None:
        match event:
            case WhyAnswered() if self._asked is not None and event.number == self._asked[0]:
                self._take(event)
            case WhyTold() if self._asked is not None and event.number == self._asked[0]:
                self.progressed.emit(WhyProgress(event.done, event.count))
            case WhyEnded() if self._asked is not None and event.number == self._asked[0]:
                self._end_question(event.text)
            case WhyEnded() if self._searched is not None and event.number == self._searched[0]:
                self._end_search(event.text)
            case ExcitingTold() if self._searched is not None and event.number == self._searched[0]:
                self.search_progressed.emit(WhyProgress(event.done, event.count))
            case ExcitingFound() if self._searched is not None and event.number == self._searched[0]:
                self._take_found(event)
            case WeightsReset() | WeightsLoaded() | WeightsChanged():
                self._move(replace(self._now, weights=self._now.weights + 1))
            case CommandFailed(command="AskWhy", text=text) if self._asked is not None:
                self._end_question(text)
            case CommandFailed(command="FindExciting", text=text) if self._searched is not None:
                self._end_search(text)
            case _:
                pass

    def _take(self, event: WhyAnswered) -> None:
        assert self._asked is not None
        _, question, asked_at = self._asked
        moment = replace(asked_at, run=event.run, step=event.step, revision=event.revision, past=event.past)
        try:
            self.reason, self.problem = decode_reason(event, question, moment), ""
        except ProtocolError as error:
            self.problem = str(error)
        self._following.rest(event.cost_s, self._session.is_active)
        self._end_asking()

    def _end_question(self, text: str) -> None:
        if text:
            self.problem, self.reason = text, None
        self._end_asking()

    def _end_asking(self) -> None:
        self._asked = None
        self.progressed.emit(None)
        self.answered.emit()
        if self._following.is_wanted:
            self.follow(urgent=False)

    def _take_found(self, event: ExcitingFound) -> None:
        assert self._searched is not None
        moment = replace(self._searched[1], run=event.run, step=event.step, revision=event.revision, past=event.past)
        try:
            self.exciting = decode_exciting(event, moment)
        except ProtocolError as error:
            self._end_search(str(error))
            return
        self._end_search("")

    def _end_search(self, text: str) -> None:
        self._searched, self.search_problem = None, text
        self.search_progressed.emit(None)
        self.found.emit()

    def _forget(self, _sentence: str) -> None:
        """The worker is gone: nothing is on its way any more."""
        self._following.forget()
        if self._asked is not None:
            self._end_question("")
        if self._searched is not None:
            self._end_search("")
