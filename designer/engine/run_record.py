"""Write down a run as it goes: what it was made of, every step and epoch, the weights, the result."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from designer import version
from designer.data.dataset import Split
from designer.engine.results import EpochResult
from designer.engine.run_setup import ReadyRun
from designer.engine.step_figures import StepFigures
from designer.engine.weights_file import weights_bytes
from designer.network.fields import fields_of
from designer.network.file_format import save
from designer.network.training import Training
from designer.runs.folder import ARCHITECTURE, BEST, LAST, RunFolder, new_run_path
from designer.runs.home import runs_folder


class RunRecord:
    """The folder of one run, written by the process that trains it."""

    def __init__(self, ready: ReadyRun, path: Path | None = None) -> None:
        self._ready = ready
        self._started = datetime.now().astimezone()
        self._folder = RunFolder.create(path or new_run_path(runs_folder(), ready.architecture.name, self._started))
        self._text = save(ready.architecture)
        self._folder.write(ARCHITECTURE, self._text.encode())
        self._describe(None)

    @property
    def path(self) -> Path:
        """The folder, absolute."""
        return self._folder.path

    def steps(self, figures: StepFigures) -> None:
        """Add figures of steps to the metrics."""
        numbers = range(figures.first_step, figures.first_step + len(figures.losses))
        self._folder.add_metrics(
            {"step": step, "loss": _finite(loss), "accuracy": accuracy}
            for step, loss, accuracy in zip(numbers, figures.losses.tolist(), figures.accuracies.tolist(), strict=True)
        )

    def epoch(self, result: EpochResult) -> None:
        """Add an epoch's results to the metrics."""
        self._folder.add_metrics([{"step": result.step, **epoch_figures(result)}])

    def best_weights(self, state: Mapping[str, Tensor]) -> Path:
        """Write the weights of the best epoch."""
        return self._folder.write(BEST, self._weights(state))

    def end(self, ending: str, seconds: float, problem: str = "") -> None:
        """Write the last weights and the result, and let go of the folder.

        Args:
            ending: "completed", "stopped" or "failed".
            problem: Why it failed.
        """
        trainer = self._ready.trainer
        try:
            if ending != "failed":
                self._folder.write(LAST, self._weights(self._ready.network.state()))
                if trainer.best is not None:
                    self.best_weights(trainer.best.state)
            result = {
                "ending": ending, "problem": problem, "seconds": round(seconds, 3), "steps": trainer.step, "epochs": len(trainer.epochs),
                "best_epoch": trainer.best.epoch if trainer.best else None,
                "validation_accuracy": trainer.best.score.accuracy if trainer.best else None,
                "test_loss": _finite(trainer.test.loss) if trainer.test else None,
                "test_accuracy": trainer.test.accuracy if trainer.test else None,
            }  # fmt: skip
            self._describe(result)
        finally:
            self._folder.close()

    def _describe(self, result: Mapping[str, Any] | None) -> None:
        ready = self._ready
        counts = {split.value: len(positions) for split, positions in ready.dataset.splits.items() if split in Split}
        self._folder.describe(
            {
                "name": ready.architecture.name,
                "started": self._started.isoformat(timespec="seconds"),
                "settings": _settings(ready.architecture.training),
                "seed": ready.architecture.training.seed,
                "versions": _versions(),
                "device": str(ready.device),
                "threads": torch.get_num_threads(),
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


def _finite(number: float) -> float | None:
    return number if np.isfinite(number) else None
