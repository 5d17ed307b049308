"""A data set ready for the network: what the engine trains, validates and tests with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from pathlib import Path

import numpy as np

from designer.data.dataset import Dataset, DatasetInfo, Split
from designer.data.memory import SHARE_HELD_PREPARED, free_bytes
from designer.data.picture_files import decoding_threads
from designer.data.preparation import MEASURED, Normalize, Preparation, measure_blocks, normalize_in_place
from designer.data.prepare import bytes_first, check_channels
from designer.data.progress import Progress, Watch, unwatched
from designer.data.raw import Labels, Prepared, RawImages, Shape
from designer.data.registry import load
from designer.data.stores import ArrayPictures

_AT_ONCE = 256  # pictures that are prepared together
_FILES_AT_ONCE = 8  # for one thread that reads them
_GROUP = 4  # of these between two looks
_MOST_PREPARED = 512 * 2**20  # more is held as bytes where that is possible: a quarter of the memory, and no slower


class Form(Enum):
    """How pictures are held between batches."""

    PREPARED = "prepared"
    """In float32, as the network takes them."""
    RAW = "raw"
    """As bytes of the input block's own size: a batch is converted in no time."""
    ASKED_FOR = "asked for"
    """As they came, in memory or in files: each batch is prepared when it is due."""


@dataclass(frozen=True, eq=False)
class PreparedPart:
    """Hold one part's pictures and labels.

    Attributes:
        images: float32, (N, C, H, W).
        labels: int64, (N,).
    """

    images: Prepared
    labels: Labels


@dataclass(frozen=True, eq=False)
class PreparedData:
    """Hold a data set with the preparation that fits it to an input block.

    Attributes:
        form: How the pictures are held between batches.
    """

    dataset: Dataset
    preparation: Preparation
    form: Form = Form.PREPARED

    @property
    def is_held(self) -> bool:
        """Return whether the prepared pictures of all parts are in memory."""
        return self.form is Form.PREPARED

    @property
    def info(self) -> DatasetInfo:
        """Return the declaration, with the number of pictures."""
        return self.dataset.info

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the class names; a label is a position in it."""
        return self.dataset.info.classes

    @property
    def fingerprint(self) -> str:
        """Return the data's SHA-256 in hex, before preparation."""
        return self.dataset.fingerprint

    @property
    def skipped(self) -> tuple[str, ...]:
        """Return the files that could not be read."""
        return self.dataset.skipped

    @property
    def class_counts(self) -> tuple[int, ...]:
        """Return how many training pictures each class has."""
        return tuple(np.bincount(self.labels(Split.TRAIN), minlength=len(self.classes)).tolist())

    @cached_property
    def train(self) -> PreparedPart:
        """Return the part that is trained with; of held data only."""
        return self.prepare(Split.TRAIN)

    @cached_property
    def validation(self) -> PreparedPart:
        """Return the part that chooses the best epoch; of held data only."""
        return self.prepare(Split.VALIDATION)

    @cached_property
    def test(self) -> PreparedPart:
        """Return the part that is used once, at the end; of held data only."""
        return self.prepare(Split.TEST)

    def count(self, split: Split) -> int:
        """Return how many pictures a part has, without preparing it."""
        return len(self.dataset.splits[split])

    def labels(self, split: Split) -> Labels:
        """Return a part's class numbers, (N,)."""
        return self.dataset.labels[self.dataset.splits[split]]

    def pictures(self, split: Split, indices: Labels) -> Prepared:
        """Return some pictures of a part, (n, C, H, W), without preparing the whole of it.

        Raises:
            DataError: A file cannot be read any more.
        """
        return self.dataset.images.prepared(self.dataset.splits[split][indices], self.preparation)

    def raw(self, split: Split) -> RawImages:
        """Return a part's bytes, channels first: (N, C, H, W), or (N, 1, H, W) of grey pictures; of `Form.RAW` only."""
        store = self.dataset.images
        assert isinstance(store, ArrayPictures)
        return bytes_first(store.array[self.dataset.splits[split]], self.preparation.channels)

    def sample(self, split: Split, index: int) -> tuple[Prepared, int]:
        """Return one picture (C, H, W) and its label: a probe, without preparing the whole part.

        Raises:
            IndexError: The part has no such picture.
        """
        position = self.dataset.splits[split][index]
        picture: Prepared = self.dataset.images.prepared(np.array([position]), self.preparation)[0]
        return picture, int(self.dataset.labels[position])

    def prepare(self, split: Split, watch: Watch = unwatched, before: int = 0) -> PreparedPart:
        """Prepare a whole part.

        Args:
            split: Which.
            watch: Is told of the pictures of all parts.
            before: How many of them are done.
        """
        count, in_all, in_memory = self.count(split), len(self.dataset.images), self.dataset.images.in_memory
        images = np.empty((count, *self.preparation.shape), dtype=np.float32)
        size = _AT_ONCE if in_memory else _FILES_AT_ONCE
        parts = [slice(start, min(start + size, count)) for start in range(0, count, size)]
        # reading and decoding files leave the interpreter to other threads; arrays are fitted no faster by several
        with ThreadPoolExecutor(1 if in_memory else decoding_threads(), "prepare") as threads:
            for group in (parts[start : start + _GROUP] for start in range(0, len(parts), _GROUP)):
                watch(Progress("preparing", before + group[0].start, in_all, "pictures"))
                pieces = threads.map(lambda part: self.pictures(split, np.arange(part.start, part.stop)), group)
                for part, piece in zip(group, pieces, strict=True):
                    images[part] = piece
        return PreparedPart(images, self.labels(split))


def load_prepared(name: str, data_root: Path | None, shape: Shape, normalize: Normalize = "none") -> PreparedData:
    """Read a data set and fit it to an input block.

    Args:
        name: One of `dataset_names()`, or a path.
        data_root: The folder that holds data sets which do not ship with the program.
        shape: (C, H, W) of the input block.
        normalize: "standard" brings every channel of the training part to mean 0 and deviation 1.

    Raises:
        DataError: Unknown name, missing or damaged files, or an input block that takes no pictures.
    """
    check_channels(shape[0])  # before reading for seconds
    return prepare_dataset(load(name, data_root), shape, normalize)


def prepare_dataset(
    dataset: Dataset, shape: Shape, normalize: Normalize = "none", watch: Watch = unwatched, most_bytes: int | None = None
) -> PreparedData:
    """Fit a data set that is already read to an input block; see `load_prepared`.

    Args:
        dataset: What was read.
        shape: (C, H, W) of the input block.
        normalize: See `load_prepared`.
        watch: Is told how far it is.
        most_bytes: What prepared pictures may take; none: a share of the free memory. What does not fit is prepared when it is asked for.
    """
    check_channels(shape[0])
    preparation = Preparation(*shape, dataset.info.divisor)
    most_bytes = int(free_bytes() * SHARE_HELD_PREPARED) if most_bytes is None else most_bytes
    plain = PreparedData(dataset, preparation, _form(dataset, shape, most_bytes))
    if normalize == "standard" and not plain.is_held:
        preparation = _standard(preparation, _training_blocks(plain, watch))
    if not plain.is_held:
        return replace(plain, preparation=preparation)
    parts = _prepare_all(plain, watch)
    if normalize == "standard":
        train = parts[Split.TRAIN].images
        preparation = _standard(preparation, (train[start : start + MEASURED] for start in range(0, len(train), MEASURED)))
        for part in parts.values():
            normalize_in_place(part.images, preparation)
    data = replace(plain, preparation=preparation)
    vars(data).update({_CACHED[split]: part for split, part in parts.items()})
    return data


_CACHED = {Split.TRAIN: "train", Split.VALIDATION: "validation", Split.TEST: "test"}


def _form(dataset: Dataset, shape: Shape, most_bytes: int) -> Form:
    values = len(dataset.images) * shape[0] * shape[1] * shape[2]
    is_raw = isinstance(dataset.images, ArrayPictures) and dataset.images.array.shape[1:3] == shape[1:]
    if 4 * values <= min(most_bytes, _MOST_PREPARED if is_raw else most_bytes):
        return Form.PREPARED
    return Form.RAW if is_raw and values <= most_bytes else Form.ASKED_FOR


def _prepare_all(data: PreparedData, watch: Watch) -> dict[Split, PreparedPart]:
    parts: dict[Split, PreparedPart] = {}
    for split in Split:
        parts[split] = data.prepare(split, watch, sum(len(part.labels) for part in parts.values()))
    return parts


def _standard(preparation: Preparation, blocks: Iterable[Prepared]) -> Preparation:
    mean, std = measure_blocks(blocks)
    return replace(preparation, normalize="standard", mean=mean, std=std)


def _training_blocks(data: PreparedData, watch: Watch) -> Iterator[Prepared]:
    count = data.count(Split.TRAIN)
    for start in range(0, count, MEASURED):
        watch(Progress("preparing", start, count, "pictures"))
        yield data.pictures(Split.TRAIN, np.arange(start, min(start + MEASURED, count)))
