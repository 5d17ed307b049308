"""One run's folder: what lies in it, and how it is written. The same from window and command line.

::

    architecture.cnn     the document as it was trained        metrics.jsonl      one line a step, one line an epoch
    run.json             settings, seed, versions, result      best.safetensors   weights of the best epoch
    lock                 pid and host while it is live         last.safetensors   weights of the last step
"""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from designer.network.errors import DesignerError
from designer.runs.atomic import write_atomically

ARCHITECTURE, DESCRIPTION, METRICS, LOCK = "architecture.cnn", "run.json", "metrics.jsonl", "lock"
BEST, LAST = "best.safetensors", "last.safetensors"
FORMAT = "cnn-designer-run"
VERSION = 1


class RunFolderError(DesignerError):
    """Report a folder that cannot hold a run, or that holds none."""


class RunFolder:
    """Writes the folder of a live run; only this process writes it while the lock is there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._metrics: IO[str] | None = None

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
            folder._lock()
        except OSError as error:
            raise RunFolderError(f"{path}: the run's folder cannot be made: {error.strerror or error}") from error
        return folder

    def write(self, name: str, data: bytes) -> Path:
        """Replace one of the files whole and return its path.

        Raises:
            RunFolderError: It cannot be written; an older file is as it was.
        """
        path = self.path / name
        try:
            write_atomically(path, data)
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
            RunFolderError: The disk is full, say.
        """
        try:
            if self._metrics is None:
                self._metrics = (self.path / METRICS).open("a", encoding="utf-8", newline="\n")
            self._metrics.write("".join(json.dumps(line) + "\n" for line in lines))
            self._metrics.flush()
        except OSError as error:
            raise RunFolderError(f"{self.path / METRICS}: cannot be written: {error.strerror or error}") from error

    def close(self) -> None:
        """Let go of the folder: the run is over."""
        if self._metrics is not None:
            self._metrics.close()
            self._metrics = None
        (self.path / LOCK).unlink(missing_ok=True)

    def _lock(self) -> None:
        with (self.path / LOCK).open("x", encoding="utf-8") as file:
            json.dump({"pid": os.getpid(), "host": socket.gethostname()}, file)


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
    try:
        lock = json.loads((path / LOCK).read_text(encoding="utf-8"))
        pid, host = int(lock["pid"]), str(lock["host"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return host != socket.gethostname() or _runs(pid)


def _runs(pid: int) -> bool:
    if os.name == "nt":  # signal 0 would end the process there
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it runs, under another user
        return True
    return True
