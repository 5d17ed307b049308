"""Reads the folders of the runs bit by bit, so that the window never waits for a thousand of them. No threads."""

from __future__ import annotations

import contextlib
from collections import deque
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QFileSystemWatcher, QObject, QTimer, Signal

from designer.runs.folder import DESCRIPTION, LOCK
from designer.runs.home import runs_folder
from designer.runs.listing import run_paths, summarise, with_epochs
from designer.runs.metrics import EpochTail
from designer.runs.notes import NOTES

__all__ = ["RunsReader"]

_SLICE_MS = 8
_REST_MS = 250
_LIVE_MS = 1_000

Signature = tuple[tuple[int, int] | None, ...]


class RunsReader(QObject):
    """Tell what the folder of the runs holds, and what changes in it, while somebody looks."""

    found = Signal(object)
    """A run is new, or known better; carries its `RunSummary`."""
    gone = Signal(object)
    """Runs are no longer there; carries their paths."""
    settled = Signal()
    """Everything there is now has been read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._signatures: dict[Path, Signature] = {}
        self._tails: dict[Path, EpochTail] = {}
        self._live: set[Path] = set()
        self._waiting: deque[Path] = deque()
        self._is_watched = self._is_stale = False
        self._watcher: QFileSystemWatcher | None = None
        self._slices, self._rest, self._pulse = QTimer(self), QTimer(self), QTimer(self)
        for timer, slot, interval_ms in (
            (self._slices, self._read_some, 0),
            (self._rest, self.refresh, _REST_MS),
            (self._pulse, self._renew, _LIVE_MS),
        ):
            timer.setSingleShot(True)
            timer.setInterval(interval_ms)
            timer.timeout.connect(slot)

    def watch(self, watched: bool) -> None:
        """Follow the folder from now on, or leave it alone: nobody looks."""
        if watched == self._is_watched:
            return
        self._is_watched = watched
        if watched:
            self._is_stale = True
            self._slices.start()
        else:
            for timer in (self._slices, self._rest, self._pulse):
                timer.stop()

    def refresh(self) -> None:
        """Look which runs there are, and read those that changed."""
        if not self._is_watched:
            return
        self._is_stale = False
        paths = run_paths()
        lost = self._signatures.keys() - set(paths)
        for path in lost:
            del self._signatures[path]
            self._tails.pop(path, None)
            self._live.discard(path)
        if lost:
            self.gone.emit(tuple(lost))
        self._waiting = deque(paths)
        self._slices.start()

    def read_again(self, path: Path) -> None:
        """Read one run anew, whatever is known of it."""
        self._signatures.pop(path, None)
        self._waiting.appendleft(path)
        self._slices.start()

    def _follow_folder(self) -> None:
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.directoryChanged.connect(self._notice)
        with contextlib.suppress(OSError):
            folder = str(runs_folder())
            if folder not in self._watcher.directories():
                self._watcher.addPath(folder)

    def _notice(self) -> None:
        if self._is_watched:
            self._rest.start()

    def _read_some(self) -> None:
        if self._is_stale:  # a turn of its own: a long folder takes its time
            self._follow_folder()
            self.refresh()
            return
        clock = QElapsedTimer()
        clock.start()
        while self._waiting and clock.elapsed() < _SLICE_MS:
            self._read(self._waiting.popleft())
        if self._waiting:
            self._slices.start()
            return
        self.settled.emit()
        if self._live and self._is_watched:
            self._pulse.start()

    def _renew(self) -> None:
        self._waiting.extend(self._live)
        self._slices.start()

    def _read(self, path: Path) -> None:
        signature = _signature(path)
        if self._signatures.get(path) == signature and path not in self._live:
            return
        self._signatures[path] = signature
        run = summarise(path, so_far=False)
        if run.ending in ("running", "interrupted") and not run.problem:
            tail = self._tails.setdefault(path, EpochTail(path))
            with contextlib.suppress(OSError):
                if tail.read():
                    self._waiting.append(path)  # a long file goes on in the next slice
                    self._signatures.pop(path)
            run = with_epochs(run, tail)
        else:
            self._tails.pop(path, None)
        self._live.discard(path)
        if run.ending == "running":
            self._live.add(path)
        self._signatures.setdefault(path, ())
        self.found.emit(run)


def _signature(path: Path) -> Signature:
    """Return what changes when a run's summary does."""
    return tuple(_stamp(path / name) for name in (DESCRIPTION, NOTES, LOCK))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
