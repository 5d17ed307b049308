"""Which runs can go on, and what is to be said of them: read from their folders, without torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from designer.network.architecture import Architecture
from designer.network.errors import FileError
from designer.network.file_format import load
from designer.runs.checkpoint_header import CHECKPOINT, read_header
from designer.runs.errors import RunFolderError
from designer.runs.listing import run_paths, summarise

INTERRUPTED, STOPPED = "interrupted", "stopped"
_MOST_LOOKED_AT = 20


@dataclass(frozen=True)
class Resumable:
    """A run that stopped before its end.

    Args:
        started: Local time as ISO text.
        ending: `INTERRUPTED`: its process died, or the window was closed; `STOPPED`: somebody wanted it so.
        epoch: The epoch it is in; ``epochs``: as many were planned.
        step: Steps that are done.
        architecture: Its network, with the settings it is trained with.
    """

    path: Path
    name: str
    started: str
    ending: str
    epoch: int
    epochs: int
    step: int
    architecture: Architecture


def read_resumable(path: Path) -> Resumable | None:
    """Return a run that can go on; ``None``: it is complete or on, has failed, or has no checkpoint that could be used."""
    run = summarise(path, so_far=False)
    if run.problem or run.ending not in (INTERRUPTED, STOPPED):
        return None
    try:
        facts = read_header(path / CHECKPOINT).facts
        architecture = load(facts.architecture)
    except (RunFolderError, FileError):
        return None
    place = facts.position
    return Resumable(path, architecture.name, facts.started, run.ending, max(place.epoch, 1), architecture.training.epochs, place.step, architecture)


def latest_resumable(folder: Path | None = None) -> Resumable | None:
    """Return the newest run that can go on, among the newest twenty.

    Args:
        folder: The folder of the runs; by default the user's.
    """
    found = (read_resumable(path) for path in run_paths(folder)[:_MOST_LOOKED_AT])
    return next((run for run in found if run is not None), None)


def interrupted_last(folder: Path | None = None) -> Resumable | None:
    """Return the newest run of all if it was interrupted and can go on: what a person would miss at the next start."""
    newest = next(iter(run_paths(folder)), None)
    run = read_resumable(newest) if newest is not None else None
    return run if run is not None and run.ending == INTERRUPTED else None
