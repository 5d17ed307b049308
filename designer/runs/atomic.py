"""Replacing a file whole: whoever reads it finds the old bytes or the new ones, never a mixture, whatever dies meanwhile."""

import contextlib
import errno
import os
import stat
import sys
import tempfile
import time
from pathlib import Path

__all__ = ["sync_folder", "write_atomically"]

_SHARING_VIOLATIONS = (5, 32)  # ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION: a virus scanner or an indexer has it open
_REPLACE_TRIES = 10
_REPLACE_WAIT_S = 0.03


def write_atomically(path: Path, *parts: bytes | memoryview) -> None:
    """Put bytes in a file's place: temporary file beside it, flush, fsync, replace, fsync of the folder.

    A symbolic link is followed and stays one; the file keeps its mode. Several parts are written one after the other, without a copy.

    Raises:
        OSError: It cannot be written; the old file is as it was and no temporary file is left.
    """
    target = Path(os.path.realpath(path))
    mode = _mode_of(target)
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        try:
            for part in parts:
                _write_all(descriptor, part)
            if sys.platform != "win32":
                with contextlib.suppress(PermissionError):  # file systems without modes
                    os.fchmod(descriptor, mode)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        _replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power failure, where the system can; the files themselves are safe already."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _mode_of(target: Path) -> int:
    """Return the mode of the file that is replaced, or the one a new file gets.

    Raises:
        OSError: The file may not be written: replacing it would go round its protection.
    """
    try:
        found = target.stat()
    except FileNotFoundError:
        return 0o666 & ~_umask()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return stat.S_IMODE(found.st_mode)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _write_all(descriptor: int, data: bytes | memoryview) -> None:
    rest = memoryview(data).cast("B")
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _replace(temporary: Path, target: Path) -> None:
    for attempt in range(_REPLACE_TRIES):
        try:
            os.replace(temporary, target)
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _SHARING_VIOLATIONS or attempt == _REPLACE_TRIES - 1:
                raise
            time.sleep(_REPLACE_WAIT_S)
