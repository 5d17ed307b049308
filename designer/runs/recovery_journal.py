"""The journal of one open document: every edit is one line, in the system's hands before the edit counts as done.

A killed process loses nothing; a power failure at most what was not synced yet.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from designer.runs import recovery_lock
from designer.runs.atomic import sync_folder
from designer.runs.home import recovery_folder
from designer.runs.recovery_lines import SUFFIX, Delta, Header, difference, written

__all__ = ["SYNC_EVERY_S", "Journal"]

SYNC_EVERY_S = 5.0

_OPEN = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Journal:
    """Written by the process that has the document open, and locked until that process ends.

    After a save a new one is begun and this one removed.

    Args:
        lines: The document's canonical lines.
        document: The document's file; None: it has none yet.
        folder: Where journals lie; the user's recovery folder by default.
        unsaved: Whether the lines themselves were never saved.
        continues: Names of the journals whose unsaved edits the lines hold.
        clock: Seconds that never go back.

    Raises:
        OSError: It cannot be written.
    """

    def __init__(
        self,
        lines: Sequence[str],
        document: Path | None,
        *,
        folder: Path | None = None,
        unsaved: bool = False,
        continues: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.document = document
        self.unsaved = unsaved
        self.base = tuple(lines)
        self.lines = self.base
        self._clock = clock
        self._unsynced_since: float | None = clock()
        self._named_durably = False
        self.path = (folder or recovery_folder()) / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"
        self._descriptor = os.open(self.path, _OPEN, 0o600)
        try:
            self._length = 0
            self._write(written(self._header(recovery_lock.take(self._descriptor), continues)))
        except BaseException:
            self.remove()
            raise

    def append(self, lines: Sequence[str], label: str) -> None:
        """Take the document's lines after an edit; nothing is written where they are the same.

        Raises:
            OSError: The edit is not in the journal; the next one brings it along.
        """
        start, drop, put = difference(self.lines, lines)
        if not drop and not put:
            return
        self._check()
        self._write(written(Delta(start, drop, put, label, time.time())))
        self.lines = tuple(lines)
        if self._unsynced_since is None:
            self._unsynced_since = self._clock()

    @property
    def is_changed(self) -> bool:
        """Whether the document differs from what the journal starts from."""
        return self.lines != self.base

    def seconds_until_sync(self) -> float | None:
        """Return when `sync_if_due` will do something; None: there is nothing to sync."""
        return None if self._unsynced_since is None else max(0.0, self._unsynced_since + SYNC_EVERY_S - self._clock())

    def sync_if_due(self) -> None:
        """Sync if the oldest line that a power failure would take is 5 s old.

        Raises:
            OSError: As `sync`.
        """
        if self.seconds_until_sync() == 0.0:
            self.sync()

    def sync(self) -> None:
        """Make every line survive a power failure.

        Raises:
            OSError: The system could not; tried again when it is due again.
        """
        self._unsynced_since = None if self._unsynced_since is None else self._clock()
        os.fsync(self._descriptor)
        if not self._named_durably:
            sync_folder(self.path.parent)
            self._named_durably = True
        self._unsynced_since = None

    def release(self) -> None:
        """Give the journal up and leave it for the next start."""
        os.close(self._descriptor)

    def remove(self) -> None:
        """Delete the journal: everything is saved, or discarded."""
        with contextlib.suppress(OSError):  # Windows deletes no open file
            self.path.unlink()
        os.close(self._descriptor)
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _header(self, locked: bool, continues: Sequence[str]) -> Header:
        return Header(
            document=None if self.document is None else os.path.abspath(self.document),
            pid=os.getpid(),
            host=socket.gethostname(),
            started=time.time(),
            locked=locked,
            unsaved=self.unsaved,
            continues=tuple(continues),
            base=self.base,
        )

    def _check(self) -> None:
        """Find out whether lines appended now could be read back."""
        found = os.fstat(self._descriptor)
        if found.st_nlink == 0:
            raise FileNotFoundError(errno.ENOENT, "the journal was deleted", str(self.path))
        if found.st_size != self._length:
            os.ftruncate(self._descriptor, self._length)  # what a failed write left

    def _write(self, data: bytes) -> None:
        """Append whole or not at all: half a line would hide every later one."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError:
            os.ftruncate(self._descriptor, self._length)
            raise
        self._length += len(data)
