"""What a data set is: its declaration, its three parts, its raw pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from designer.data.raw import Labels, RawImages
from designer.data.stores import PictureStore

__all__ = ["Dataset", "DatasetInfo", "Labels", "RawImages", "Split"]


class Split(Enum):
    """Name the part of a data set that a picture belongs to, for good."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


@dataclass(frozen=True)
class DatasetInfo:
    """Declare a data set without loading it.

    Attributes:
        name: What `--data` and a document's `dataset` say.
        title: Name for people.
        classes: Class names; a label is a position in it.
        shape: (C, H, W) of the pictures as they are stored; of the largest, where they differ; zeros while that is unknown.
        count: Number of pictures, None while that is only known after loading.
        divisor: The raw value that means full brightness.
        available: Whether `load` will find its files.
        availability: One sentence about that, with what to do.
        download_bytes: What fetching it would take; 0: there is nothing to fetch.
        about: What it shows, in a few words.
    """

    name: str
    title: str
    classes: tuple[str, ...]
    shape: tuple[int, int, int]
    count: int | None = None
    divisor: int = 255
    available: bool = True
    availability: str = ""
    download_bytes: int = 0
    about: str = ""

    def caption(self) -> str:
        """Return the line on the data set's chip.

        >>> DatasetInfo("digits", "Digits", ("0", "1"), (1, 8, 8), 1797).caption()
        'digits · 1,797 × 1×8×8'
        """
        shape = "×".join(str(size) for size in self.shape)
        return f"{self.name} · {shape}" if self.count is None else f"{self.name} · {self.count:,} × {shape}"


@dataclass(frozen=True, eq=False)
class Dataset:
    """Hold the raw pictures of a data set and the part that each belongs to.

    Attributes:
        info: The declaration, with the number of pictures filled in.
        images: Raw pictures, in memory or in files.
        labels: Class numbers, (N,).
        splits: Positions of each part's pictures, in the part's own order.
        fingerprint: SHA-256 in hex over classes, pictures, labels and parts.
        skipped: Files that could not be read, one sentence each.
        parting: One sentence: how the three parts were told apart.
        smallest: (C, H, W) of the smallest picture; equal to `info.shape` where all are alike.
        notes: What else a person should know, one sentence each.
    """

    info: DatasetInfo
    images: PictureStore
    labels: Labels
    splits: Mapping[Split, Labels]
    fingerprint: str
    skipped: tuple[str, ...] = ()
    parting: str = ""
    smallest: tuple[int, int, int] = (0, 0, 0)
    notes: tuple[str, ...] = ()
