"""A trial of learning rates that the window asked for, step by step between its commands."""

from __future__ import annotations

import numpy as np
import torch

from designer.engine.errors import EngineError
from designer.engine.faults import is_out_of_memory
from designer.engine.lifeline import now
from designer.engine.looking import Send
from designer.engine.pictures import Shelf
from designer.engine.rate_finder import RATES, RateFinder
from designer.engine.run_setup import ReadyRun, prepare_run
from designer.engine.store import WeightStore
from designer.network.file_format import load
from designer.protocol.commands import FindLearningRate
from designer.protocol.events import LearningRateFound, RatesTried

TOLD_EVERY_S = 0.1


class RateTrial:
    """One trial; its network is a copy, so weights, buffers and random states of everything else stay as they are.

    Attributes:
        number: Chosen by the window, as that of a run.
        ended: The last message about it was sent.
    """

    def __init__(self, number: int, ready: ReadyRun, send: Send) -> None:
        self.number = number
        self.ended = False
        self._finder = RateFinder(ready.trainer)
        self._steps = self._finder.steps()
        self._send = send
        self._told, self._told_at = 0, now()

    def advance(self) -> None:
        """Make one step."""
        try:
            going = next(self._steps, "over") is None
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            self._end(LearningRateFound(run=self.number, learning_rate=0.0, text="the memory was full; try a smaller batch"))
            return
        if not going:
            found = self._finder.suggestion()
            self._end(LearningRateFound(run=self.number, learning_rate=found.rate, text=found.text))
        elif now() - self._told_at > TOLD_EVERY_S:
            self._tell()

    def stop(self) -> None:
        """Break it off."""
        self._steps.close()
        self._end(LearningRateFound(run=self.number, learning_rate=0.0, cancelled=True))

    def fail(self, text: str) -> None:
        """End it because of an error that nobody expected."""
        self._end(LearningRateFound(run=self.number, learning_rate=0.0, text=text))

    def _end(self, event: LearningRateFound) -> None:
        if not self.ended:
            self._tell(done=True)
            self._send(event)
            self.ended = True

    def _tell(self, done: bool = False) -> None:
        tried, first = self._finder.tried, self._told
        if len(tried.rates) > first or done:
            rates, losses = (np.array(values[first:], dtype=np.float32).tobytes() for values in (tried.rates, tried.losses))
            self._send(RatesTried(run=self.number, rates=rates, losses=losses, share=1.0 if done else len(tried.rates) / RATES))
        self._told, self._told_at = len(tried.rates), now()


class RateTrials:
    """The trial that is on, if one is."""

    def __init__(self, send: Send, shelf: Shelf, store: WeightStore) -> None:
        self._send = send
        self._shelf = shelf
        self._store = store
        self._trial: RateTrial | None = None

    @property
    def number(self) -> int | None:
        """Number of the trial that is on."""
        return None if self._trial is None else self._trial.number

    def begin(self, command: FindLearningRate, device: torch.device) -> None:
        """Begin a trial.

        Raises:
            DesignerError: It cannot begin, and why.
        """
        if self._trial is not None:
            raise EngineError("learning rates are being tried already; stop that first")
        ready = prepare_run(load(command.architecture), self._shelf, self._store, device, command.data_root, fresh=False)
        self._trial = RateTrial(command.run, ready, self._send)

    def advance(self) -> None:
        """Make a step of the trial that is on."""
        if self._trial is not None:
            self._trial.advance()
            self._forget_ended()

    def stop(self, text: str = "") -> None:
        """End the trial that is on.

        Args:
            text: Why, where that is not the person's wish.
        """
        if self._trial is not None:
            if text:
                self._trial.fail(text)
            else:
                self._trial.stop()
            self._forget_ended()

    def _forget_ended(self) -> None:
        if self._trial is not None and self._trial.ended:
            self._trial = None
