"""Whose a run's folder is: a file with pid, host and start of the process that trains. It is taken over when that process is gone."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_LONGEST_LOCK_BYTES = 4096


@dataclass(frozen=True)
class FolderOwner:
    """A process that trains.

    Args:
        born: When the process started, as the system counts it; 0: not known. A pid alone may be another process' by now.
    """

    pid: int
    host: str
    born: int = 0


def take_lock(path: Path) -> FolderOwner | None:
    """Write our name into the lock unless a living process stands there.

    Returns:
        The living owner; none: it is ours now.

    Raises:
        OSError: It cannot be written.
    """
    with _one_at_a_time(path.parent):
        owner = live_owner(path)
        if owner is None:
            # not a temporary file beside it: what stands here half-written after a crash counts as nobody
            path.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "born": _born(os.getpid())}), encoding="utf-8")
        return owner


def live_owner(path: Path) -> FolderOwner | None:
    """Return who holds a lock; one on another machine counts as living."""
    try:
        with path.open("rb") as file:
            lock = json.loads(file.read(_LONGEST_LOCK_BYTES))
        owner = FolderOwner(int(lock["pid"]), str(lock["host"])[:100], int(lock.get("born", 0)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    return owner if owner.host != socket.gethostname() or _lives(owner) else None


def _lives(owner: FolderOwner) -> bool:
    if os.name == "nt":  # signal 0 would end the process there
        return True
    try:
        os.kill(owner.pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it runs, under another user
        return True
    born = _born(owner.pid)
    return born >= 0 and (not owner.born or not born or born == owner.born)


def _born(pid: int) -> int:
    """Return when a process started, in ticks since the machine did; 0: not known, -1: it has ended and nobody took note yet.

    Source:
        proc(5), ``/proc/pid/stat``, fields 3 and 22.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        return -1 if fields[0] in "ZX" else int(fields[19])
    except (OSError, ValueError, IndexError):
        return 0


if sys.platform == "win32":

    @contextmanager
    def _one_at_a_time(folder: Path) -> Iterator[None]:
        yield

else:
    import fcntl

    @contextmanager
    def _one_at_a_time(folder: Path) -> Iterator[None]:
        """Keep two processes from finding the same lock left behind at the same moment."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
