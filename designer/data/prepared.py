"""A data set ready for the network: what the engine trains, validates and tests with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from designer.data.dataset import Dataset, DatasetInfo, Labels, Split
from designer.data.preparation import Normalize, Preparation, measure, normalize_in_place
from designer.data.prepare import Prepared, Shape, check_channels
from designer.data.registry import load


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

    The training part is there at once; validation and test parts stay bytes (a quarter of the memory) until asked for.
    """

    dataset: Dataset
    preparation: Preparation
    train: PreparedPart

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

    @cached_property
    def validation(self) -> PreparedPart:
        """Return the part that chooses the best epoch."""
        return self._prepare(Split.VALIDATION)

    @cached_property
    def test(self) -> PreparedPart:
        """Return the part that is used once, at the end."""
        return self._prepare(Split.TEST)

    def count(self, split: Split) -> int:
        """Return how many pictures a part has, without preparing it."""
        return len(self.dataset.splits[split])

    def sample(self, split: Split, index: int) -> tuple[Prepared, int]:
        """Return one picture (C, H, W) and its label: a probe, without preparing the whole part.

        Raises:
            IndexError: The part has no such picture.
        """
        position = self.dataset.splits[split][index]
        return self.preparation.apply_one(self.dataset.images[position]), int(self.dataset.labels[position])

    def _prepare(self, split: Split) -> PreparedPart:
        positions = self.dataset.splits[split]
        return PreparedPart(self.preparation.apply(self.dataset.images[positions]), self.dataset.labels[positions])


def load_prepared(name: str, data_root: Path | None, shape: Shape, normalize: Normalize = "none") -> PreparedData:
    """Read a data set and fit it to an input block.

    Args:
        name: One of `dataset_names()`.
        data_root: The folder that holds data sets which do not ship with the program.
        shape: (C, H, W) of the input block.
        normalize: "standard" brings every channel of the training part to mean 0 and deviation 1.

    Raises:
        DataError: Unknown name, missing or damaged files, or an input block that takes no pictures.
    """
    check_channels(shape[0])  # before reading for seconds
    return prepare_dataset(load(name, data_root), shape, normalize)


def prepare_dataset(dataset: Dataset, shape: Shape, normalize: Normalize = "none") -> PreparedData:
    """Fit a data set that is already read to an input block; see `load_prepared`."""
    positions = dataset.splits[Split.TRAIN]
    preparation = Preparation(*shape, dataset.info.divisor)
    images = preparation.apply(dataset.images[positions])
    if normalize == "standard":
        mean, std = measure(images)
        preparation = replace(preparation, normalize=normalize, mean=mean, std=std)
        normalize_in_place(images, preparation)
    return PreparedData(dataset, preparation, PreparedPart(images, dataset.labels[positions]))
