"""The data set in memory, and the probe: the one picture whose maps are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from designer.data.dataset import Dataset, Split
from designer.data.errors import DataError
from designer.data.preparation import Preparation
from designer.data.prepared import PreparedData, prepare_dataset
from designer.data.registry import dataset_names, describe, load
from designer.network.shapes import Shape
from designer.protocol.events import DatasetFacts, DatasetLoaded, ProbeChosen

SHIPPED = "digits"
"""The data set that is always there: the probe comes from it until another one is loaded."""


def describe_datasets(data_root: str | None) -> tuple[DatasetFacts, ...]:
    """Return what is known of every data set without loading it."""
    found = [describe(name, _folder(data_root)) for name in dataset_names()]
    return tuple(
        DatasetFacts(
            name=info.name, title=info.title, classes=info.classes, shape=info.shape, pictures=info.count or 0,
            problem="" if info.available else info.availability,
        )
        for info in found
    )  # fmt: skip


@dataclass(frozen=True)
class Probe:
    """Which test picture's maps are shown."""

    dataset: Dataset
    index: int = 0

    def picture(self, shape: Shape) -> Tensor:
        """Return the picture as a batch of one for an input of this shape.

        Raises:
            DataError: The input takes neither grey nor colour pictures.
        """
        position = self.dataset.splits[Split.TEST][self.index]
        preparation = Preparation(*_image(shape), self.dataset.info.divisor)
        return torch.from_numpy(preparation.apply_one(self.dataset.images[position]))[None]

    def chosen(self) -> ProbeChosen:
        """Return the message that says which picture this is."""
        positions = self.dataset.splits[Split.TEST]
        label = self.dataset.info.classes[int(self.dataset.labels[positions[self.index]])]
        return ProbeChosen(index=self.index, count=len(positions), label=label)

    def at(self, index: int) -> Probe:
        """Return the probe with another picture; beyond the last it goes on from the first."""
        return Probe(self.dataset, index % len(self.dataset.splits[Split.TEST]))


class Shelf:
    """Keeps the data set that was loaded last, raw and prepared."""

    def __init__(self) -> None:
        self._loaded: tuple[str, str | None, Dataset] | None = None
        self._prepared: tuple[Dataset, Shape, PreparedData] | None = None

    def load(self, name: str, data_root: str | None) -> Dataset:
        """Return a data set, read only once.

        Raises:
            DataError: There is no such data set, or its files are missing or damaged.
        """
        if self._loaded is None or self._loaded[:2] != (name, data_root):
            self._loaded = (name, data_root, load(name, _folder(data_root)))
        return self._loaded[2]

    def prepare(self, name: str, data_root: str | None, shape: Shape) -> PreparedData:
        """Return a data set fitted to an input block.

        Raises:
            DataError: As `load`, or the input takes neither grey nor colour pictures.
        """
        dataset = self.load(name, data_root)
        if self._prepared is None or self._prepared[0] is not dataset or self._prepared[1] != shape:
            self._prepared = None  # frees the old one before the new one is made
            self._prepared = (dataset, shape, prepare_dataset(dataset, _image(shape)))
        return self._prepared[2]


def loaded(name: str, dataset: Dataset) -> DatasetLoaded:
    """Return the message that says what was loaded."""
    counts: Mapping[Split, int] = {split: len(positions) for split, positions in dataset.splits.items()}
    info = dataset.info
    return DatasetLoaded(
        name=name, title=info.title, classes=info.classes, shape=info.shape,
        training=counts[Split.TRAIN], validation=counts[Split.VALIDATION], test=counts[Split.TEST],
    )  # fmt: skip


def _folder(data_root: str | None) -> Path | None:
    return None if data_root is None else Path(data_root)


def _image(shape: Shape) -> tuple[int, int, int]:
    if len(shape) != 3:
        raise DataError("the input block takes no pictures")
    return shape[0], shape[1], shape[2]
