"""What a person wrote about a run: a text file of its own, since ``run.json`` is the worker's while the run is on."""

from __future__ import annotations

import contextlib
from pathlib import Path

from designer.runs.atomic import write_atomically
from designer.runs.folder import DESCRIPTION, RunFolderError
from designer.runs.reading import read_at_most

__all__ = ["LONGEST_NOTES", "NOTES", "read_notes", "write_notes"]

NOTES = "notes.txt"
LONGEST_NOTES = 2_000
"""Letters that are kept of a note."""

_LETTER_BYTES = 4  # of UTF-8, at most


def read_notes(path: Path) -> str:
    """Return the notes in a run's folder; empty where there are none, or where they cannot be read."""
    with contextlib.suppress(OSError):
        return read_at_most(path / NOTES, _LETTER_BYTES * LONGEST_NOTES).decode("utf-8", "replace").strip()[:LONGEST_NOTES]
    return ""


def write_notes(path: Path, text: str) -> None:
    """Replace the notes of a run whole; empty text removes them.

    Raises:
        RunFolderError: There is no run any more, or the folder cannot be written.
    """
    kept = text.strip()[:LONGEST_NOTES]
    try:
        if not (path / DESCRIPTION).exists():
            raise RunFolderError(f"{path} holds no run any more, so there is nothing to note about it")
        if kept:
            write_atomically(path / NOTES, (kept + "\n").encode("utf-8", "replace"))
        else:
            (path / NOTES).unlink(missing_ok=True)
    except OSError as error:
        raise RunFolderError(f"{path / NOTES}: the notes cannot be written: {error.strerror or error}") from error
