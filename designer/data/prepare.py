"""Fit raw pictures to the input block: channels, size, brightness."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from designer.data.dataset import RawImages
from designer.data.errors import DataError
from designer.data.resize import Planes, resize_planes

Shape = tuple[int, int, int]
Prepared = NDArray[np.float32]
"""Pictures as a network takes them: (N, C, H, W), 0 to 1 unless normalised."""

_CHUNK = 256  # pictures at a time: what lies between raw and prepared stays in the processor's cache


def check_channels(channels: int) -> None:
    """Refuse an input block that no picture fits.

    Raises:
        DataError: Neither 1 nor 3 channels.
    """
    if channels not in (1, 3):
        raise DataError(f"the input block takes {channels} channels; pictures have 1 (grey) or 3 (red, green, blue): set its channels to 1 or 3")


def prepare_images(raw: RawImages, shape: Shape, divisor: int = 255) -> Prepared:
    """Bring pictures to the input block's channels and size, stretched, and divide by the value of full brightness.

    Colour becomes grey in whole numbers, exactly as Pillow's `convert("L")` (ITU-R 601). All that follows is in
    float32, the division last: nothing is rounded to whole grey values, which matters for the 17 levels of the digits.

    Shape:
        (N, H, W) or (N, H, W, 3) to (N, C, height, width)

    Args:
        raw: Pictures, uint8.
        shape: (C, height, width) of the input block.
        divisor: The raw value that becomes 1: 255, or 16 for the digits.

    Raises:
        DataError: The input block takes neither 1 nor 3 channels, or these are no pictures.
    """
    channels, height, width = shape
    check_channels(channels)
    _check_raw(raw)
    prepared = np.empty((len(raw), channels, height, width), dtype=np.float32)
    for start in range(0, len(raw), _CHUNK):
        part = slice(start, start + _CHUNK)
        planes = resize_planes(_planes(raw[part], channels), height, width)
        prepared[part] = np.moveaxis(planes, 3, 0)  # one grey channel repeats itself in three
    prepared /= divisor
    return prepared


def _check_raw(raw: RawImages) -> None:
    colours_fit = raw.ndim == 3 or (raw.ndim == 4 and raw.shape[3] == 3)
    if raw.dtype != np.uint8 or not colours_fit or 0 in raw.shape[1:]:
        raise DataError(f"found pictures {'×'.join(map(str, raw.shape))} of {raw.dtype}; expected bytes N×H×W (grey) or N×H×W×3 (colour)")


def _planes(raw: RawImages, channels: int) -> Planes:
    """Return (C, H, W, N) in float32; one channel also where a grey picture will fill three."""
    if raw.ndim == 3:
        return np.moveaxis(raw, 0, 2)[None].astype(np.float32, order="C")
    if channels == 3:
        return raw.transpose(3, 1, 2, 0).astype(np.float32, order="C")
    red, green, blue = (raw[..., index].astype(np.uint32) for index in range(3))
    grey = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16  # Pillow, src/libImaging/Convert.c, L24
    return np.moveaxis(grey, 0, 2)[None].astype(np.float32, order="C")
