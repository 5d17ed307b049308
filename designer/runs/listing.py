"""The list of runs, read from their folders; trusts nothing that it reads."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from designer.runs.folder import DESCRIPTION, FORMAT, METRICS, VERSION, RunFolderError, is_live
from designer.runs.home import runs_folder
from designer.runs.metrics import EpochTail
from designer.runs.notes import read_notes
from designer.runs.reading import read_at_most

_LONGEST_DESCRIPTION_BYTES = 1 << 20
_LONGEST_TEXT = 300
_LARGEST_COUNT = 10**15
_LARGEST = 1e300  # a whole number of a file may be too large for a float


@dataclass(frozen=True, kw_only=True)
class RunSummary:
    """One line of the list.

    Args:
        started: Local time as ISO text; empty where it is not known.
        dataset: Name of the data.
        epochs: Finished; ``planned_epochs``: as set; ``best_epoch``: the best of the finished ones.
        seconds: That it took, or has taken so far.
        ending: "completed", "stopped", "failed", "running" or "interrupted" (the process died).
        fault: Why it failed.
        notes: What a person wrote about it.
        problem: Why the folder cannot be read; empty: it can.
    """

    path: Path
    name: str = ""
    started: str = ""
    dataset: str = ""
    epochs: int = 0
    planned_epochs: int = 0
    best_epoch: int | None = None
    best_validation_accuracy: float | None = None
    test_accuracy: float | None = None
    parameters: int = 0
    device: str = ""
    seconds: float | None = None
    ending: str = "interrupted"
    fault: str = ""
    notes: str = ""
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the line as JSON values."""
        return {**asdict(self), "path": str(self.path)}


def run_paths(folder: Path | None = None) -> tuple[Path, ...]:
    """Return the folders that may hold runs, the newest name first; none where there is no such folder. Nothing is opened.

    Args:
        folder: The folder of the runs; by default the user's.
    """
    with contextlib.suppress(OSError), os.scandir(folder or runs_folder()) as entries:
        return tuple(sorted((Path(entry.path) for entry in entries if entry.is_dir()), key=lambda path: path.name, reverse=True))
    return ()


def list_runs(folder: Path | None = None) -> tuple[RunSummary, ...]:
    """Return the runs, newest first; none where the folder does not exist.

    Args:
        folder: The folder of the runs; by default the user's.
    """
    return tuple(sorted(map(summarise, run_paths(folder)), key=lambda run: (run.started, run.path.name), reverse=True))


def summarise(path: Path, *, so_far: bool = True) -> RunSummary:
    """Return what is known of one run's folder.

    Args:
        so_far: Whether a run without a result is looked up in its metrics, however long they are; see `with_epochs`.
    """
    try:
        description = _description(path)
    except RunFolderError as error:
        return RunSummary(path=path, name=path.name, ending="running" if is_live(path) else "interrupted", notes=read_notes(path), problem=str(error))
    result, settings, data = (_mapping(description.get(key)) for key in ("result", "settings", "data"))
    ending = _text(result.get("ending"))
    run = RunSummary(
        path=path, name=_text(description.get("name")), started=_text(description.get("started")), dataset=_text(data.get("name")),
        epochs=_count(result.get("epochs")), planned_epochs=_count(settings.get("epochs")), best_epoch=_count(result.get("best_epoch")) or None,
        best_validation_accuracy=_share(result.get("validation_accuracy")), test_accuracy=_share(result.get("test_accuracy")),
        parameters=_count(description.get("parameters")), device=_text(description.get("device")), seconds=_seconds(result.get("seconds")),
        ending=ending or ("running" if is_live(path) else "interrupted"), fault=_text(result.get("problem")), notes=read_notes(path),
    )  # fmt: skip
    return run if ending or not so_far else _so_far(run)


def run_settings(path: Path) -> dict[str, str | float | bool]:
    """Return the training settings of a run that are plain values.

    Raises:
        RunFolderError: The folder holds no run that can be read.
    """
    settings = _mapping(_description(path).get("settings"))
    plain = {key: _text(value) if isinstance(value, str) else value for key, value in settings.items() if isinstance(value, str | bool | float | int)}
    return {key: value if isinstance(value, str | bool) else _number(value) for key, value in plain.items()}


def _description(path: Path) -> Mapping[str, Any]:
    """Return what ``run.json`` says.

    Raises:
        RunFolderError: It cannot be read, or describes no run of this program's version.
    """
    try:
        description = json.loads(read_at_most(path / DESCRIPTION, _LONGEST_DESCRIPTION_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise RunFolderError(f"{DESCRIPTION} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if not isinstance(description, Mapping) or description.get("format") != FORMAT:
        raise RunFolderError(f"{DESCRIPTION} does not describe a run")
    if _number(description.get("version")) > VERSION:
        raise RunFolderError(f"{DESCRIPTION} was written by a newer version")
    return description


def with_epochs(run: RunSummary, tail: EpochTail) -> RunSummary:
    """Return a run without a result with what its metrics tell: it is on, or its process died."""
    known: dict[str, Any] = {}
    if tail.best is not None:
        known = {"best_epoch": _count(tail.best.epoch) or None, "best_validation_accuracy": _share(tail.best.accuracy)}
    return replace(run, epochs=_count(tail.epochs), seconds=_seconds_so_far(run), **known)


def _so_far(run: RunSummary) -> RunSummary:
    tail = EpochTail(run.path)
    with contextlib.suppress(OSError):
        while tail.read():
            pass
    return with_epochs(run, tail)


def _seconds_so_far(run: RunSummary) -> float | None:
    """Return the time from the run's start to the last line that it wrote."""
    with contextlib.suppress(OSError, ValueError, OverflowError):
        return _seconds((run.path / METRICS).stat().st_mtime - datetime.fromisoformat(run.started).timestamp())
    return None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value[:_LONGEST_TEXT] if isinstance(value, str) else ""


def _number(value: object) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and -_LARGEST < value < _LARGEST else 0


def _count(value: object) -> int:
    return int(min(max(_number(value), 0), _LARGEST_COUNT))


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _LARGEST_COUNT else None


def _share(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1 else None
