"""CIFAR-10: 50,000 training and 10,000 test colour pictures of ten classes, 32×32 pixels.

Read from its binary files, or straight from the archive they come in: nothing is unpacked onto the disk.

Source:
    A. Krizhevsky 2009, Learning multiple layers of features from tiny images; "CIFAR-10 binary version".
"""

from __future__ import annotations

import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np

from designer.data.dataset import Dataset, DatasetInfo, Labels, RawImages, Split
from designer.data.errors import DataError, NotHereError
from designer.data.memory import size_text
from designer.data.progress import Progress, Watch
from designer.data.sources.source import Availability, Places, Remote, RemoteFile, Source
from designer.data.splits import cut_what_is_missing, fingerprint, sample_digests, shared_pictures
from designer.data.stores import ArrayPictures

ARCHIVE = "cifar-10-binary.tar.gz"
FILES = (*(f"data_batch_{number}.bin" for number in range(1, 6)), "test_batch.bin")

_CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
_RECORD = 1 + 3 * 32 * 32
_MOST_BYTES = 20_000 * _RECORD  # twice what a published file has
_MOST_PACKED = 2**30  # of an archive, unpacked: the published one has a sixth

REMOTE = Remote(
    (RemoteFile(ARCHIVE, "sha256:c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", 170_052_171),),
    ("https://www.cs.toronto.edu/~kriz/", "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/"),
)
INFO = DatasetInfo("cifar10", "CIFAR-10", _CLASSES, (3, 32, 32), download_bytes=REMOTE.size_bytes, about="small colour photos")


def _locate(places: Places) -> Availability:
    found = _find(places)
    if found is not None:
        return Availability(True, f"read from {found}")
    fetch = f"download {INFO.title} ({size_text(REMOTE.size_bytes)})"
    if places.data_root is None:
        return Availability(False, f"no data folder is set: {fetch}, or name a folder that holds {INFO.name}/{ARCHIVE}, or the files in that archive")
    return Availability(False, f"{places.data_root / INFO.name} lacks {ARCHIVE} and the files in it: put either there, or {fetch}")


def _load(places: Places, watch: Watch) -> Dataset:
    found, availability = _find(places), _locate(places)
    if found is None:
        raise NotHereError(f"{INFO.name}: {availability.sentence}", REMOTE.size_bytes)
    contents = dict(_from_archive(found, watch) if found.is_file() else _from_folder(found, watch))
    missing = [file for file in FILES if file not in contents]
    if missing:
        raise DataError(f"{found}: lacks {', '.join(missing)}; expected {', '.join(FILES)}")
    return _dataset(contents, found, availability)


def _find(places: Places) -> Path | None:
    """Return the first folder with all files, or the first archive."""
    for folder in places.folders(INFO.name):
        try:
            for inner in (folder, folder / "cifar-10-batches-bin"):
                if all((inner / file).is_file() for file in FILES):
                    return inner
            if (folder / ARCHIVE).is_file():
                return folder / ARCHIVE
        except OSError:  # a folder that may not be looked into
            continue
    return None


def _from_folder(folder: Path, watch: Watch) -> Iterator[tuple[str, bytes]]:
    for number, file in enumerate(FILES):
        watch(Progress("reading", number, len(FILES), "files"))
        try:
            with (folder / file).open("rb") as opened:
                yield file, opened.read(_MOST_BYTES + 1)
        except OSError as error:
            raise DataError(f"{folder / file}: {error.strerror or error}; expected a file of CIFAR-10") from error


def _from_archive(path: Path, watch: Watch) -> Iterator[tuple[str, bytes]]:
    """Read the wanted files of the archive as they come by; whatever else it holds, and wherever it wants to be put, is passed over."""
    number = 0
    try:
        with tarfile.open(path, "r|*") as archive:
            for member in archive:
                name = PurePosixPath(member.name).name
                if member.size > _MOST_BYTES or archive.offset > _MOST_PACKED:
                    raise DataError(f"{path}: {_shown(member.name)} has {member.size:,} bytes; a file of CIFAR-10 has at most {_MOST_BYTES:,}")
                file = archive.extractfile(member) if member.isreg() and name in FILES else None
                if file is not None:
                    watch(Progress("reading", number, len(FILES), "files"))
                    yield name, file.read()
                    number += 1
    except (tarfile.TarError, OSError, EOFError, ValueError, zlib.error) as error:
        raise DataError(f"{path}: damaged ({' '.join(str(error).split())[:160]}); expected {ARCHIVE} as it is published") from error


def _dataset(contents: Mapping[str, bytes], found: Path, availability: Availability) -> Dataset:
    pairs = [_pictures(found, file, contents[file]) for file in FILES]
    images, labels = (np.concatenate(arrays) for arrays in zip(*pairs, strict=True))
    given = [Split.TEST if file == FILES[-1] else Split.TRAIN for file, (_, found_labels) in zip(FILES, pairs, strict=True) for _ in found_labels]
    digests = sample_digests(images)
    splits, parting = cut_what_is_missing(digests, labels, given)
    info = replace(INFO, count=len(labels), available=True, availability=availability.sentence)
    return Dataset(
        info, ArrayPictures(images), labels, splits, fingerprint(INFO.classes, INFO.shape, digests, labels, splits),
        parting=parting, smallest=INFO.shape, notes=shared_pictures(digests, splits),
    )  # fmt: skip


def _pictures(found: Path, file: str, content: bytes) -> tuple[RawImages, Labels]:
    if not content or len(content) % _RECORD or len(content) > _MOST_BYTES:
        raise DataError(f"{found}: {file} has {len(content):,} bytes; expected whole records of {_RECORD:,} bytes, as CIFAR-10 has 10,000 in a file")
    records = np.frombuffer(content, dtype=np.uint8).reshape(-1, _RECORD)
    labels = records[:, 0].astype(np.int64)
    if labels.max() >= len(_CLASSES):
        raise DataError(f"{found}: {file} has the label {labels.max()}; expected 0 to {len(_CLASSES) - 1}")
    return np.ascontiguousarray(records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)), labels


def _shown(name: str) -> str:
    return re.sub(r"[^\x20-\x7e]", "?", name)[:100]


SOURCE = Source(INFO, _locate, _load, REMOTE)
