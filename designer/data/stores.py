"""Where the raw pictures of a data set lie: in one array, or in arrays of many sizes. Files: `picture_files`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from designer.data.preparation import Preparation
from designer.data.raw import Labels, Prepared, RawImages


class PictureStore(Protocol):
    """Raw pictures, wherever they lie.

    Attributes:
        in_memory: Whether taking one costs no reading.
    """

    @property
    def in_memory(self) -> bool: ...

    def __len__(self) -> int: ...

    def __getitem__(self, position: int) -> RawImages:
        """Return one picture, (H, W) or (H, W, 3).

        Raises:
            DataError: Its file cannot be read any more.
        """
        ...

    def prepared(self, positions: Labels, preparation: Preparation) -> Prepared:
        """Return pictures fitted to the input block: the same bits for each, whichever come together.

        Raises:
            DataError: A file cannot be read any more, or the input block takes no pictures.
        """
        ...


class ArrayPictures:
    """Pictures of one size in one array.

    Args:
        array: uint8, (N, H, W) or (N, H, W, 3).
    """

    in_memory = True

    def __init__(self, array: RawImages) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    def __getitem__(self, position: int) -> RawImages:
        picture: RawImages = self.array[position]
        return picture

    def prepared(self, positions: Labels, preparation: Preparation) -> Prepared:
        return preparation.apply(self.array[positions])


def prepare_one_by_one(picture: Callable[[int], RawImages], positions: Labels, preparation: Preparation) -> Prepared:
    """Fit pictures that may differ in size."""
    prepared = np.empty((len(positions), *preparation.shape), dtype=np.float32)
    for place, position in enumerate(positions.tolist()):
        prepared[place] = preparation.apply_one(picture(position))
    return prepared


class ManySizes:
    """Pictures of different sizes, each an array of its own."""

    in_memory = True

    def __init__(self, pictures: Sequence[RawImages]) -> None:
        self._pictures = pictures

    def __len__(self) -> int:
        return len(self._pictures)

    def __getitem__(self, position: int) -> RawImages:
        return self._pictures[position]

    def prepared(self, positions: Labels, preparation: Preparation) -> Prepared:
        return prepare_one_by_one(self.__getitem__, positions, preparation)


def store_of(pictures: list[RawImages]) -> ArrayPictures | ManySizes:
    """Return the pictures in one array where they have one size; the list is emptied."""
    sizes = {picture.shape[:2] for picture in pictures}
    if len(sizes) != 1:
        return ManySizes(pictures)
    colour = any(picture.ndim == 3 for picture in pictures)
    (size,) = sizes
    array = np.empty((len(pictures), *size, 3) if colour else (len(pictures), *size), dtype=np.uint8)
    pictures.reverse()
    for place in range(len(array)):
        picture = pictures.pop()  # each is freed at once: a data set must fit once, not twice
        array[place] = picture[..., None] if colour and picture.ndim == 2 else picture  # grey in equal parts: as grey again it is the same
    return ArrayPictures(array)
