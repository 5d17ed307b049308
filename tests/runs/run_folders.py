"""Run folders for tests: written by hand, whole or damaged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from designer.network.file_format import save
from designer.network.templates import load_template
from designer.runs.folder import ARCHITECTURE, DESCRIPTION, FORMAT, METRICS

STEPS_PER_EPOCH = 10


def make_run(path: Path, *, epochs: int = 3, result: Mapping[str, Any] | None = None, **about: Any) -> Path:
    """Write a run of LeNet-5 on digits whose loss at step n is 2/n, and return its folder.

    Args:
        result: Figures beside those of a completed run; an ending of "" leaves the result out: the run is on, or broke off.
        about: Other values of ``run.json``.
    """
    path.mkdir(parents=True)
    figures = {"ending": "completed", "problem": "", "seconds": 60.0, "epochs": epochs, "best_epoch": epochs, "validation_accuracy": 0.9}
    figures |= {"test_accuracy": 0.875, **(result or {})}
    description = {
        "format": FORMAT, "version": 1, "name": "LeNet-5", "started": "2026-01-31T09:05:07+00:00", "parameters": 61_706, "device": "cpu",
        "settings": {"epochs": 20, "optimizer": "adam", "learning_rate": 0.01}, "data": {"name": "digits"},
        "result": figures if figures["ending"] else None, **about,
    }  # fmt: skip
    (path / DESCRIPTION).write_text(json.dumps(description))
    (path / ARCHITECTURE).write_text(save(load_template("lenet5")))
    (path / METRICS).write_text(metrics_text(1, epochs * STEPS_PER_EPOCH))
    return path


def metrics_text(first_step: int, last_step: int) -> str:
    """Return the lines of some steps, and of the epochs that end among them."""
    lines: list[Mapping[str, Any]] = []
    for step in range(first_step, last_step + 1):
        lines.append({"step": step, "loss": 2 / step, "accuracy": 1 - 1 / step, "learning_rate": 0.01 / step})
        if step % STEPS_PER_EPOCH == 0:
            lines.append({"step": step, "epoch": step // STEPS_PER_EPOCH, "validation_loss": 3 / step, "validation_accuracy": 0.9})
    return "".join(json.dumps(line) + "\n" for line in lines)
