"""What a journal's lines say, and how they are read back.

The first line is a `Header` with the document's lines as they were; each further line is a `Delta` of these lines. A line is a
checksum and one JSON object, so that a damaged one is noticed: what stands before it still counts.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, BinaryIO, TypeVar

import msgspec

__all__ = ["SUFFIX", "Delta", "Header", "Replay", "difference", "read_header", "read_journal", "written"]

SUFFIX = ".journal"

_CHECKSUM_LENGTH = 8
_LONGEST_LINE_BYTES = 64 * 1024 * 1024

Seconds = Annotated[float, msgspec.Meta(ge=0, le=2e11)]
"""Since 1970, up to about the year 8300."""
Line = TypeVar("Line", bound=msgspec.Struct)


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Whose journal it is, and what it starts from.

    Args:
        document: Path of the document's file; None: it has none yet.
        locked: Whether the owner could lock the journal.
        unsaved: Whether ``base`` itself was never saved: a recovered document.
        continues: Names of the journals whose unsaved edits ``base`` holds.
        base: The document's canonical lines.
    """

    document: str | None
    pid: int
    host: str
    started: Seconds
    locked: bool
    unsaved: bool
    continues: tuple[str, ...]
    base: tuple[str, ...]


class Delta(msgspec.Struct, frozen=True):
    """One edit: ``drop`` lines from ``start`` on are replaced by ``put``.

    Args:
        label: What the edit is called.
    """

    start: int
    drop: int
    put: tuple[str, ...]
    label: str
    time: Seconds


class Replay(msgspec.Struct, frozen=True):
    """A journal played back.

    Args:
        lines: The document's lines after the last edit.
        labels: The edits, oldest first.
        time: Of the last edit, or of the start.
        whole: False: it stops at a damaged line.
    """

    header: Header
    lines: tuple[str, ...]
    labels: tuple[str, ...]
    time: float
    whole: bool


def difference(old: Sequence[str], new: Sequence[str]) -> tuple[int, int, tuple[str, ...]]:
    """Return start, drop and put of the shortest single replacement that makes ``new`` of ``old``.

    >>> difference(["a", "b", "c"], ["a", "x", "y", "c"])
    (1, 1, ('x', 'y'))
    """
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    same_end = 0
    while same_end < shorter - start and old[-1 - same_end] == new[-1 - same_end]:
        same_end += 1
    return start, len(old) - start - same_end, tuple(new[start : len(new) - same_end])


def written(line: msgspec.Struct) -> bytes:
    """Return a line's bytes, its end included."""
    text = json.dumps(msgspec.to_builtins(line)).encode()  # ASCII, so that odd file names and half characters pass too
    return _framed(text)


def _framed(text: bytes) -> bytes:
    return b"%08x %s\n" % (zlib.crc32(text), text)


def read_header(stream: BinaryIO) -> Header | None:
    """Return the first line's content; None: it is missing, cut off or damaged."""
    return _read(stream.readline(_LONGEST_LINE_BYTES), Header)


def read_journal(path: Path) -> Replay | None:
    """Play a journal back; a last line that was cut off is left out, and nothing behind a damaged one counts.

    Returns:
        None where there is not even a header.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        header = read_header(stream)
        return _replay(header, stream) if header is not None else None


def _replay(header: Header, stream: BinaryIO) -> Replay:
    lines, labels, time, whole = list(header.base), [], header.started, True
    while (line := stream.readline(_LONGEST_LINE_BYTES)).endswith(b"\n"):
        delta = _read(line, Delta)
        if delta is None or not 0 <= delta.start <= delta.start + delta.drop <= len(lines):
            whole = False
            break
        lines[delta.start : delta.start + delta.drop] = delta.put
        labels.append(delta.label)
        time = delta.time
    return Replay(header, tuple(lines), tuple(labels), time, whole)


def _read(line: bytes, kind: type[Line]) -> Line | None:
    text = line[_CHECKSUM_LENGTH + 1 : -1]
    if line != _framed(text):
        return None
    try:
        value: Any = json.loads(text)
        return msgspec.convert(value, kind)
    except (ValueError, RecursionError):  # a msgspec.ValidationError is a ValueError
        return None
