"""What a start finds of programs that ended without saving, and who has a document open now.

Nothing is deleted here that holds an edit, unless the caller says so.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from designer.network.architecture import Architecture
from designer.network.errors import FileError
from designer.network.file_format import load, load_file, save_lines
from designer.runs import recovery_lock
from designer.runs.home import recovery_folder
from designer.runs.recovery_lines import SUFFIX, Header, Replay, read_header, read_journal

__all__ = ["DiskVersion", "Owner", "Recoverable", "find_recoverable", "owner_of", "remove", "remove_needless"]

_LABELS_TOLD = 5
_HEADERLESS_KEPT_S = 24 * 3600.0  # a journal without a header may be one that is being begun


@dataclass(frozen=True)
class Owner:
    """A running program that has a document open."""

    pid: int
    host: str
    since: datetime


@dataclass(frozen=True)
class DiskVersion:
    """The document's file as it is now; the number of blocks is None where it cannot be opened."""

    changed_at: datetime
    blocks: int | None


@dataclass(frozen=True)
class Recoverable:
    """A document with edits that were never saved.

    Args:
        document: The document's file; None: it had none.
        labels: The last edits, newest first.
        on_disk: None: the document's file is gone, or it had none.
        disk_is_base: Whether the file still is what the edits started from.
        whole: False: the journal is damaged, later edits are lost.
        continues: Older journals whose edits this one holds.
    """

    journal: Path
    document: Path | None
    architecture: Architecture
    edited_at: datetime
    labels: tuple[str, ...]
    on_disk: DiskVersion | None
    disk_is_base: bool
    whole: bool
    continues: tuple[str, ...]

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return len(self.architecture.blocks)

    @property
    def name(self) -> str:
        """The file's name, else the network's; empty: neither."""
        return self.document.name if self.document is not None else self.architecture.name


def find_recoverable(folder: Path | None = None) -> tuple[Recoverable, ...]:
    """Return the documents that were left unsaved, the last edited first."""
    headers = list(_headers(folder))
    continued = {name for _, header, _ in headers for name in header.continues}
    found = [_recoverable(path) for path, _, live in headers if not live and path.name not in continued]
    return tuple(sorted((entry for entry in found if entry is not None), key=lambda entry: entry.edited_at, reverse=True))


def owner_of(document: Path, besides: Path | None = None, folder: Path | None = None) -> Owner | None:
    """Return who has a document open, or None.

    Args:
        besides: A journal that does not count: one's own.
    """
    wanted = _real(document)
    for path, header, live in _headers(folder):
        if live and path != besides and header.document is not None and _real(Path(header.document)) == wanted:
            return Owner(header.pid, header.host, datetime.fromtimestamp(header.started))
    return None


def remove(entry: Recoverable) -> None:
    """Delete a journal, and the older ones it holds: the edits were saved, or discarded."""
    for name in (entry.journal.name, *entry.continues):
        with contextlib.suppress(OSError):
            (entry.journal.parent / Path(name).name).unlink()


def remove_needless(folder: Path | None = None) -> None:
    """Delete the journals of ended programs in which nothing is unsaved."""
    for path in _paths(folder):
        with contextlib.suppress(OSError):
            if _is_needless(path):
                path.unlink()


def _is_needless(path: Path) -> bool:
    with path.open("rb") as stream:
        header = read_header(stream)
        if header is None:
            return time.time() - path.stat().st_mtime > _HEADERLESS_KEPT_S and not recovery_lock.is_taken(stream.fileno())
        if _is_live(header, stream.fileno()):
            return False
    replay = read_journal(path)
    return replay is not None and replay.whole and not _is_unsaved(replay, _disk_architecture(header.document))


def _recoverable(path: Path) -> Recoverable | None:
    try:
        replay = read_journal(path)
        if replay is None:
            return None
        document = replay.header.document
        on_disk = _disk_architecture(document)
        if not _is_unsaved(replay, on_disk):
            return None
        architecture = load("\n".join(replay.lines))
    except (OSError, FileError):
        return None
    return Recoverable(
        journal=path,
        document=None if document is None else Path(document),
        architecture=architecture,
        edited_at=datetime.fromtimestamp(replay.time),
        labels=replay.labels[: -_LABELS_TOLD - 1 : -1],
        on_disk=_disk_version(document, on_disk),
        disk_is_base=_lines(on_disk) == replay.header.base,
        whole=replay.whole,
        continues=replay.header.continues,
    )


def _is_unsaved(replay: Replay, on_disk: Architecture | None) -> bool:
    if replay.lines == replay.header.base and not replay.header.unsaved:
        return False  # nobody edited anything, whatever became of the file since
    return replay.lines != _lines(on_disk)


def _lines(architecture: Architecture | None) -> tuple[str, ...] | None:
    return None if architecture is None else tuple(save_lines(architecture))


def _disk_architecture(document: str | None) -> Architecture | None:
    """Return what the document's file holds; None: there is none, or it does not open."""
    if document is None or not os.path.isfile(document):
        return None
    try:
        return load_file(Path(document))
    except FileError:
        return None


def _disk_version(document: str | None, architecture: Architecture | None) -> DiskVersion | None:
    if document is None:
        return None
    try:
        changed_at = datetime.fromtimestamp(os.stat(document).st_mtime)
    except OSError:
        return None
    return DiskVersion(changed_at, None if architecture is None else len(architecture.blocks))


def _headers(folder: Path | None) -> Iterator[tuple[Path, Header, bool]]:
    """Go through the journals that have a header, each with whether its owner still runs."""
    for path in _paths(folder):
        with contextlib.suppress(OSError), path.open("rb") as stream:
            header = read_header(stream)
            if header is not None:
                yield path, header, _is_live(header, stream.fileno())


def _paths(folder: Path | None) -> list[Path]:
    try:
        return sorted((folder or recovery_folder()).glob(f"*{SUFFIX}"))
    except OSError:
        return []


def _is_live(header: Header, descriptor: int) -> bool:
    taken = recovery_lock.is_taken(descriptor)
    if header.locked and taken is not None:
        return taken
    return header.host != socket.gethostname() or _runs(header.pid)  # from another computer nobody can tell: left alone


def _runs(pid: int) -> bool:
    if sys.platform == "win32":  # there a signal 0 is no question, and locks always work
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))
