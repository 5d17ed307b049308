"""The files of a folder or of a zip archive, listed and read with suspicion: no links, no way out, no bomb."""

from __future__ import annotations

import errno
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from designer.data.errors import DataError

MAX_FILE_BYTES = 256 * 2**20
MOST_FILES = 4_000_000
_CHUNK = 2**20
_DEEPEST = 12
_WANTED = "expected a folder with a sub-folder for each class, a zip of one, or an .npz"
_FAULTS = (OSError, ValueError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, MemoryError)


class Tree(Protocol):
    """Files under one root.

    Attributes:
        root: The folder or archive.
        names: Paths of the files, parts joined by "/", sorted.
        refused: Files that are not opened, and why, a sentence each.
    """

    root: Path
    names: tuple[str, ...]
    refused: tuple[str, ...]

    def read(self, name: str) -> bytes:
        """Return what a file holds.

        Raises:
            OSError: It cannot be read.
            DataError: It is too large, or damaged.
        """
        ...


def open_tree(path: Path) -> Tree:
    """List a folder or a zip archive.

    Raises:
        DataError: It is neither, cannot be read, or is made to do harm.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise DataError(f"{shown(str(path))}: {_words(error)}; {_WANTED}") from error
    if stat.S_ISDIR(mode):
        return FolderTree(path)
    if stat.S_ISREG(mode):
        return ZipTree(path)
    raise DataError(f"{shown(str(path))}: neither a folder nor a file; {_WANTED}")


def open_reader(path: Path) -> Callable[[str], bytes]:
    """Return what reads single files of a folder or a zip archive; a folder is not listed for it."""
    return partial(read_in_folder, path) if path.is_dir() else open_tree(path).read


def shown(name: str) -> str:
    """Return a name from outside on one line, shortened, in characters that can be printed."""
    plain = name.encode("utf-8", "replace").decode("utf-8")
    line = "".join(character if character.isprintable() else "?" for character in plain)
    return line if len(line) <= 200 else f"{line[:80]}…{line[-80:]}"


def read_in_folder(root: Path, name: str) -> bytes:
    """Return what a file in a folder holds.

    Raises:
        OSError: It cannot be read.
        DataError: It is no plain file, or too large.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(root / name, flags)  # no link, and no waiting for a pipe, even if it became one since
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise DataError("no plain file")
        if found.st_size > MAX_FILE_BYTES:
            raise DataError(f"{found.st_size:,} bytes; at most {MAX_FILE_BYTES:,} are read")
        return file.read(found.st_size)


class FolderTree:
    """The files of a folder; links and devices in it are not followed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._refused: list[str] = []
        self.names = tuple(sorted(self._walk()))
        self.refused = tuple(self._refused)

    def read(self, name: str) -> bytes:
        return read_in_folder(self.root, name)

    def _walk(self) -> Iterator[str]:
        waiting = [PurePosixPath()]
        count = 0
        while waiting:
            folder = waiting.pop()
            try:
                entries = list(os.scandir(self.root / folder))
            except OSError as error:
                self._refuse(folder, _words(error))
                continue
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                inner = folder / entry.name
                kind = self._kind(entry, inner)
                if kind == "folder":
                    waiting.append(inner)
                elif kind == "file":
                    count += 1
                    yield str(inner)
            if count > MOST_FILES:
                raise DataError(f"{shown(str(self.root))}: more than {MOST_FILES:,} files; name a folder with less in it")

    def _kind(self, entry: os.DirEntry[str], inner: PurePosixPath) -> str:
        if entry.is_symlink():
            self._refuse(inner, "a link; links are not followed")
        elif entry.is_dir(follow_symlinks=False):
            if len(inner.parts) <= _DEEPEST:
                return "folder"
            self._refuse(inner, f"more than {_DEEPEST} folders deep")
        elif entry.is_file(follow_symlinks=False):
            return "file"
        else:
            self._refuse(inner, "no plain file")
        return "other"

    def _refuse(self, inner: PurePosixPath, reason: str) -> None:
        self._refused.append(f"{shown(str(inner))}: {reason}")


class ZipTree:
    """The files of a zip archive; nothing is ever written out of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            self._archive = zipfile.ZipFile(root)
            entries = self._archive.infolist()
        except _FAULTS as error:
            raise DataError(f"{shown(str(root))}: no zip archive that can be read ({_words(error)}); {_WANTED}") from error
        if len(entries) > MOST_FILES or sum(entry.compress_size for entry in entries) > root.stat().st_size:
            raise DataError(f"{shown(str(root))}: a zip archive whose {len(entries):,} entries overlap; expected one after the other")
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._refused: list[str] = []
        for entry in entries:
            self._take(entry)
        self.names = tuple(sorted(self._entries))
        self.refused = tuple(self._refused)

    def read(self, name: str) -> bytes:
        try:
            with self._archive.open(self._entries[name]) as file:
                data = _read_all(file)
        except FileNotFoundError:
            raise
        except _FAULTS as error:
            raise DataError(f"damaged in the archive ({_words(error)})") from error
        if len(data) > MAX_FILE_BYTES:
            raise DataError(f"unpacks to more than {MAX_FILE_BYTES:,} bytes")
        return data

    def _take(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename.replace("\\", "/")
        parts = name.split("/")
        if entry.is_dir() or any(part.startswith(".") and part.strip(".") for part in parts) or "__MACOSX" in parts:
            return
        if reason := self._why_not(entry, name, parts):
            self._refused.append(f"{shown(name)}: {reason}")
        else:
            self._entries[name] = entry

    def _why_not(self, entry: zipfile.ZipInfo, name: str, parts: list[str]) -> str:
        if not name or name.startswith("/") or ":" in parts[0] or any(part in ("", ".", "..") for part in parts):
            return "a path that leads out of the archive"
        if len(parts) > _DEEPEST + 1:
            return f"more than {_DEEPEST} folders deep"
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            return "a link; links are not followed" if kind == stat.S_IFLNK else "no plain file"
        if entry.flag_bits & 1:
            return "encrypted"
        if entry.file_size > MAX_FILE_BYTES:
            return f"unpacks to {entry.file_size:,} bytes; at most {MAX_FILE_BYTES:,} are read"
        return "twice in the archive" if name in self._entries else ""


def _read_all(file: IO[bytes]) -> bytes:
    """Return what a file holds, at most a little more than is allowed; a piece at a time: one that lies about its size comes all at once."""
    data = bytearray()
    while len(data) <= MAX_FILE_BYTES and (piece := file.read(_CHUNK)):
        data += piece
    return bytes(data)


def _words(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOENT:
        return "there is no such file or folder"
    return " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__).split())[:160]
