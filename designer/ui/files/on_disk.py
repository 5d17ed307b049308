"""A document's file on the disk: reading it together with what tells a later change, naming it, and saying why not."""

from __future__ import annotations

import errno
import hashlib
import re
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from designer.network.architecture import Architecture
from designer.network.document_limits import LARGEST_BYTES
from designer.network.errors import FileError
from designer.network.file_format import load

__all__ = ["SUFFIX", "Fingerprint", "changed_at", "file_name_for", "fingerprint", "fingerprint_of", "read_document", "why_not_written", "with_suffix"]

SUFFIX = ".cnn"

_LONGEST_NAME_BYTES = 200
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\ud800-\udfff]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # Windows' devices


@dataclass(frozen=True)
class Fingerprint:
    """What a file held: its length in bytes and their SHA-256."""

    length: int
    digest: bytes


def fingerprint_of(data: bytes) -> Fingerprint:
    """Return the fingerprint of a file's bytes."""
    return Fingerprint(len(data), hashlib.sha256(data).digest())


def fingerprint(path: Path) -> Fingerprint | None:
    """Return the fingerprint of what a file holds now; None: it does not exist or cannot be read."""
    try:
        return fingerprint_of(_read(path))
    except OSError:
        return None


def changed_at(path: Path) -> datetime | None:
    """Return when a file was last written; None: it does not exist."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime)
    except OSError:
        return None


def read_document(path: Path) -> tuple[Architecture, Fingerprint]:
    """Return a file's architecture, and the fingerprint of the bytes it was read from.

    Raises:
        FileError: It cannot be read, or is refused; with every fault.
    """
    try:
        data = _read(path)
    except OSError as error:
        raise FileError([QCoreApplication.translate("Files", "the file cannot be read: {0}").format(_reason(error))]) from error
    return load(data), fingerprint_of(data)


def _read(path: Path) -> bytes:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device may never end
        raise OSError(errno.EINVAL, QCoreApplication.translate("Files", "it is not an ordinary file"))
    with path.open("rb") as stream:
        return stream.read(LARGEST_BYTES + 1)


def with_suffix(path: Path) -> Path:
    """Return a path that ends in ``.cnn``.

    >>> with_suffix(Path("net")).name, with_suffix(Path("net.v2")).name, with_suffix(Path("net.CNN")).name
    ('net.cnn', 'net.v2.cnn', 'net.CNN')
    """
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)


def file_name_for(title: str) -> str:
    """Return a name that every system takes for a network's title.

    >>> file_name_for("LeNet-5"), file_name_for("a/b: c?"), file_name_for(" .. "), file_name_for("con")
    ('LeNet-5.cnn', 'a-b- c.cnn', 'network.cnn', 'con-.cnn')
    """
    name = _NOT_IN_NAMES.sub("-", title).encode()[:_LONGEST_NAME_BYTES].decode(errors="ignore").strip(" .-")
    if _RESERVED.fullmatch(name):
        name = f"{name}-"
    return f"{name or 'network'}{SUFFIX}"


def why_not_written(error: OSError) -> str:
    """Return why a file could not be written and what would work, as the end of a sentence."""
    tr = QCoreApplication.translate
    code = error.errno
    if code in (errno.ENOSPC, errno.EDQUOT):
        return tr("Files", "the disk is full; free some space, or save elsewhere")
    if code in (errno.EACCES, errno.EPERM):
        return tr("Files", "you may not write there; save elsewhere")
    if code == errno.EROFS:
        return tr("Files", "the disk is read-only; save elsewhere")
    if code == errno.ENOENT:
        return tr("Files", "the folder does not exist any more; save elsewhere")
    if code == errno.ENAMETOOLONG:
        return tr("Files", "the name is too long; choose a shorter one")
    return tr("Files", "{0}; save elsewhere").format(_reason(error))


def _reason(error: OSError) -> str:
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]
