"""The list of runs, read from their folders; trusts nothing that it reads."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from designer.runs.folder import DESCRIPTION, FORMAT, VERSION, is_live
from designer.runs.home import runs_folder

_LONGEST_DESCRIPTION_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class RunSummary:
    """One line of the list.

    Args:
        started: Local time as ISO text; empty where it is not known.
        epochs: Finished; ``planned_epochs``: as set.
        ending: "completed", "stopped", "failed", "running" or "interrupted" (the process died).
        problem: Why the folder cannot be read; empty: it can.
    """

    path: Path
    name: str = ""
    started: str = ""
    epochs: int = 0
    planned_epochs: int = 0
    best_validation_accuracy: float | None = None
    test_accuracy: float | None = None
    parameters: int = 0
    device: str = ""
    ending: str = "interrupted"
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the line as JSON values."""
        return {**asdict(self), "path": str(self.path)}


def list_runs(folder: Path | None = None) -> tuple[RunSummary, ...]:
    """Return the runs, newest first; none where the folder does not exist.

    Args:
        folder: The folder of the runs; by default the user's.
    """
    root = folder or runs_folder()
    try:
        paths = [path for path in root.iterdir() if path.is_dir()]
    except OSError:
        return ()
    found = [summarise(path) for path in paths]
    return tuple(sorted(found, key=lambda run: (run.started, run.path.name), reverse=True))


def summarise(path: Path) -> RunSummary:
    """Return what is known of one run's folder."""
    try:
        with (path / DESCRIPTION).open("rb") as file:
            text = file.read(_LONGEST_DESCRIPTION_BYTES + 1)
        description = json.loads(text) if len(text) <= _LONGEST_DESCRIPTION_BYTES else None
    except (OSError, ValueError, RecursionError) as error:
        return RunSummary(path=path, name=path.name, problem=f"{DESCRIPTION} cannot be read: {error}")
    if not isinstance(description, Mapping) or description.get("format") != FORMAT:
        return RunSummary(path=path, name=path.name, problem=f"{DESCRIPTION} does not describe a run")
    if _number(description.get("version")) > VERSION:
        return RunSummary(path=path, name=path.name, problem=f"{DESCRIPTION} was written by a newer version")
    result, settings = (_mapping(description.get(key)) for key in ("result", "settings"))
    return RunSummary(
        path=path, name=_text(description.get("name")), started=_text(description.get("started")),
        epochs=int(_number(result.get("epochs"))), planned_epochs=int(_number(settings.get("epochs"))),
        best_validation_accuracy=_share(result.get("validation_accuracy")), test_accuracy=_share(result.get("test_accuracy")),
        parameters=int(_number(description.get("parameters"))), device=_text(description.get("device")),
        ending=_text(result.get("ending")) or ("running" if is_live(path) else "interrupted"),
    )  # fmt: skip


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) else 0


def _share(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1 else None
