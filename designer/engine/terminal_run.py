"""A run on a terminal: a bar or plain lines on standard error, Ctrl+C as Stop, and the result as JSON."""

from __future__ import annotations

import shlex
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

from designer.data.errors import DataError
from designer.engine.checkpoint import Checkpoints, Intervals
from designer.engine.devices import choose_device
from designer.engine.errors import RunError
from designer.engine.history import HistoryRecorder
from designer.engine.pictures import Shelf
from designer.engine.ranks.team import Team
from designer.engine.results import EpochResult
from designer.engine.resume import Wishes, resume_run
from designer.engine.run_record import RunRecord, epoch_figures
from designer.engine.run_setup import alone, prepare_run
from designer.engine.store import WeightStore
from designer.engine.streaming import close_parts
from designer.engine.terminal_loading import terminal_shelf
from designer.engine.train_options import TrainOptions
from designer.engine.training import Moment
from designer.engine.weights_file import weights_sha256
from designer.network.architecture import Architecture
from designer.runs.folder import BEST, LAST

FIGURES_EVERY_S = 0.5


class TerminalRun:
    """Trains a network from random weights and reports on standard error.

    Args:
        architecture: None: an earlier run goes on, the folder in ``options.resume``.
        shelf: Keeps the data for the next run too.
        quiet: No words on standard error.
        team: The ranks that train together with this process; none: it trains alone.
    """

    def __init__(
        self, architecture: Architecture | None, options: TrainOptions, shelf: Shelf | None = None, quiet: bool = False,
        intervals: Intervals | None = None, team: Team | None = None,
    ) -> None:  # fmt: skip
        self._quiet = quiet
        self._interrupted = False
        resumed = None
        make_trainer = alone if team is None else team.lead
        if architecture is None:
            wishes = Wishes(epochs=options.epochs, data_root=options.data_root, device=options.device, threads=options.threads)
            resumed = resume_run(Path(options.resume or ""), shelf or terminal_shelf(quiet), WeightStore(), wishes, make_trainer)
            self._ready, self._record = resumed.ready, resumed.record
        else:
            device = choose_device(options.device)
            self._ready = prepare_run(architecture, shelf or terminal_shelf(quiet), WeightStore(), device, options.data_root, True, make_trainer)
            self._record = RunRecord(self._ready, Path(options.out) if options.out is not None else None)
        self._trainer = self._ready.trainer
        data_root = options.data_root or (resumed.facts.data_root if resumed else None)
        self._checkpoints = Checkpoints(self._ready, self._record, self._write_figures, data_root, intervals)
        self._history = HistoryRecorder(self._trainer, self._record.path)
        self._bar: Any = tqdm(
            total=self._trainer.steps_in_all, initial=self._trainer.step, unit="step",
            file=sys.stderr, disable=not sys.stderr.isatty(), dynamic_ncols=True, leave=False,
        )  # fmt: skip
        if resumed is not None:
            how = f"approximately: {resumed.approximate}" if resumed.approximate else "bit for bit"
            self._say(f"goes on after step {resumed.facts.position.step:,}, {how}")

    def train(self) -> bool:
        """Train, and return whether the run was completed; else Ctrl+C stopped it and the weights are written.

        Raises:
            DesignerError: The run cannot go on, or its folder cannot be written.
        """
        ending = "failed"
        problem = ""
        weights_are_sound = False
        try:
            with self._interruptible():
                self._checkpoints.take()
                self._history.begin()
                self._work()
                self._checkpoints.finish()
                self._tell_problem()
            ending = "stopped" if self._interrupted else "completed"
        except (RunError, DataError) as error:
            problem, weights_are_sound = str(error), isinstance(error, DataError)
            raise
        finally:
            self._bar.close()
            self._checkpoints.wait()
            self._history.finish()
            self._record.end(ending, problem, weights_are_sound)
            close_parts(self._trainer.parts)
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
            self._checkpoints.after(moment)
            self._history.after(moment)
            self._tell_problem()
            if self._interrupted:
                break
        moments.close()  # puts the last weights back where it was testing the best ones
        self._write_figures()
        if self._trainer.fault:
            raise self._trainer.fault.error()

    def _write_figures(self) -> None:
        figures = self._trainer.take_figures()
        if figures is not None:
            self._record.steps(figures)
            self._bar.set_postfix(loss=f"{figures.losses[-1]:.4f}", refresh=False)
        if self._trainer.fault:
            raise self._trainer.fault.error()

    def _tell_problem(self) -> None:
        problem = self._checkpoints.take_problem() or self._history.take_problem()
        if problem:
            self._say(f"warning: {problem}; training goes on")

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
            parts.append(f"stopped after step {trainer.step:,}; train --resume {shlex.quote(str(self._record.path))} goes on")
        if trainer.test is not None and trainer.best is not None:
            parts.append(f"test accuracy {trainer.test.accuracy:.1%} with the weights of epoch {trainer.best.epoch}")
        return "; ".join([*parts, f"the run is in {self._record.path}"])

    def _say(self, line: str) -> None:
        if self._quiet:
            return
        self._bar.clear()
        print(line, file=sys.stderr, flush=True)
