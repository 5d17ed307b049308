"""What every kind of data set offers to the registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from designer.data.dataset import Dataset, DatasetInfo
from designer.data.progress import Watch


@dataclass(frozen=True)
class Places:
    """Where data sets lie.

    Attributes:
        data_root: The folder that a person named; looked into first.
        downloads: The program's own folder of downloaded data sets.
    """

    data_root: Path | None = None
    downloads: Path | None = None

    def folders(self, name: str) -> tuple[Path, ...]:
        """Return where a data set of this name may lie, the first first."""
        return tuple(root / name for root in (self.data_root, self.downloads) if root is not None)


@dataclass(frozen=True)
class Availability:
    """Say whether a data set's files are there, in one sentence.

    Attributes:
        ready: Whether loading can begin.
        sentence: Where they are, or what to do.
    """

    ready: bool
    sentence: str


@dataclass(frozen=True)
class RemoteFile:
    """A file that can be downloaded.

    Attributes:
        name: What it is called here.
        known_hash: "sha256:…" of its published bytes.
        size_bytes: Its length; no more is accepted.
    """

    name: str
    known_hash: str
    size_bytes: int


@dataclass(frozen=True)
class Remote:
    """Where a data set can be downloaded.

    Attributes:
        files: What it consists of.
        mirrors: Addresses that the files' names are added to, tried in turn.
    """

    files: tuple[RemoteFile, ...]
    mirrors: tuple[str, ...]

    @property
    def size_bytes(self) -> int:
        """Return the length of all files."""
        return sum(file.size_bytes for file in self.files)


@dataclass(frozen=True)
class Source:
    """Describe one kind of data set: its declaration and two functions of where data sets lie.

    Attributes:
        info: What is known without opening a file.
        locate: Look whether the files are there, without reading them.
        load: Read everything; raises DataError.
        remote: Where the files can be downloaded, if they can.
    """

    info: DatasetInfo
    locate: Callable[[Places], Availability]
    load: Callable[[Places, Watch], Dataset]
    remote: Remote | None = None
