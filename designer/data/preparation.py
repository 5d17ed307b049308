"""What was done to the pictures: stored with run and weights, and done again to every later picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Literal

import numpy as np

from designer.data.errors import DataError
from designer.data.prepare import check_channels, prepare_images
from designer.data.raw import Prepared, RawImages, Shape

Normalize = Literal["none", "standard"]

_MOST_PIXELS = 16_384  # the input block's own limit along an axis
_LEAST_STD = 1e-6  # below it a channel only holds rounding errors

MEASURED = 64
"""Pictures in a block of `measure_blocks`: always as many, so that held and streamed pictures give the same bits."""


@dataclass(frozen=True)
class Preparation:
    """Remember how pictures become the network's input, and do it.

    Attributes:
        channels: 1 (grey) or 3 (red, green, blue).
        height: Height of the input block in pixels.
        width: Width of the input block in pixels.
        divisor: The data set's raw value that becomes 1.
        normalize: "standard" also subtracts `mean` and divides by `std`.
        mean: Mean of the training part, one per channel; empty with "none".
        std: Standard deviation of the training part, likewise; 1 for a channel that never changes.
    """

    channels: int
    height: int
    width: int
    divisor: int = 255
    normalize: Normalize = "none"
    mean: tuple[float, ...] = ()
    std: tuple[float, ...] = ()

    @property
    def shape(self) -> Shape:
        """Return (C, H, W) of what comes out."""
        return self.channels, self.height, self.width

    def apply(self, raw: RawImages, divisor: int | None = None) -> Prepared:
        """Prepare pictures.

        Shape:
            (N, H, W) or (N, H, W, 3) to (N, C, height, width)

        Args:
            raw: Pictures, uint8.
            divisor: Their value of full brightness where it is not the data set's: 255 for a picture file or a
                drawing, whatever the network was trained on.
        """
        prepared = prepare_images(raw, self.shape, self.divisor if divisor is None else divisor)
        return normalize_in_place(prepared, self)

    def apply_one(self, raw: RawImages, divisor: int | None = None) -> Prepared:
        """Prepare one picture, (H, W) or (H, W, 3), to (C, height, width): the same bits as among others."""
        prepared: Prepared = self.apply(raw[None], divisor)[0]
        return prepared

    def to_json(self) -> dict[str, object]:
        """Return the preparation as JSON values."""
        return {**asdict(self), "mean": list(self.mean), "std": list(self.std)}

    @classmethod
    def from_json(cls, value: object) -> Preparation:
        """Read a preparation back, trusting nothing.

        Raises:
            DataError: A key lacks, is unknown, or its value is not allowed.
        """
        names = [field.name for field in fields(cls)]
        if not isinstance(value, Mapping) or set(value) != set(names):
            found = ", ".join(sorted(map(str, value))) if isinstance(value, Mapping) else type(value).__name__
            raise DataError(f"preparation of the pictures: found {found[:200]}; expected the keys {', '.join(names)}")
        channels, height, width, divisor = (_whole_number(value, name) for name in names[:4])
        check_channels(channels)
        normalize: Normalize = "standard" if value["normalize"] == "standard" else "none"
        if value["normalize"] != normalize:
            raise DataError(f'preparation of the pictures: normalize is {str(value["normalize"])[:80]}; expected "none" or "standard"')
        statistics = channels if normalize == "standard" else 0
        mean, std = _numbers(value, "mean", statistics), _numbers(value, "std", statistics)
        if any(number < _LEAST_STD for number in std):
            raise DataError(f"preparation of the pictures: std is {list(std)}; every deviation must be at least {_LEAST_STD}")
        return cls(channels, height, width, divisor, normalize, mean, std)


def measure(images: Prepared) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return mean and standard deviation of each channel."""
    return measure_blocks(images[start : start + MEASURED] for start in range(0, len(images), MEASURED))


def measure_blocks(blocks: Iterable[Prepared]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return mean and standard deviation of each channel of pictures that come `MEASURED` at a time, added up in float64 in one pass."""
    total = squares = np.zeros(1)
    count = 0
    for block in blocks:
        exact = block.astype(np.float64)
        total = total + exact.sum(axis=(0, 2, 3))
        squares = squares + np.square(exact, out=exact).sum(axis=(0, 2, 3))
        count += block.size // block.shape[1]
    mean = total / count
    std = np.sqrt(np.maximum(squares / count - np.square(mean), 0.0))
    return tuple(mean.tolist()), tuple(np.where(std < _LEAST_STD, 1.0, std).tolist())


def normalize_in_place(images: Prepared, preparation: Preparation) -> Prepared:
    """Subtract the mean and divide by the deviation, if the preparation says so; return the same array."""
    if preparation.normalize == "standard":
        images -= np.array(preparation.mean, dtype=np.float32)[:, None, None]
        images /= np.array(preparation.std, dtype=np.float32)[:, None, None]
    return images


def _whole_number(value: Mapping[str, object], name: str) -> int:
    number = value[name]
    if type(number) is not int or not 1 <= number <= _MOST_PIXELS:
        raise DataError(f"preparation of the pictures: {name} is {str(number)[:80]}; expected a whole number from 1 to {_MOST_PIXELS:,}")
    return number


def _numbers(value: Mapping[str, object], name: str, count: int) -> tuple[float, ...]:
    numbers = value[name]
    if not isinstance(numbers, list) or len(numbers) != count or not all(type(n) in (int, float) and abs(n) < 1e9 for n in numbers):
        raise DataError(f"preparation of the pictures: {name} is {str(numbers)[:80]}; expected a list of {count} numbers below a billion")
    return tuple(float(number) for number in numbers)
