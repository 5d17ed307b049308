"""Write down a run as it goes: what it was made of, every step and epoch, the weights, the result."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from designer import version
from designer.data.dataset import Split
from designer.engine.devices import process_count
from designer.engine.lifeline import now
from designer.engine.results import EpochResult
from designer.engine.run_setup import ReadyRun
from designer.engine.step_figures import StepFigures
from designer.engine.weights_file import weights_bytes
from designer.network.fields import fields_of
from designer.network.file_format import save
from designer.network.training import Training
from designer.runs.errors import RunFolderError
from designer.runs.folder import ARCHITECTURE, BEST, DESCRIPTION, LAST, RunFolder, new_run_path
from designer.runs.home import runs_folder
from designer.runs.reading import read_at_most

_LONGEST_DESCRIPTION_BYTES = 1 << 20


@dataclass(frozen=True)
class Continued:
    """An earlier run that goes on.

    Args:
        folder: Locked, its metrics cut back to where the run goes on.
        started: When it began, ISO text.
        seconds: It has taken so far.
        step: Where it goes on.
        approximate: Why it may not go on exactly as it would have; empty: bit for bit.
    """

    folder: RunFolder
    started: str
    seconds: float
    step: int
    approximate: str


class RunRecord:
    """The folder of one run, written by the process that trains it.

    What cannot be written while the run goes on (a full disk) is told in `problem` and written later; only the end insists.

    Attributes:
        started: When the run began.
        problem: Why something could not be written just now; empty: all is well.
    """

    def __init__(self, ready: ReadyRun, path: Path | None = None, continued: Continued | None = None) -> None:
        self._ready = ready
        self._text = save(ready.architecture)
        self._began = now()
        self.problem = ""
        if continued is None:
            self.started = datetime.now().astimezone()
            self._seconds_before = 0.0
            self._breaks: list[dict[str, Any]] = []
            self._folder = RunFolder.create(path or new_run_path(runs_folder(), ready.architecture.name, self.started))
        else:
            self.started = _moment(continued.started)
            self._seconds_before = continued.seconds
            self._folder = continued.folder
            self._breaks = [*_breaks(self._folder.path), {"step": continued.step, "at": _text_now(), "approximate": continued.approximate}]
        self._folder.write(ARCHITECTURE, self._text.encode())
        self._describe(None)

    @property
    def path(self) -> Path:
        """The folder, absolute."""
        return self._folder.path

    def steps(self, figures: StepFigures) -> None:
        """Add figures of steps to the metrics."""
        numbers = range(figures.first_step, figures.first_step + len(figures.losses))
        self._add(
            {"step": step, "loss": _finite(loss), "accuracy": accuracy, "learning_rate": rate}
            for step, loss, accuracy, rate in zip(numbers, figures.losses.tolist(), figures.accuracies.tolist(), figures.rates.tolist(), strict=True)
        )

    def epoch(self, result: EpochResult) -> None:
        """Add an epoch's results to the metrics."""
        self._add([{"step": result.step, **epoch_figures(result)}])

    def best_weights(self, state: Mapping[str, Tensor]) -> None:
        """Write the weights of the best epoch, if that is possible now."""
        try:
            self._folder.write(BEST, self._weights(state))
        except RunFolderError as error:
            self.problem = str(error)

    def seconds_so_far(self) -> float:
        """Return how long the run has taken, what it took before it went on included."""
        return self._seconds_before + now() - self._began

    @property
    def metrics_bytes(self) -> int | None:
        """Length of the metrics; none: some wait for room on the disk."""
        return self._folder.metrics_bytes

    def keep(self, name: str, parts: Sequence[bytes | memoryview]) -> None:
        """Replace a file that belongs to the metrics as they are now; from any thread.

        Raises:
            RunFolderError: It cannot be written; an older file is as it was.
        """
        self._folder.sync_metrics()
        self._folder.write(name, *parts)

    def end(self, ending: str, problem: str = "", weights_are_sound: bool = False) -> None:
        """Write the last weights and the result, and let go of the folder.

        Args:
            ending: "completed", "stopped", "interrupted" or "failed".
            problem: Why it failed.
            weights_are_sound: It failed for another reason than its weights: they are written.

        Raises:
            RunFolderError: Something cannot be written.
        """
        trainer = self._ready.trainer
        try:
            if ending != "failed" or weights_are_sound:
                self._folder.write(LAST, self._weights(self._ready.network.state()))
                if trainer.best is not None:
                    self._folder.write(BEST, self._weights(trainer.best.state))
                self._folder.add_metrics([])
            result = {
                "ending": ending, "problem": problem, "note": trainer.stopped_early, "seconds": round(self.seconds_so_far(), 3),
                "steps": trainer.step, "epochs": len(trainer.epochs),
                "best_epoch": trainer.best.epoch if trainer.best else None,
                "validation_accuracy": trainer.best.score.accuracy if trainer.best else None,
                "test_loss": _finite(trainer.test.loss) if trainer.test else None,
                "test_accuracy": trainer.test.accuracy if trainer.test else None,
            }  # fmt: skip
            self._describe(result)
        finally:
            self._folder.close()

    def _add(self, lines: Iterable[Mapping[str, Any]]) -> None:
        try:
            self._folder.add_metrics(lines)
            self.problem = ""
        except RunFolderError as error:
            self.problem = str(error)

    def _describe(self, result: Mapping[str, Any] | None) -> None:
        ready = self._ready
        counts = {split.value: len(positions) for split, positions in ready.dataset.splits.items() if split in Split}
        self._folder.describe(
            {
                "name": ready.architecture.name,
                "started": self.started.isoformat(timespec="seconds"),
                "continued": self._breaks,
                "settings": _settings(ready.architecture.training),
                "seed": ready.architecture.training.seed,
                "versions": _versions(),
                "device": str(ready.device),
                "threads": torch.get_num_threads(),
                "processes": process_count(),
                "cpu_capability": torch.backends.cpu.get_cpu_capability(),
                "data": {"name": ready.dataset.info.name, "fingerprint": ready.data.fingerprint, "classes": list(ready.data.classes), **counts},
                "preparation": ready.data.preparation.to_json(),
                "parameters": ready.analysis.parameters,
                "kept": list(ready.kept),
                "result": result,
            }
        )

    def _weights(self, state: Mapping[str, Tensor]) -> bytes:
        about = {
            "architecture": self._text, "classes": list(self._ready.data.classes), "preparation": self._ready.data.preparation.to_json(),
            "run": self.path.name, "versions": _versions(),
        }  # fmt: skip
        return weights_bytes(state, about)


def epoch_figures(result: EpochResult) -> dict[str, Any]:
    """Return an epoch's results as JSON values."""
    return {
        "epoch": result.epoch, "train_loss": _finite(result.train.loss), "train_accuracy": result.train.accuracy,
        "validation_loss": _finite(result.validation.loss), "validation_accuracy": result.validation.accuracy,
        "images_per_second": round(result.images_per_second, 1),
    }  # fmt: skip


def _settings(training: Training) -> dict[str, Any]:
    return {name: getattr(training, name) for name in fields_of(Training)}


def _versions() -> dict[str, str]:
    return {"program": version(), "python": platform.python_version(), "torch": str(torch.__version__), "numpy": np.__version__}


def _breaks(path: Path) -> list[dict[str, Any]]:
    """Return where the run was gone on with before; what cannot be read is left out."""
    try:
        found = json.loads(read_at_most(path / DESCRIPTION, _LONGEST_DESCRIPTION_BYTES)).get("continued", [])
        return [{"step": int(entry["step"]), "at": str(entry["at"]), "approximate": str(entry["approximate"])} for entry in found]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.now().astimezone()


def _text_now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _finite(number: float) -> float | None:
    return number if np.isfinite(number) else None
