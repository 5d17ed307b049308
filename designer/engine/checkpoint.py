"""Keep a run's checkpoint fresh: copies are taken between two steps, everything slow happens in a thread beside training."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from designer import version
from designer.engine.checkpoint_conditions import conditions_now
from designer.engine.checkpoint_file import checkpoint_parts
from designer.engine.lifeline import now
from designer.engine.run_record import RunRecord
from designer.engine.run_setup import ReadyRun
from designer.engine.trainer_state import HostTensor, capture, on_host, parameters_with_state, position_of, scaler_facts
from designer.engine.training import Moment
from designer.network.file_format import save
from designer.runs.checkpoint_header import CHECKPOINT, FORMAT, VERSION, CheckpointFacts
from designer.runs.errors import RunFolderError

EVERY_S = 5.0
EPOCH_EVERY_S = 1.0
_COPYING_SHARE = 0.01
_WRITING_SHARE = 0.05


@dataclass(frozen=True)
class Intervals:
    """How often a checkpoint is written; always so seldom that copying takes at most a hundredth of the time, writing a twentieth.

    Args:
        every_s: Seconds between two of them in the middle of an epoch.
        epoch_every_s: Seconds from one to the next at the end of an epoch.
        is_budgeted: Keep to the shares; tests that want one at every step do not.
    """

    every_s: float = EVERY_S
    epoch_every_s: float = EPOCH_EVERY_S
    is_budgeted: bool = True


class Checkpoints:
    """Writes the checkpoints of one run.

    Args:
        ready: The run.
        record: Its folder.
        tell_figures: Brings the metrics up to the last step: a checkpoint says how long they are.
        data_root: Where the data came from.
    """

    def __init__(
        self, ready: ReadyRun, record: RunRecord, tell_figures: Callable[[], None], data_root: str | None, intervals: Intervals | None = None
    ) -> None:
        self._ready = ready
        self._trainer = ready.trainer
        self._record = record
        self._tell_figures = tell_figures
        self._data_root = data_root
        self._intervals = intervals or Intervals()
        self._conditions = conditions_now(ready.network, ready.device)
        self._text = save(ready.architecture)
        self._best: tuple[int, Mapping[str, HostTensor]] = (0, {})
        self._writer: threading.Thread | None = None
        self._taken_at = -float("inf")
        self._copying_s = self._writing_s = 0.0
        self._problem = self._told = ""

    def after(self, moment: Moment) -> None:
        """Take a checkpoint if one is due after this piece of work."""
        trainer = self._trainer
        # while the test set is looked at, the network holds the best weights, not the last
        is_testing = moment is Moment.EVALUATED and trainer.epoch == len(trainer.epochs)
        is_last = moment is Moment.EPOCH and trainer.is_done_training
        if is_last or (moment is not Moment.DONE and not is_testing and self._is_due(moment)):
            self.take()

    def take(self) -> None:
        """Copy the run's state now; a thread writes it. While the last one is still being written, or the run is at fault, nothing is done."""
        if self._is_writing():
            return
        found = self._copy()
        if found is not None:
            self._writer = threading.Thread(target=self._write, args=found, name="checkpoint", daemon=True)
            self._writer.start()

    def finish(self) -> None:
        """Write the state as it is now, and wait for it: the run ends here, or the window closes."""
        if self._writer is not None:
            self._writer.join()
        found = self._copy()
        if found is not None:
            self._write(*found)

    def wait(self) -> None:
        """Wait until nothing is being written any more."""
        if self._writer is not None:
            self._writer.join()

    def take_problem(self) -> str:
        """Return, once, why the run cannot be kept just now; empty: it can, or that was said already."""
        problem = self._problem or self._record.problem
        if problem == self._told:
            return ""
        self._told = problem
        return problem

    def _is_due(self, moment: Moment) -> bool:
        wanted = self._intervals.epoch_every_s if moment is Moment.EPOCH else self._intervals.every_s
        if self._intervals.is_budgeted:
            wanted = max(wanted, self._copying_s / _COPYING_SHARE, self._writing_s / _WRITING_SHARE)
        return now() - self._taken_at >= wanted

    def _is_writing(self) -> bool:
        return self._writer is not None and self._writer.is_alive()

    def _copy(self) -> tuple[CheckpointFacts, dict[str, HostTensor]] | None:
        self._tell_figures()
        metrics_bytes = self._record.metrics_bytes
        self._taken_at = began = now()
        if self._trainer.fault is not None or metrics_bytes is None:  # curves that wait for the disk cannot be cut back to
            return None
        best = self._trainer.best
        if best is not None and best.epoch != self._best[0]:
            self._best = best.epoch, {name: on_host(tensor) for name, tensor in best.state.items()}
        tensors = capture(self._trainer, self._best[1])
        facts = self._facts(metrics_bytes)
        self._copying_s = now() - began
        return facts, tensors

    def _facts(self, metrics_bytes: int) -> CheckpointFacts:
        ready, trainer, record = self._ready, self._trainer, self._record
        return CheckpointFacts(
            format=FORMAT, version=VERSION, program=version(), architecture=self._text,
            started=record.started.isoformat(timespec="seconds"), seconds=record.seconds_so_far(), kept=ready.kept,
            dataset=ready.architecture.training.dataset, data_root=self._data_root, fingerprint=ready.data.fingerprint,
            conditions=self._conditions, position=position_of(trainer), steps_per_epoch=len(trainer.batches),
            base_rate=trainer.base_rate, scaler=scaler_facts(trainer), with_state=parameters_with_state(trainer),
            epochs=len(trainer.epochs), best_epoch=trainer.best.epoch if trainer.best else None, metrics_bytes=metrics_bytes,
        )  # fmt: skip

    def _write(self, facts: CheckpointFacts, tensors: Mapping[str, HostTensor]) -> None:
        """Write a checkpoint; nothing here computes with torch, whose threads belong to training."""
        began = now()
        try:
            self._record.keep(CHECKPOINT, checkpoint_parts(facts, tensors))
            self._problem = ""
        except RunFolderError as error:
            self._problem = str(error)
        except MemoryError:
            self._problem = "there is not enough memory to write a checkpoint; the one before is kept"
        self._writing_s = now() - began
