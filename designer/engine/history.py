"""Record a run's history: copies of the weights are taken between two steps, a thread writes them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from pathlib import Path

from safetensors.numpy import save

from designer.engine.trainer_state import HostTensor, on_host
from designer.engine.training import Moment, Trainer
from designer.runs.errors import RunFolderError
from designer.runs.history import MOST_BYTES, HistoryFolder, is_marked

MOST_WAITING = 8
"""Moments that wait to be written; where the disk is too slow for them, moments are left out."""

_FEWEST = 3
"""The first, the best and the last."""

_Waiting = tuple[int, Mapping[str, HostTensor], int | None]


class HistoryRecorder:
    """Keeps the weights of one run's moments: of the start, of marked steps, and of every epoch.

    A history that cannot be written is no reason to stop a run: it ends, and `problem` says why. A network of which the first, the best and the last
    weights have no room keeps none.

    Attributes:
        problem: Why it ended early; empty: it did not.

    Args:
        run: The run's folder; where it goes on, what lies after its step is dropped.
        most_bytes: Room on the disk.
    """

    def __init__(self, trainer: Trainer, run: Path, most_bytes: int = MOST_BYTES) -> None:
        self.run = run
        self._trainer = trainer
        self._folder = HistoryFolder(run, most_bytes)
        self._folder.cut_back(trainer.step)
        size = sum(owned.tensor.numel() * owned.tensor.element_size() for owned in trainer.network.owned)
        self._has_room = _FEWEST * size <= most_bytes
        self._last = self._folder.steps[-1] if self._folder.steps else -1
        self._waiting: queue.Queue[_Waiting | None] = queue.Queue(MOST_WAITING)
        self._writer: threading.Thread | None = None
        self.problem = ""
        self._told = False

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps whose weights are kept, in order."""
        return self._folder.steps

    def take_problem(self) -> str:
        """Return, once, why the history ended early; empty: it did not, or that was said already."""
        problem, self._told = self.problem if not self._told else "", self._told or bool(self.problem)
        return problem

    def begin(self) -> None:
        """Keep the weights that the run starts from."""
        self._keep()

    def after(self, moment: Moment) -> None:
        """Keep the weights if this is one of the moments."""
        if moment is Moment.EPOCH or (moment is Moment.STEP and is_marked(self._trainer.step)):
            self._keep()

    def finish(self) -> None:
        """Keep the last weights too, and wait until everything is written."""
        if self._trainer.fault is None:
            self._keep(waits=True)
        if self._writer is not None:
            self._waiting.put(None)
            self._writer.join()
            self._writer = None

    def _keep(self, waits: bool = False) -> None:
        step = self._trainer.step
        if step <= self._last or not self._has_room or self.problem or self._trainer.fault is not None or (self._waiting.full() and not waits):
            return
        self._last = step
        copies = {name: on_host(tensor) for name, tensor in self._trainer.network.state().items()}
        best = self._trainer.best
        best_step = self._trainer.epochs[best.epoch - 1].step if best is not None else None
        if self._writer is None:
            self._writer = threading.Thread(target=self._write, name="history", daemon=True)
            self._writer.start()
        self._waiting.put((step, copies, best_step))

    def _write(self) -> None:
        """Write what waits; nothing here computes with torch, whose threads belong to training."""
        while (waiting := self._waiting.get()) is not None:
            step, copies, best = waiting
            if self.problem:
                continue
            try:
                self._folder.keep(step, save({name: copy.array for name, copy in copies.items()}), best)
            except RunFolderError as error:
                self.problem = str(error)
            except MemoryError:
                self.problem = "there is not enough memory to write the history; it ends here"
