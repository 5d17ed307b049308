"""One run's folder: what lies in it, and how it is written. The same from window and command line.

::

    architecture.cnn     the document as it was trained        metrics.jsonl      one line a step, one line an epoch
    run.json             settings, seed, versions, result      best.safetensors   weights of the best epoch
    lock                 pid and host while it is live         last.safetensors   weights of the last step
    checkpoint.safetensors   all that the run needs to go on     history/   weights of moments on the way
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from designer.runs.atomic import write_atomically
from designer.runs.errors import RunFolderError as RunFolderError
from designer.runs.folder_lock import live_owner, take_lock
from designer.runs.metrics_file import MetricsFile

ARCHITECTURE, DESCRIPTION, METRICS, LOCK = "architecture.cnn", "run.json", "metrics.jsonl", "lock"
BEST, LAST = "best.safetensors", "last.safetensors"
FORMAT = "cnn-designer-run"
VERSION = 1


class RunFolder:
    """Writes the folder of a live run; only this process writes it while the lock is there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._metrics: MetricsFile | None = None

    @classmethod
    def create(cls, path: Path) -> RunFolder:
        """Make the folder and lock it.

        Raises:
            RunFolderError: Something else is there already, or it cannot be made.
        """
        try:
            path.mkdir(parents=True, exist_ok=True)
            if any(path.iterdir()):
                raise RunFolderError(f"{path} is not empty; a run needs a folder of its own")
            folder = cls(path.resolve())
            take_lock(folder.path / LOCK)
        except OSError as error:
            raise RunFolderError(f"{path}: the run's folder cannot be made: {error.strerror or error}") from error
        return folder

    @classmethod
    def reopen(cls, path: Path) -> RunFolder:
        """Lock the folder of an earlier run, to go on in it; what a process that died left half-written is taken away.

        Raises:
            RunFolderError: There is no run, another process trains it, or it cannot be written.
        """
        folder = cls(path.resolve())
        if not (path / DESCRIPTION).is_file():
            raise RunFolderError(f"{path}: there is no run ({DESCRIPTION} is missing)")
        try:
            owner = take_lock(folder.path / LOCK)
            if owner is not None:
                raise RunFolderError(f"{path}: the run is on; process {owner.pid} on {owner.host} trains it: stop it there first")
            for left in folder.path.glob(".*.tmp"):
                left.unlink()
        except OSError as error:
            raise RunFolderError(f"{path}: the run's folder cannot be written: {error.strerror or error}") from error
        return folder

    def write(self, name: str, *parts: bytes | memoryview) -> Path:
        """Replace one of the files whole and return its path.

        Raises:
            RunFolderError: It cannot be written; an older file is as it was.
        """
        path = self.path / name
        try:
            write_atomically(path, *parts)
        except OSError as error:
            raise RunFolderError(f"{path}: cannot be written: {error.strerror or error}") from error
        return path

    def describe(self, description: Mapping[str, Any]) -> None:
        """Write ``run.json``."""
        text = json.dumps({"format": FORMAT, "version": VERSION, **description}, indent=2, ensure_ascii=False, allow_nan=False)
        self.write(DESCRIPTION, (text + "\n").encode())

    def add_metrics(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Append lines to ``metrics.jsonl``; they are handed to the system before this returns.

        Raises:
            RunFolderError: The disk is full, say; the lines wait and are written before the next ones.
        """
        self._lines().add("".join(json.dumps(line) + "\n" for line in lines).encode())

    @property
    def metrics_bytes(self) -> int | None:
        """Length of ``metrics.jsonl``; none: some lines could not be written yet."""
        metrics = self._lines()
        return None if metrics.has_waiting else metrics.length

    def cut_metrics(self, length: int) -> None:
        """Take back what was written after the first so many bytes of ``metrics.jsonl``.

        Raises:
            RunFolderError: The file is shorter, or cannot be written.
        """
        self._lines().cut(length)

    def sync_metrics(self) -> None:
        """Make sure that the metrics survive a power failure; from any thread.

        Raises:
            RunFolderError: The disk says no.
        """
        self._lines().sync()

    def close(self) -> None:
        """Let go of the folder: the run is over."""
        if self._metrics is not None:
            self._metrics.close()
            self._metrics = None
        (self.path / LOCK).unlink(missing_ok=True)

    def _lines(self) -> MetricsFile:
        if self._metrics is None:
            self._metrics = MetricsFile(self.path / METRICS)
        return self._metrics


def new_run_path(folder: Path, name: str, now: datetime | None = None) -> Path:
    """Return the path of a new run: ``<date-time>-<slug>-<4 hex>``.

    Args:
        folder: The folder of the runs.
        name: Of the network.

    >>> new_run_path(Path("runs"), "LeNet-5 (mine)", datetime(2026, 1, 31, 9, 5, 7)).name[:-5]
    '20260131-090507-lenet-5-mine'
    """
    moment = now or datetime.now()
    return folder / f"{moment:%Y%m%d-%H%M%S}-{slug(name)}-{secrets.token_hex(2)}"


def slug(name: str) -> str:
    """Return a name as part of a path: small letters, digits and dashes, at most 40.

    >>> slug("../LeNet 5!"), slug("网络")
    ('lenet-5', 'network')
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower())[:40].strip("-") or "network"


def is_live(path: Path) -> bool:
    """Tell whether a process on this machine is writing the folder; one on another machine counts as live."""
    return live_owner(path / LOCK) is not None
