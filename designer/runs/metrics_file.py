"""The file of a run's metrics while it is written."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from designer.runs.errors import RunFolderError


class MetricsFile:
    """A file of lines that only grows; a line that does not fit on the disk is cut off whole, and waits."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as error:
            raise self._failure(error) from error
        self.length = os.fstat(self._descriptor).st_size
        self._waiting = b""

    @property
    def has_waiting(self) -> bool:
        """Whether lines are not on the disk yet."""
        return bool(self._waiting)

    def add(self, data: bytes) -> None:
        """Append whole lines, those that wait first."""
        left_behind, self._waiting = bool(self._waiting), self._waiting + data
        try:
            if left_behind:
                os.ftruncate(self._descriptor, self.length)
            rest = memoryview(self._waiting)
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self.length)
            raise self._failure(error) from error
        self.length += len(self._waiting)
        self._waiting = b""

    def cut(self, length: int) -> None:
        """Keep the first so many bytes."""
        if length > self.length:
            raise RunFolderError(f"{self._path}: {self.length:,} bytes are there, the checkpoint belongs to {length:,}; the folder is damaged")
        try:
            os.ftruncate(self._descriptor, length)
        except OSError as error:
            raise self._failure(error) from error
        self.length = length

    def sync(self) -> None:
        """Wait for the disk."""
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            raise self._failure(error) from error

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)

    def _failure(self, error: OSError) -> RunFolderError:
        return RunFolderError(f"{self._path}: cannot be written: {error.strerror or error}")
