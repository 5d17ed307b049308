"""Frames as the worker sends them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from designer.protocol.events import BlockMaps, ExactMaps, MapsDrawn

Values = npt.NDArray[np.float32]


def card(block: str, values: Values, signed: bool | None = None) -> BlockMaps:
    """Return 8-bit maps of values ``(maps, height, width)`` or ``(features,)``."""
    vector = values.ndim == 1
    maps = values.reshape(1, 1, -1) if vector else values
    finite = np.isfinite(maps)
    lows = np.where(finite, maps, np.inf).min(axis=(1, 2))
    highs = np.where(finite, maps, -np.inf).max(axis=(1, 2))
    span = np.where(highs > lows, highs - lows, 1)
    pixels = np.where(finite, (maps - lows[:, None, None]) / span[:, None, None] * 255, 0).round().astype(np.uint8)
    return BlockMaps(
        block=block, shape=values.shape, signed=is_signed(values) if signed is None else signed, side=(maps.shape[1], maps.shape[2]),
        pixels=pixels.tobytes(), ranges=np.stack([lows, highs], axis=1).astype("<f4").tobytes(),
        faulty=np.count_nonzero(~finite, axis=(1, 2)).astype("<i4").tobytes(), values=values.astype("<f4").tobytes() if vector else b"",
    )  # fmt: skip


def exact(block: str, values: Values, signed: bool | None = None, first: int = 0, shape: tuple[int, ...] | None = None) -> ExactMaps:
    """Return exact values ``(maps, height, width)`` or ``(features,)``."""
    found = is_signed(values) if signed is None else signed
    return ExactMaps(block=block, shape=shape or values.shape, signed=found, first=first, values=values.astype("<f4").tobytes())


def frame(
    *maps: BlockMaps | ExactMaps, step: int = 0, run: int = 0, trained: bool = False, revision: int = 1, skipped: int = 0,
    untrained: tuple[str, ...] = (),
) -> MapsDrawn:  # fmt: skip
    """Return a frame of these maps."""
    cards = tuple(found for found in maps if isinstance(found, BlockMaps))
    values = tuple(found for found in maps if isinstance(found, ExactMaps))
    return MapsDrawn(
        number=step + 1, run=run, step=step, trained=trained, revision=revision, cards=cards, exact=values, skipped=skipped, untrained=untrained
    )  # fmt: skip


def is_signed(values: Values) -> bool:
    return bool((values < 0).any())


def ramp(*shape: int) -> Values:
    """Return values that all differ, around zero."""
    numbers = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    centred: Values = numbers - numbers.mean()
    return centred
