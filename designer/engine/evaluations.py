"""What the window asks about results: evaluations while no run is on, and the pictures behind the counts."""

from __future__ import annotations

from typing import assert_never

import torch

from designer.data.dataset import Dataset
from designer.engine.findings import Findings
from designer.engine.idle_evaluation import IdleEvaluation
from designer.engine.looking import Send
from designer.engine.pictures import Shelf
from designer.engine.run_session import RunSession
from designer.engine.store import WeightStore
from designer.network.errors import DesignerError
from designer.protocol.commands import CancelEvaluation, EvaluateNetwork, ListPictures
from designer.protocol.events import EvaluationEnded, PicturesListed


class Evaluations:
    """Drives at most one evaluation, and answers for those of runs too."""

    def __init__(self, send: Send, shelf: Shelf, store: WeightStore) -> None:
        self._send = send
        self._shelf = shelf
        self._store = store
        self._findings = Findings(send)
        self._running: IdleEvaluation | None = None
        self._cancelled = 0

    def answer(self, command: EvaluateNetwork | CancelEvaluation | ListPictures, device: torch.device, run_is_on: bool) -> None:
        """Do what the window asks for, or say why not."""
        match command:
            case EvaluateNetwork():
                self._evaluate(command, device, run_is_on)
            case CancelEvaluation(number=number):
                self._cancel(number)
            case ListPictures():
                self._list(command)
            case _:
                assert_never(command)

    def follow(self, run: RunSession) -> None:
        """Tell the window what a run has evaluated since the last call."""
        self._findings.follow(run)

    def keep_only(self, dataset: Dataset) -> None:
        """Forget what was found in other data sets."""
        self._findings.keep_only(dataset)

    def wait_s(self) -> float | None:
        """Return how long there is nothing to do; ``None``: until a command comes."""
        return None if self._running is None else 0.0

    def advance(self) -> None:
        """Do the next piece of the evaluation, if one is on."""
        if self._running is None:
            return
        running, self._running = self._running, None  # an error that nobody expected must not come again and again
        try:
            found = running.advance()
        except (DesignerError, RuntimeError) as error:  # torch tells of a lack of memory by a RuntimeError
            running.close()
            self._send(EvaluationEnded(number=running.number, text=str(error).strip().partition("\n")[0]))
            return
        if found is None:
            self._running = running
            return
        running.close()
        self._findings.take(found)

    def cancel(self) -> None:
        """End the evaluation that is on without a result."""
        if self._running is not None:
            self._running.close()
            self._send(EvaluationEnded(number=self._running.number))
            self._running = None

    def _cancel(self, number: int) -> None:
        """End the evaluation of this number; one that still waits for its data will not begin."""
        if self._running is not None and self._running.number == number:
            self.cancel()
        else:
            self._cancelled = number
            self._send(EvaluationEnded(number=number))

    def _evaluate(self, command: EvaluateNetwork, device: torch.device, run_is_on: bool) -> None:
        self.cancel()
        if command.number == self._cancelled:
            return
        if run_is_on:
            text = "a run is on: it is evaluated after every epoch; stop it to evaluate now"
            self._send(EvaluationEnded(number=command.number, text=text))
            return
        try:
            self._running = IdleEvaluation(command, self._shelf, self._store, device, self._send)
        except DesignerError as error:
            self._send(EvaluationEnded(number=command.number, text=str(error)))

    def _list(self, question: ListPictures) -> None:
        try:
            self._send(self._findings.list(question))
        except DesignerError as error:
            self._send(PicturesListed(run=question.run, number=question.number, part=question.part, problem=str(error)))
