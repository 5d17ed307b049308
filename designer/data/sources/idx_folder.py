"""A folder with the four IDX files that MNIST and its likes consist of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from designer.data.dataset import Dataset, DatasetInfo, Labels, RawImages
from designer.data.errors import DataError, NotHereError
from designer.data.idx import read_idx
from designer.data.memory import size_text
from designer.data.progress import Progress, Watch
from designer.data.sources.source import Availability, Places, Remote, RemoteFile, Source
from designer.data.splits import cut_validation, fingerprint, sample_digests, shared_pictures
from designer.data.stores import ArrayPictures

FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")

_TRAIN_PER_VALIDATION = 12  # 5,000 of 60,000


def idx_source(info: DatasetInfo, hashes: Sequence[tuple[str, int]], mirrors: tuple[str, ...]) -> Source:
    """Return the source of a data set in four IDX files.

    Args:
        info: Its declaration.
        hashes: SHA-256 and length of each file packed by gzip, in the order of `FILES`.
        mirrors: Where they can be downloaded.
    """
    files = tuple(RemoteFile(f"{file}.gz", f"sha256:{sha256}", size) for file, (sha256, size) in zip(FILES, hashes, strict=True))
    remote = Remote(files, mirrors)
    return Source(
        replace(info, download_bytes=remote.size_bytes),
        lambda places: locate_idx_folder(info, places, remote),
        lambda places, watch: load_idx_folder(info, places, watch, remote),
        remote,
    )


def locate_idx_folder(info: DatasetInfo, places: Places, remote: Remote) -> Availability:
    """Say whether the four files are in a folder of the data set's name, packed by gzip or not."""
    folder = _folder(info.name, places)
    if folder is not None:
        return Availability(True, f"read from {folder}")
    fetch = f"download {info.title} ({size_text(remote.size_bytes)})"
    if places.data_root is None:
        wanted = f"{info.name}/ with {', '.join(FILES)} (or these with .gz)"
        return Availability(False, f"no data folder is set: {fetch}, or name a folder that holds {wanted}")
    root = places.data_root / info.name
    missing = [file for file in FILES if _find(root, file) is None]
    return Availability(False, f"{root} lacks {', '.join(missing)}: put them there, as they are or with .gz, or {fetch}")


def load_idx_folder(info: DatasetInfo, places: Places, watch: Watch, remote: Remote) -> Dataset:
    """Read the four files from the first folder that holds them.

    Raises:
        DataError: A file is missing or damaged, or the files do not fit together or the declaration.
    """
    availability = locate_idx_folder(info, places, remote)
    folder = _folder(info.name, places)
    if folder is None:
        raise NotHereError(f"{info.name}: {availability.sentence}", remote.size_bytes)
    paths = [path for file in FILES if (path := _find(folder, file)) is not None]
    watch(Progress("reading", 0, len(paths), "files"))
    train_images, train_labels = _read_pair(info, paths[0], paths[1])
    watch(Progress("reading", 2, len(paths), "files"))
    test_images, test_labels = _read_pair(info, paths[2], paths[3])
    watch(Progress("reading", len(paths), len(paths), "files"))
    images, labels = np.concatenate([train_images, test_images]), np.concatenate([train_labels, test_labels])
    digests = sample_digests(images)
    splits = cut_validation(digests, labels, len(train_images), _TRAIN_PER_VALIDATION)
    read_info = replace(info, count=len(images), available=True, availability=availability.sentence)
    return Dataset(
        read_info, ArrayPictures(images), labels, splits, fingerprint(info.classes, info.shape, digests, labels, splits),
        parting=f"the test is as given; one training picture in {_TRAIN_PER_VALIDATION} validates, cut by SHA-256",
        smallest=info.shape, notes=shared_pictures(digests, splits),
    )  # fmt: skip


def _folder(name: str, places: Places) -> Path | None:
    """Return the first folder that holds all four files."""
    return next((folder for folder in places.folders(name) if all(_find(folder, file) is not None for file in FILES)), None)


def _find(folder: Path, file: str) -> Path | None:
    """Return the file under one of its usual names: `train-images.idx3-ubyte` is how some unpackers spell it."""
    for spelling in (file, f"{file}.gz", file.replace("-idx", ".idx"), f"{file.replace('-idx', '.idx')}.gz"):
        try:
            if (folder / spelling).is_file():
                return folder / spelling
        except OSError:  # a folder that may not be looked into
            return None
    return None


def _read_pair(info: DatasetInfo, images_path: Path, labels_path: Path) -> tuple[RawImages, Labels]:
    images = read_idx(images_path, axes=3)
    labels = read_idx(labels_path, axes=1).astype(np.int64)
    if images.shape[1:] != info.shape[1:]:
        found, expected = ("×".join(map(str, shape)) for shape in (images.shape[1:], info.shape[1:]))
        raise DataError(f"{images_path}: found pictures of {found} pixels; expected {expected}, the size of {info.title}")
    if len(images) != len(labels):
        raise DataError(f"{labels_path}: found {len(labels):,} labels; expected {len(images):,}, one for each picture of {images_path.name}")
    if labels.max() >= len(info.classes):
        raise DataError(f"{labels_path}: found the label {labels.max()}; expected 0 to {len(info.classes) - 1}, the classes of {info.title}")
    return images, labels
