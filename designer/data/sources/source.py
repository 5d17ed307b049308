"""What every kind of data set offers to the registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from designer.data.dataset import Dataset, DatasetInfo


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
class Source:
    """Describe one kind of data set: its declaration and two functions of the data root (None: there is none).

    Attributes:
        info: What is known without opening a file.
        locate: Look whether the files are there, without reading them.
        load: Read everything; raises DataError.
    """

    info: DatasetInfo
    locate: Callable[[Path | None], Availability]
    load: Callable[[Path | None], Dataset]
