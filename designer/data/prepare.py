"""Fit raw pictures to the input block: channels, size, brightness."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from designer.data.errors import DataError
from designer.data.raw import Prepared, RawImages, Shape
from designer.data.resize import Planes, resize_planes

_CHUNK = 256  # pictures at a time: what lies between raw and prepared stays in the processor's cache
_LARGE_PIXELS = 2**16  # from there on Pillow is faster, though it takes one channel of one picture at a time


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
    if raw.shape[1] * raw.shape[2] > _LARGE_PIXELS:
        for place, picture in enumerate(raw):
            prepared[place] = _fit_large(picture, shape)
    else:
        for start in range(0, len(raw), _CHUNK):
            part = slice(start, start + _CHUNK)
            planes = resize_planes(_planes(raw[part], channels), height, width)
            prepared[part] = np.moveaxis(planes, 3, 0)  # one grey channel repeats itself in three
    prepared /= divisor
    return prepared


def _fit_large(picture: RawImages, shape: Shape) -> Prepared:
    """Fit one picture by Pillow, channel by channel in its floating-point mode: the size alone decides about that, never the company."""
    channels, height, width = shape
    planes = _planes(picture[None], channels)[..., 0]
    resized = [Image.fromarray(plane).resize((width, height), Image.Resampling.BILINEAR) for plane in planes]
    return np.stack([np.asarray(plane, dtype=np.float32) for plane in resized])


def _check_raw(raw: RawImages) -> None:
    colours_fit = raw.ndim == 3 or (raw.ndim == 4 and raw.shape[3] == 3)
    if raw.dtype != np.uint8 or not colours_fit or 0 in raw.shape[1:]:
        raise DataError(f"found pictures {'×'.join(map(str, raw.shape))} of {raw.dtype}; expected bytes N×H×W (grey) or N×H×W×3 (colour)")


def bytes_first(raw: RawImages, channels: int) -> RawImages:
    """Bring pictures to the input block's channels as bytes, channels first; grey ones stay one channel.

    Shape:
        (N, H, W) or (N, H, W, 3) to (N, 1, H, W) or (N, 3, H, W)
    """
    if raw.ndim == 3:
        return raw[:, None]
    return np.ascontiguousarray(raw.transpose(0, 3, 1, 2)) if channels == 3 else _grey(raw)[:, None].astype(np.uint8)


def _grey(raw: RawImages) -> NDArray[np.uint32]:
    """Return ITU-R 601 brightness in whole numbers."""
    red, green, blue = (raw[..., index].astype(np.uint32) for index in range(3))
    grey: NDArray[np.uint32] = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> np.uint32(16)  # Pillow, src/libImaging/Convert.c, L24
    return grey


def _planes(raw: RawImages, channels: int) -> Planes:
    """Return (C, H, W, N) in float32; one channel also where a grey picture will fill three."""
    if raw.ndim == 3:
        return np.moveaxis(raw, 0, 2)[None].astype(np.float32, order="C")
    if channels == 3:
        return raw.transpose(3, 1, 2, 0).astype(np.float32, order="C")
    return np.moveaxis(_grey(raw), 0, 2)[None].astype(np.float32, order="C")
