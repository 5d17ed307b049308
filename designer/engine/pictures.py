"""The data set in memory, and the probe: the one picture whose maps are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from designer.data.dataset import Dataset, Labels, Split
from designer.data.errors import DataError, NotHereError
from designer.data.preparation import Normalize, Preparation
from designer.data.prepared import PreparedData, prepare_dataset
from designer.data.progress import LoadingCancelledError, Watch, unwatched
from designer.data.registry import dataset_names, describe, load
from designer.engine.own_pictures import OWN, UNCHANGED, OwnPicture, ProbeChange, own_picture, probe_change
from designer.network.errors import DesignerError
from designer.network.shapes import Shape
from designer.protocol.commands import ChangeProbe, ChooseProbe, FindPicture, ShowPicture
from designer.protocol.events import DatasetFacts, DatasetFailed, DatasetLoaded, ProbeChosen
from designer.runs.home import data_folder

SHIPPED = "digits"
"""The data set that is always there: the probe comes from it until another one is loaded."""


def describe_datasets(data_root: str | None) -> tuple[DatasetFacts, ...]:
    """Return what is known of every data set without loading it."""
    found = [describe(name, _folder(data_root), data_folder()) for name in dataset_names()]
    return tuple(
        DatasetFacts(
            name=info.name, title=info.title, classes=info.classes, shape=info.shape, pictures=info.count or 0,
            problem="" if info.available else info.availability, download_bytes=0 if info.available else info.download_bytes,
            about=info.about,
        )
        for info in found
    )  # fmt: skip


_PARTS = {"training": Split.TRAIN, "validation": Split.VALIDATION, "test": Split.TEST}


def split_of(part: str) -> Split:
    """Return which part of a data set a message means.

    Raises:
        DataError: There is no such part.
    """
    if part not in _PARTS:
        raise DataError(f"there is no part {part[:40]!r} of a data set; there are {', '.join(_PARTS)}")
    return _PARTS[part]


@dataclass(frozen=True)
class Probe:
    """Which picture's maps are shown.

    Args:
        dataset: Where it is from; whose classes and preparation count for a picture of one's own.
        index: Position in the part.
        own: A picture that is shown instead.
        change: What is done to it.
    """

    dataset: Dataset
    index: int = 0
    part: str = "test"
    own: OwnPicture | None = None
    change: ProbeChange = UNCHANGED

    @property
    def _positions(self) -> Labels:
        return self.dataset.splits[split_of(self.part)]

    def picture(self, shape: Shape, preparation: Preparation | None = None) -> Tensor:
        """Return the picture as a batch of one for an input of this shape.

        Args:
            preparation: What the network is trained with; none: nothing but the shape is fitted.

        Raises:
            DataError: The input takes neither grey nor colour pictures, or the picture's file cannot be read any more.
        """
        preparation = preparation or Preparation(*image_shape(shape), self.dataset.info.divisor)
        position = self._positions[self.index : self.index + 1]
        picture = self.own.prepared(preparation) if self.own else self.dataset.images.prepared(position, preparation)
        return torch.from_numpy(self.change.applied(picture, preparation))

    def chosen(self) -> ProbeChosen:
        """Return the message that says which picture this is."""
        shift, occluded = self.change.shift, self.change.occluded
        if self.own is not None:
            return ProbeChosen(index=0, count=1, label=self.own.about, part=OWN, shift=shift, occluded=occluded)
        positions = self._positions
        label = self.dataset.info.classes[int(self.dataset.labels[positions[self.index]])]
        return ProbeChosen(index=self.index, count=len(positions), label=label, part=self.part, shift=shift, occluded=occluded)

    def at(self, index: int, part: str = "test") -> Probe:
        """Return the probe with another picture; beyond the last it goes on from the first.

        Raises:
            DataError: There is no such part.
        """
        return Probe(self.dataset, index % len(self.dataset.splits[split_of(part)]), part)

    def showing(self, own: OwnPicture) -> Probe:
        """Return the probe with a picture of one's own; one of the same name is the same, drawn further."""
        continued = self.own is not None and self.own.about == own.about
        return replace(self, own=own, change=self.change if continued else UNCHANGED)

    def changed(self, change: ProbeChange) -> Probe:
        """Return the probe with this done to its picture, and nothing else."""
        return replace(self, change=change)

    def of_class(self, label: int, step: int) -> Probe:
        """Return the probe with the nearest picture of a class, before (``step`` −1) or after this one, counted around.

        Raises:
            DataError: There is no such class, or the part has no picture of it.
        """
        classes = self.dataset.info.classes
        if not 0 <= label < len(classes):
            raise DataError(f"there is no class {label}; there are {len(classes)}, counted from 0")
        positions = np.flatnonzero(self.dataset.labels[self._positions] == label)
        if not len(positions):
            raise DataError(f"no {self.part} picture is of class {classes[label][:80]}")
        if step < 0:
            return self.at(int(positions[np.searchsorted(positions, self.index, "left") - 1]), self.part)
        place = np.searchsorted(positions, self.index, "left" if self.own else "right")
        return self.at(int(positions[place % len(positions)]), self.part)

    def moved_to(self, dataset: Dataset) -> Probe:
        """Return the probe in another data set: its first picture, unless a picture of one's own is shown."""
        return Probe(dataset) if self.own is None else Probe(dataset, own=self.own, change=self.change)


def chosen_probe(command: ChooseProbe | ShowPicture | ChangeProbe | FindPicture, probe: Probe) -> Probe:
    """Return the probe that a command asks for.

    Raises:
        DataError: There is no such picture, or the one that came cannot be shown.
    """
    match command:
        case ChooseProbe(index=index, part=part):
            return probe.at(index, part)
        case ShowPicture():
            return probe.showing(own_picture(command))
        case ChangeProbe():
            return probe.changed(probe_change(command))
        case FindPicture(label=label, step=step):
            return probe.of_class(label, step)


@dataclass(frozen=True)
class Wanted:
    """Say which data is wanted.

    Args:
        data_root: Folder with downloaded data sets, or none.
        shape: Of the input block it is to be fitted to; none: as it is.
        normalize: The training setting of this name.
        download: Fetch it where it is not here.
    """

    name: str
    data_root: str | None = None
    shape: Shape | None = None
    normalize: Normalize = "none"
    download: bool = False

    @property
    def folder(self) -> Path | None:
        """The folder of data sets, as a path."""
        return _folder(self.data_root)


class Shelf:
    """Keeps the data set that was loaded last, raw and prepared, and the one that is always there.

    Args:
        watch: Is told how far loading is.
        may_download: Fetch data sets that are not here.
    """

    def __init__(self, watch: Watch = unwatched, may_download: bool = False) -> None:
        self._watch = watch
        self._may_download = may_download
        self._shipped: Dataset | None = None
        self._loaded: tuple[str, str | None, Dataset] | None = None
        self._prepared: tuple[Shape, str, PreparedData] | None = None
        self._measured: PreparedData | None = None
        self._refused: tuple[Wanted, DesignerError] | None = None

    def load(self, name: str, data_root: str | None) -> Dataset:
        """Return a data set, read only once.

        Raises:
            DataError: There is no such data set, or its files are missing or damaged.
        """
        held = self.held(Wanted(name, data_root))
        if held is not None:
            return held
        self._raise_refusal(name, data_root)
        self.take(name, data_root, load(name, _folder(data_root), data_folder(), self._watch, self._may_download))
        return self.load(name, data_root)

    def holds(self, name: str, data_root: str | None) -> bool:
        """Tell whether a data set is in memory."""
        return self.held(Wanted(name, data_root)) is not None

    def held(self, wanted: Wanted) -> Dataset | None:
        """Return a data set if it is in memory."""
        if wanted.name == SHIPPED:
            return self._shipped
        return self._loaded[2] if self._loaded is not None and self._loaded[:2] == (wanted.name, wanted.data_root) else None

    def has(self, wanted: Wanted) -> bool:
        """Tell whether this can be had without reading or preparing anything."""
        dataset = self.held(wanted)
        return dataset is not None and (wanted.shape is None or self._prepared_as(dataset, wanted.shape, wanted.normalize) is not None)

    def take(self, name: str, data_root: str | None, dataset: Dataset) -> None:
        """Keep a data set that was read elsewhere."""
        if name == SHIPPED:
            self._shipped = dataset
        else:
            self._loaded = (name, data_root, dataset)

    def take_prepared(self, data: PreparedData) -> None:
        """Keep data that was prepared elsewhere."""
        self._prepared = (data.preparation.shape, data.preparation.normalize, data)

    def refuse(self, wanted: Wanted, error: DesignerError) -> None:
        """Remember why data could not be had; whoever asks next is told, once."""
        self._refused = wanted, error

    def prepare(self, name: str, data_root: str | None, shape: Shape, normalize: str = "none") -> PreparedData:
        """Return a data set fitted to an input block.

        Args:
            normalize: The training setting of this name.

        Raises:
            DataError: As `load`, or the input takes neither grey nor colour pictures.
        """
        dataset = self.load(name, data_root)
        prepared = self._prepared_as(dataset, shape, normalize)
        if prepared is None:
            self._raise_refusal(name, data_root)
            self._prepared = None  # frees the old one before the new one is made
            prepared = prepare_dataset(dataset, image_shape(shape), "standard" if normalize == "standard" else "none", self._watch)
            self.take_prepared(prepared)
        return prepared

    def preparation(self, dataset: Dataset, shape: Shape, normalize: str) -> Preparation:
        """Return how a picture is prepared: as the data that is trained with, as far as its mean and deviation are known.

        Raises:
            DataError: The input takes neither grey nor colour pictures.
        """
        prepared = self._prepared_as(dataset, shape, normalize)
        if prepared is None and normalize == "standard" and dataset is self._shipped:
            prepared = self._measured if self._measured is not None and self._measured.preparation.shape == shape else None
            self._measured = prepared = prepared or prepare_dataset(dataset, image_shape(shape), "standard")
        return prepared.preparation if prepared is not None else Preparation(*image_shape(shape), dataset.info.divisor)

    def lacking(self, dataset: Dataset, shape: Shape) -> Wanted | None:
        """Return what is to be prepared before `preparation` knows mean and deviation of the data set that was loaded last; none: nothing."""
        if self._loaded is None or self._loaded[2] is not dataset or self._prepared_as(dataset, shape, "standard") is not None:
            return None
        return Wanted(self._loaded[0], self._loaded[1], shape, "standard")

    def _prepared_as(self, dataset: Dataset, shape: Shape, normalize: str) -> PreparedData | None:
        if self._prepared is None or self._prepared[2].dataset is not dataset or self._prepared[:2] != (shape, normalize):
            return None
        return self._prepared[2]

    def _raise_refusal(self, name: str, data_root: str | None) -> None:
        refused, self._refused = self._refused, None
        if refused is not None and (refused[0].name, refused[0].data_root) == (name, data_root):
            raise refused[1]


def loaded(name: str, dataset: Dataset) -> DatasetLoaded:
    """Return the message that says what was loaded."""
    counts: Mapping[Split, int] = {split: len(positions) for split, positions in dataset.splits.items()}
    info = dataset.info
    return DatasetLoaded(
        name=name, title=info.title, classes=info.classes, shape=info.shape,
        training=counts[Split.TRAIN], validation=counts[Split.VALIDATION], test=counts[Split.TEST],
    )  # fmt: skip


def not_loaded(name: str, error: DataError) -> DatasetFailed:
    """Return the message that says why a data set cannot be used."""
    download_bytes = error.download_bytes if isinstance(error, NotHereError) else 0
    return DatasetFailed(name=name, text=str(error), download_bytes=download_bytes, cancelled=isinstance(error, LoadingCancelledError))


def _folder(data_root: str | None) -> Path | None:
    return None if data_root is None else Path(data_root)


def image_shape(shape: Shape) -> tuple[int, int, int]:
    """Return channels, height and width of an input block.

    Raises:
        DataError: It takes no pictures.
    """
    if len(shape) != 3:
        raise DataError("the input block takes no pictures")
    return shape[0], shape[1], shape[2]
