"""Pictures in files: read once to know which can be read, and again when they do not fit the memory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from designer.data.decode import decode, quieten_pillow
from designer.data.errors import DataError
from designer.data.memory import SHARE_HELD_RAW, free_bytes
from designer.data.preparation import Preparation
from designer.data.progress import Progress, Watch
from designer.data.raw import Labels, Prepared, RawImages
from designer.data.stores import PictureStore, prepare_one_by_one, store_of
from designer.data.trees import Tree, open_reader, shown

_AT_ONCE = 64  # files between two looks at whether to go on


class FilePictures:
    """Pictures that are read from their files each time.

    Args:
        root: The folder or zip archive.
        names: The files in it.
    """

    in_memory = False

    def __init__(self, root: Path, names: Sequence[str], read: Callable[[str], bytes] | None = None) -> None:
        self.root = root
        self.names = names
        self._read = read or open_reader(root)

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, position: int) -> RawImages:
        try:
            return decode(self._read(self.names[position]))
        except (OSError, KeyError, DataError) as error:
            raise DataError(
                f"{shown(str(self.root / self.names[position]))} could be read when the data set was loaded, and now it cannot "
                f"({_reason(error)}); put it back, or load the data set again"
            ) from error

    def prepared(self, positions: Labels, preparation: Preparation) -> Prepared:
        return prepare_one_by_one(self.__getitem__, positions, preparation)


@dataclass(frozen=True)
class _Read:
    """What came of one file: a digest and a picture, or the reason why not."""

    digest: bytes = b""
    picture: RawImages | None = None
    reason: str = ""


@dataclass(frozen=True)
class ReadFiles:
    """What came of all files.

    Attributes:
        store: The pictures that could be read.
        kept: Their positions among the files.
        digests: SHA-256 of each of their files.
        skipped: A sentence for each of the others.
        largest: (C, H, W); `smallest` likewise, by the number of pixels.
    """

    store: PictureStore
    kept: tuple[int, ...]
    digests: tuple[bytes, ...]
    skipped: tuple[str, ...]
    largest: tuple[int, int, int]
    smallest: tuple[int, int, int]


def read_files(tree: Tree, names: Sequence[str], watch: Watch, most_bytes: int | None = None) -> ReadFiles:
    """Read every file once, several at a time, and hold the pictures if they fit.

    Args:
        most_bytes: What they may take; none: a share of the free memory.

    Raises:
        LoadingCancelledError: The one who watches gave up.
    """
    quieten_pillow()
    most_bytes = int(free_bytes() * SHARE_HELD_RAW) if most_bytes is None else most_bytes
    held: list[RawImages] | None = []
    held_bytes = 0
    kept, digests, skipped = [], [], []
    sizes: set[tuple[int, int, int]] = set()
    with ThreadPoolExecutor(decoding_threads(), "decode") as threads:
        for start in range(0, len(names), _AT_ONCE):
            watch(Progress("reading", start, len(names), "files"))
            chunk = names[start : start + _AT_ONCE]
            for place, read in enumerate(threads.map(lambda name: _read(tree, name), chunk), start):
                if read.picture is None:
                    skipped.append(f"{shown(names[place])}: {read.reason}")
                    continue
                kept.append(place)
                digests.append(read.digest)
                sizes.add((1 if read.picture.ndim == 2 else 3, *read.picture.shape[:2]))
                held_bytes += read.picture.nbytes
                if held_bytes > most_bytes:
                    held = None
                if held is not None:
                    held.append(read.picture)
    watch(Progress("reading", len(names), len(names), "files"))
    store: PictureStore = FilePictures(tree.root, [names[place] for place in kept], tree.read) if held is None else store_of(held)
    colours = max((size[0] for size in sizes), default=0)
    ordered = [(colours, height, width) for _, height, width in sorted(sizes, key=lambda size: (size[1] * size[2], size))] or [(0, 0, 0)]
    return ReadFiles(store, tuple(kept), tuple(digests), tuple(skipped), ordered[-1], ordered[0])


def decoding_threads() -> int:
    """Return how many pictures are decoded at a time: Pillow lets other threads run meanwhile."""
    return max(1, min(8, os.cpu_count() or 1))


def _read(tree: Tree, name: str) -> _Read:
    try:
        data = tree.read(name)
        return _Read(hashlib.sha256(data).digest(), decode(data))
    except (OSError, DataError) as error:
        return _Read(reason=_reason(error))


def _reason(error: Exception) -> str:
    return " ".join((getattr(error, "strerror", None) or str(error)).split())
