"""A folder with the four IDX files that MNIST and its likes consist of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from designer.data.dataset import Dataset, DatasetInfo, Labels, RawImages
from designer.data.errors import DataError
from designer.data.idx import read_idx
from designer.data.sources.source import Availability
from designer.data.splits import cut_validation, fingerprint, sample_digests

FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")

_TRAIN_PER_VALIDATION = 12  # 5,000 of 60,000


def locate_idx_folder(name: str, data_root: Path | None) -> Availability:
    """Say whether the four files are in `data_root/name`, packed by gzip or not."""
    if data_root is None:
        return Availability(False, f"no data folder is set: name one that holds {name}/ with {', '.join(FILES)} (or these with .gz)")
    folder = data_root / name
    missing = [file for file in FILES if _find(folder, file) is None]
    if missing:
        return Availability(False, f"{folder} lacks {', '.join(missing)}: put them there, as they are or with .gz")
    return Availability(True, f"read from {folder}")


def load_idx_folder(info: DatasetInfo, data_root: Path | None) -> Dataset:
    """Read the four files from `data_root/info.name`.

    Raises:
        DataError: A file is missing or damaged, or the files do not fit together or the declaration.
    """
    availability = locate_idx_folder(info.name, data_root)
    paths = [path for file in FILES if data_root is not None and (path := _find(data_root / info.name, file)) is not None]
    if not availability.ready or len(paths) < len(FILES):
        raise DataError(f"{info.name}: {availability.sentence}")
    train_images, train_labels = _read_pair(info, paths[0], paths[1])
    test_images, test_labels = _read_pair(info, paths[2], paths[3])
    images, labels = np.concatenate([train_images, test_images]), np.concatenate([train_labels, test_labels])
    digests = sample_digests(images)
    splits = cut_validation(digests, labels, len(train_images), _TRAIN_PER_VALIDATION)
    read_info = replace(info, count=len(images), available=True, availability=availability.sentence)
    return Dataset(read_info, images, labels, splits, fingerprint(info.classes, info.shape, digests, labels, splits))


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
