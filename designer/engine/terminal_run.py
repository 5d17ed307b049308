"""A run on a terminal: a bar or plain lines on standard error, Ctrl+C as Stop, and the result as JSON."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import torch
from tqdm import tqdm

from designer.engine.devices import choose_device
from designer.engine.errors import RunError
from designer.engine.pictures import Shelf
from designer.engine.results import EpochResult
from designer.engine.run_record import RunRecord, epoch_figures
from designer.engine.run_setup import prepare_run
from designer.engine.store import WeightStore
from designer.engine.train_options import TrainOptions
from designer.engine.training import Moment
from designer.engine.weights_file import weights_sha256
from designer.network.architecture import Architecture
from designer.runs.folder import BEST, LAST

FIGURES_EVERY_S = 0.5


class TerminalRun:
    """Trains a network from random weights and reports on standard error."""

    def __init__(self, architecture: Architecture, options: TrainOptions) -> None:
        device = choose_device(options.device)
        self._ready = prepare_run(architecture, Shelf(), WeightStore(), device, options.data_root, fresh=True)
        self._trainer = self._ready.trainer
        self._record = RunRecord(self._ready, Path(options.out) if options.out is not None else None)
        self._began = time.perf_counter()
        self._interrupted = False
        self._bar: Any = tqdm(
            total=self._trainer.steps_in_all, unit="step", file=sys.stderr, disable=not sys.stderr.isatty(), dynamic_ncols=True, leave=False
        )

    def train(self) -> bool:
        """Train, and return whether the run was completed; else Ctrl+C stopped it and the weights are written.

        Raises:
            DesignerError: The run cannot go on, or its folder cannot be written.
        """
        ending = "failed"
        problem = ""
        try:
            with self._interruptible():
                self._work()
            ending = "stopped" if self._interrupted else "completed"
        except RunError as error:
            problem = str(error)
            raise
        finally:
            self._bar.close()
            self._record.end(ending, time.perf_counter() - self._began, problem)
        self._say(self._last_line())
        return not self._interrupted

    def result(self) -> dict[str, Any]:
        """Return what ``--json`` prints."""
        trainer, best = self._trainer, self._trainer.best
        state = best.state if best else self._ready.network.state()
        return {
            "run": str(self._record.path), "device": str(self._ready.device), "threads": torch.get_num_threads(),
            "epochs": [epoch_figures(result) for result in trainer.epochs], "test_accuracy": trainer.test.accuracy if trainer.test else None,
            "weights": str(self._record.path / (BEST if best else LAST)), "weights_sha256": weights_sha256(state),
        }  # fmt: skip

    def _work(self) -> None:
        told = time.perf_counter()
        moments = self._trainer.moments()
        for moment in moments:
            if moment is Moment.STEP:
                self._bar.update()
            if moment is not Moment.EVALUATED and (moment is not Moment.STEP or time.perf_counter() - told > FIGURES_EVERY_S):
                told = time.perf_counter()
                self._write_figures()
            if moment is Moment.EPOCH:
                self._record.epoch(self._trainer.epochs[-1])
                self._say(self._epoch_line(self._trainer.epochs[-1]))
            if self._interrupted:
                break
        moments.close()  # puts the last weights back where it was testing the best ones
        self._write_figures()
        if self._trainer.fault:
            raise RunError(self._trainer.fault)

    def _write_figures(self) -> None:
        figures = self._trainer.take_figures()
        if figures is not None:
            self._record.steps(figures)
            self._bar.set_postfix(loss=f"{figures.losses[-1]:.4f}", refresh=False)
        if self._trainer.fault:
            raise RunError(self._trainer.fault)

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Let Ctrl+C end the run after the running step instead of in the middle of one."""

        def interrupt(number: int, frame: FrameType | None) -> None:
            self._interrupted = True
            signal.signal(signal.SIGINT, before)  # a second one ends the program at once

        before = signal.signal(signal.SIGINT, interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _epoch_line(self, result: EpochResult) -> str:
        return (
            f"epoch {result.epoch}/{self._trainer.training.epochs}  loss {result.train.loss:.4f}  accuracy {result.train.accuracy:.1%}"
            f"  validation {result.validation.accuracy:.1%}  {result.images_per_second:,.0f} images/s"
        )

    def _last_line(self) -> str:
        trainer, parts = self._trainer, []
        if self._interrupted:
            parts.append(f"stopped after step {trainer.step:,}")
        if trainer.test is not None and trainer.best is not None:
            parts.append(f"test accuracy {trainer.test.accuracy:.1%} with the weights of epoch {trainer.best.epoch}")
        return "; ".join([*parts, f"the run is in {self._record.path}"])

    def _say(self, line: str) -> None:
        self._bar.clear()
        print(line, file=sys.stderr, flush=True)
