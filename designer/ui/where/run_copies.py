"""Copies of the runs of another machine: what it sends of a run's folder is written into the runs of this one."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from PySide6.QtCore import QObject, Signal

from designer.protocol.commands import CopyRuns
from designer.protocol.events import AnyEvent, RunFileCopied
from designer.runs.folder import ARCHITECTURE, BEST, DESCRIPTION, LAST, LOCK, METRICS
from designer.runs.folder_lock import take_lock
from designer.runs.history import is_moment_name
from designer.runs.home import runs_folder
from designer.ui.worker_client import WorkerClient

__all__ = ["RunCopies"]

COPY = "copy.json"
"""Marks a folder as a copy, and says of what; a run of this machine is never written over."""
_TAKEN = (ARCHITECTURE, METRICS, BEST, LAST, DESCRIPTION)
_FOLDER_NAME = re.compile(r"\w[\w.-]{0,200}", re.ASCII)
_PART = ".part"
_MOST_UNFINISHED = 20


class RunCopies(QObject):
    """Write what comes; nothing is believed of it but the bytes.

    Args:
        source: Where they come from, in words.
    """

    copied = Signal(str)
    """A file of a run is whole; carries the run's folder."""
    failed = Signal(str)
    """A copy cannot be written; says why, once for each run."""

    def __init__(self, client: WorkerClient, source: str, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._source = source
        self._refused: set[str] = set()
        self._live: set[str] = set()
        self._open: tuple[Path, IO[bytes]] | None = None
        client.event_received.connect(self._hear)
        client.ready.connect(self._ask)
        client.died.connect(self._lose)

    def stop(self) -> None:
        """Take no more copies."""
        self._lose("")
        self._client.event_received.disconnect(self._hear)
        self._client.ready.disconnect(self._ask)
        self._client.died.disconnect(self._lose)
        self.deleteLater()

    def _ask(self, _greeting: object) -> None:
        self._client.send(CopyRuns(unfinished=tuple(unfinished_copies(self._source))[:_MOST_UNFINISHED]))

    def _hear(self, event: AnyEvent) -> None:
        if not isinstance(event, RunFileCopied) or event.folder in self._refused:
            return
        if not (event.name in _TAKEN or is_moment_name(event.name)) or not _FOLDER_NAME.fullmatch(event.folder):
            return
        try:
            self._write(self._folder(event.folder), event)
        except OSError as error:
            self._break_off()
            self._refused.add(event.folder)
            self.failed.emit(self.tr("The copy of run {0} cannot be written: {1}.").format(event.folder, error.strerror or str(error)))

    def _folder(self, name: str) -> Path:
        path = runs_folder() / name
        if not (path / COPY).exists():
            path.mkdir(parents=True)  # one that is there and is no copy is a run of this machine
            (path / COPY).write_text(json.dumps({"from": self._source}), encoding="utf-8")
        if name not in self._live:
            take_lock(path / LOCK)  # until its end came the run is on
            self._live.add(name)
        return path

    def _write(self, folder: Path, event: RunFileCopied) -> None:
        path = folder / event.name
        if event.name == METRICS:
            self._add(path, event)
        else:
            self._replace(path, event)
        if event.last and event.name == DESCRIPTION and has_result(folder):
            self._let_go(folder.name)
        if event.last:
            self.copied.emit(os.fspath(folder))

    def _add(self, path: Path, event: RunFileCopied) -> None:
        with path.open("r+b" if event.first and path.exists() else "wb") as file:
            file.seek(event.first)
            file.truncate()
            file.write(event.data)

    def _replace(self, path: Path, event: RunFileCopied) -> None:
        """Write a part; the file that was there stays until the new one is whole."""
        beside = path.with_name(path.name + _PART)
        if event.first == 0:
            self._break_off()
            beside.parent.mkdir(exist_ok=True)  # of the history
            self._open = beside, beside.open("wb")
        if self._open is None or self._open[0] != beside or self._open[1].tell() != event.first:
            return  # its beginning was missed
        self._open[1].write(event.data)
        if event.last:
            self._open[1].close()
            self._open = None
            os.replace(beside, path)

    def _lose(self, _sentence: str) -> None:
        self._break_off()
        for name in tuple(self._live):
            self._let_go(name)

    def _let_go(self, name: str) -> None:
        self._live.discard(name)
        with contextlib.suppress(OSError):
            (runs_folder() / name / LOCK).unlink()

    def _break_off(self) -> None:
        if self._open is None:
            return
        path, file = self._open
        self._open = None
        file.close()
        with contextlib.suppress(OSError):
            path.unlink()


def unfinished_copies(source: str) -> Iterator[str]:
    """Return the names of the copies from a place whose run has not ended, as far as they say."""
    for mark in sorted(runs_folder().glob(f"*/{COPY}")):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            if json.loads(mark.read_text(encoding="utf-8")).get("from") == source and not has_result(mark.parent):
                yield mark.parent.name


def has_result(folder: Path) -> bool:
    """Tell whether a run's description says how it ended."""
    try:
        return json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))["result"] is not None
    except (OSError, ValueError, KeyError, TypeError):
        return False
