"""What the window asks about reasons: at most one question about the probe and one search, done in pieces beside everything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from designer.engine.errors import EngineError
from designer.engine.lifeline import now
from designer.engine.looking import Looking, Send, Subject
from designer.engine.pictures import Shelf
from designer.engine.why.answering import answer
from designer.engine.why.searching import Search
from designer.network.errors import DesignerError
from designer.protocol.commands import AskWhy, CancelWhy, FindExciting
from designer.protocol.events import ExcitingFound, ExcitingTold, WhyAnswered, WhyEnded, WhyTold

TOLD_EVERY_S = 0.1
SHARE_OF_A_RUN = 0.2
"""The most of the worker's time that is taken from a run at full speed."""

_Question = AskWhy | FindExciting
_Piece = WhyTold | WhyAnswered | ExcitingTold | ExcitingFound


class _Job:
    """A question on its way."""

    def __init__(self, number: int, pieces: Iterator[_Piece], search: Search | None) -> None:
        self.number = number
        self.pieces = pieces
        self._search = search
        self.told_at = 0.0
        self.next_at = 0.0

    def close(self) -> None:
        """Let go of what it reads."""
        if self._search is not None:
            self._search.close()


class Whys:
    """Drives the questions, and takes care that a run stays quick."""

    def __init__(self, send: Send, shelf: Shelf, looking: Looking) -> None:
        self._send = send
        self._shelf = shelf
        self._looking = looking
        self._jobs: dict[type[_Question], _Job] = {}
        self._cancelled = 0

    def answer(self, command: _Question | CancelWhy, subject: Subject | None) -> None:
        """Begin what the window asks for, or say why not; a newer question takes the place of the older one of its kind."""
        match command:
            case CancelWhy(number=number):
                self._cancel(number)
            case AskWhy() | FindExciting():
                self._begin(command, subject)
            case _:
                assert_never(command)

    def wait_s(self) -> float | None:
        """Return how long there is nothing to do; ``None``: until a command comes."""
        return 0.0 if self._jobs else None

    def advance(self, full_speed: bool) -> None:
        """Do the next piece of each question.

        Args:
            full_speed: A run is on that waits for nothing but this.
        """
        for kind, job in tuple(self._jobs.items()):
            began = now()
            if full_speed and began < job.next_at:
                continue
            self._advance(kind, job)
            job.next_at = now() + (now() - began) * (1 / SHARE_OF_A_RUN - 1)

    def _begin(self, command: _Question, subject: Subject | None) -> None:
        self._drop(type(command))
        if command.number == self._cancelled:  # while it waited for its data
            return
        if subject is None:
            self._send(WhyEnded(number=command.number, text="there is no network yet whose reasons could be told"))
            return
        try:
            job = self._job(command, subject)
        except DesignerError as error:
            self._send(WhyEnded(number=command.number, text=str(error)))
            return
        self._jobs[type(command)] = job
        self._advance(type(command), job)

    def _job(self, command: _Question, subject: Subject) -> _Job:
        if isinstance(command, FindExciting):
            search = Search(command, subject, self._shelf)
            return _Job(command.number, search.pieces(), search)
        taken = self._looking.taken(subject)
        if taken is None:
            raise EngineError("the network takes no pictures, so nothing in a picture speaks for a class; an input of 1 or 3 channels takes them")
        return _Job(command.number, answer(command, subject, *taken), None)

    def _advance(self, kind: type[_Question], job: _Job) -> None:
        self._jobs.pop(kind, None)  # an error that nobody expected must not come again and again
        try:
            piece = next(job.pieces)
        except (DesignerError, RuntimeError) as error:  # torch tells of a lack of memory by a RuntimeError
            job.close()
            self._send(WhyEnded(number=job.number, text=str(error).strip().partition("\n")[0]))
            return
        if isinstance(piece, WhyAnswered | ExcitingFound):
            job.close()
            self._send(piece)
            return
        self._jobs[kind] = job
        if now() - job.told_at > TOLD_EVERY_S:
            job.told_at = now()
            self._send(piece)

    def _drop(self, kind: type[_Question]) -> None:
        """End a question that another one takes the place of."""
        job = self._jobs.pop(kind, None)
        if job is not None:
            job.close()
            self._send(WhyEnded(number=job.number))

    def _cancel(self, number: int) -> None:
        """End the question of this number; one that still waits for its data will not begin."""
        for kind, job in tuple(self._jobs.items()):
            if job.number == number:
                self._drop(kind)
                return
        self._cancelled = number
        self._send(WhyEnded(number=number))
