"""What a data set looks like: its classes and parts in numbers, some pictures of each, how they are fitted, what could not be read."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from designer.data.dataset import Dataset, Labels, RawImages, Split
from designer.data.errors import DataError
from designer.data.preparation import Preparation
from designer.engine.lifeline import now
from designer.protocol.commands import InspectDataset
from designer.protocol.events import DatasetInspected, FittedPicture, SeenClass, SeenPicture

Bytes = NDArray[np.uint8]

MOST_BYTES = 16 * 2**20
"""The most bytes of pictures in one answer: a quarter of what a message may hold."""

_SPLITS = {"training": Split.TRAIN, "validation": Split.VALIDATION, "test": Split.TEST}
_MOST_SIDE_PX = 256
_MOST_SKIPPED = 1_000
_MOST_CLASSES = 1_500
_READING_S = 1.5
_EXAMPLES = 3
_FULL = 255


def inspect(command: InspectDataset, dataset: Dataset) -> DatasetInspected:
    """Return the answer about a data set that is in memory.

    Raises:
        DataError: The data has no part of that name.
    """
    if command.part not in _SPLITS:
        raise DataError(f"there is no part {command.part[:40]!r} of a data set; there are {', '.join(_SPLITS)}")
    info = dataset.info
    fitted, drawn, misfit = _fitted(dataset, command.shape)
    return DatasetInspected(
        number=command.number, name=command.name, title=info.title, from_where=info.availability, classes=_classes(dataset, command),
        shape=info.shape, smallest=dataset.smallest, divisor=info.divisor, parts=dataset.parting, notes=dataset.notes,
        part=command.part, first=command.first, fitted=fitted, drawn=drawn, misfit=misfit,
        skipped=dataset.skipped[:_MOST_SKIPPED], skipped_count=len(dataset.skipped), fingerprint=dataset.fingerprint,
    )  # fmt: skip


def _classes(dataset: Dataset, command: InspectDataset) -> tuple[SeenClass, ...]:
    names = dataset.info.classes
    counts = {split: np.bincount(dataset.labels[positions], minlength=len(names)) for split, positions in dataset.splits.items()}
    chosen = _chosen(dataset, command)
    return tuple(
        SeenClass(
            name=name, training=int(counts[Split.TRAIN][label]), validation=int(counts[Split.VALIDATION][label]),
            test=int(counts[Split.TEST][label]), pictures=tuple(chosen.get(label, ())),
        )
        for label, name in enumerate(names)
    )  # fmt: skip


def _chosen(dataset: Dataset, command: InspectDataset) -> Mapping[int, list[SeenPicture]]:
    """Return some pictures of every class: as many as the answer has room for, and as the time allows where they lie in files."""
    positions = dataset.splits[_SPLITS[command.part]]
    labels = dataset.labels[positions]
    present = np.unique(labels)[:_MOST_CLASSES].tolist()
    side = min(max(command.side_px, 1), _MOST_SIDE_PX)
    room = max(MOST_BYTES // (3 * side * side * max(len(present), 1)), 1)
    wanted = {label: _turned(positions[labels == label], command.first, min(max(command.per_class, 0), room)).tolist() for label in present}
    deadline_s = now() + (math.inf if dataset.images.in_memory else _READING_S)
    chosen: dict[int, list[SeenPicture]] = {label: [] for label in present}
    for turn in range(max(map(len, wanted.values()), default=0)):  # a picture of every class before a second one of any
        for label, places in wanted.items():
            if turn < len(places) and now() < deadline_s:
                with contextlib.suppress(DataError):  # a file that is gone by now
                    chosen[label].append(seen(_shrunk(dataset.images[places[turn]], side), dataset.info.divisor))
    return chosen


def _turned(positions: Labels, first: int, count: int) -> Labels:
    """Return so many positions from the first on, counted around; each at most once."""
    start = max(first, 0) % max(len(positions), 1)
    return np.concatenate([positions[start:], positions[:start]])[:count]


def _fitted(dataset: Dataset, shape: tuple[int, ...]) -> tuple[tuple[FittedPicture, ...], bool, str]:
    """Return examples of pictures beside what the input block gets, whether they are drawn for it, and why there are none."""
    if not shape:
        return (), False, ""
    if len(shape) != 3:
        return (), False, f"the input block takes {len(shape)} numbers as its shape; pictures need 3: channels, height, width"
    examples = []
    divisor, drawn = dataset.info.divisor, False
    preparation = Preparation(shape[0], shape[1], shape[2], divisor)
    try:
        for position in _one_of_each(dataset, _EXAMPLES):
            raw = dataset.images[position]
            prepared = dataset.images.prepared(np.array([position]), preparation)[0]
            drawn = drawn or not np.array_equal(prepared, preparation.apply_one(raw))
            label = dataset.info.classes[int(dataset.labels[position])]
            raw_seen = seen(_shrunk(raw, _MOST_SIDE_PX), divisor)
            examples.append(FittedPicture(label=label, raw=raw_seen, fitted=seen_prepared(prepared, _MOST_SIDE_PX)))
    except DataError as error:
        return (), False, str(error)
    return tuple(examples), drawn, ""


def _one_of_each(dataset: Dataset, count: int) -> Iterable[int]:
    """Return the first training picture of some classes, spread over all of them."""
    positions = dataset.splits[Split.TRAIN]
    _, firsts = np.unique(dataset.labels[positions], return_index=True)
    spread = np.unique(np.linspace(0, len(firsts) - 1, min(count, len(firsts))).round().astype(int))
    return [int(position) for position in positions[firsts[spread]].tolist()]


def raw_picture(dataset: Dataset, position: int) -> RawImages:
    """Return one picture as it is stored, ``(H, W)`` or ``(H, W, 3)``.

    Raises:
        DataError: Its file cannot be read any more.
    """
    return dataset.images[position]


def seen(raw: RawImages, divisor: int = _FULL) -> SeenPicture:
    """Return a stored picture for the window, at full brightness."""
    pixels = raw if divisor == _FULL else np.minimum(raw.astype(np.uint16) * _FULL // divisor, _FULL).astype(np.uint8)
    return SeenPicture(size=(raw.shape[0], raw.shape[1], 1 if raw.ndim == 2 else raw.shape[2]), pixels=np.ascontiguousarray(pixels).tobytes())


def seen_prepared(prepared: NDArray[np.float32], side_px: int) -> SeenPicture:
    """Return what a network gets, ``(C, H, W)`` from 0 to 1, for the window."""
    pixels = (np.clip(prepared, 0, 1) * _FULL).round().astype(np.uint8)
    return seen(_shrunk(pixels[0] if len(pixels) == 1 else np.moveaxis(pixels, 0, 2), side_px))


def _shrunk(picture: Bytes, side_px: int) -> Bytes:
    """Return the picture, made smaller where it is longer than so many pixels along an axis."""
    height, width = picture.shape[:2]
    if max(height, width) <= side_px:
        return picture
    scale = side_px / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(Image.fromarray(np.ascontiguousarray(picture)).resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0), dtype=np.uint8)
