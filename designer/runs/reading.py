"""Reading a file of a run's folder without trusting it: no pipe that never ends, no gigabytes where kilobytes belong."""

from __future__ import annotations

import stat
from pathlib import Path

__all__ = ["read_at_most"]


def read_at_most(path: Path, most_bytes: int) -> bytes:
    """Return a file's bytes.

    Raises:
        OSError: It cannot be read, is no plain file, or is longer than that.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):  # opening a pipe would wait for whoever writes it
        raise OSError(f"{path.name} is not a plain file")
    with path.open("rb") as file:
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise OSError(f"{path.name} is longer than the {most_bytes:,} bytes it may have")
    return data
