"""The handwritten digits that ship with the program: 1,797 pictures of 8×8 pixels, values 0 to 16."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np

from designer.data.dataset import Dataset, DatasetInfo, Labels, RawImages
from designer.data.errors import DataError
from designer.data.progress import Watch
from designer.data.sources.source import Availability, Places, Source
from designer.data.splits import cut_what_is_missing, fingerprint, sample_digests, shared_pictures
from designer.data.stores import ArrayPictures
from designer.resources import resource

INFO = DatasetInfo(
    "digits", "Digits", tuple("0123456789"), (1, 8, 8), count=1797, divisor=16, availability="ships with the program",
    about="handwritten digits, very small",
)  # fmt: skip


def _locate(places: Places) -> Availability:
    return Availability(True, INFO.availability)


def _load(places: Places, watch: Watch) -> Dataset:
    images, labels = _read(resource("digits", "digits.npz"))
    digests = sample_digests(images)
    splits, parting = cut_what_is_missing(digests, labels, [None] * len(labels))
    found = fingerprint(INFO.classes, INFO.shape, digests, labels, splits)
    return Dataset(INFO, ArrayPictures(images), labels, splits, found, parting=parting, smallest=INFO.shape, notes=shared_pictures(digests, splits))


def _read(path: Path) -> tuple[RawImages, Labels]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            images, labels = arrays["images"], arrays["labels"].astype(np.int64)
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(f"{path}: the digits that ship with the program cannot be read ({error}); install the program again") from error
    return images, labels


SOURCE = Source(INFO, _locate, _load)
