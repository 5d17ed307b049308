"""The maps of all cards of a frame as pictures, coloured in one pass: a frame of small maps is mostly the price of its calls."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from designer.ui.maps.colors import FIRST, LAST, MIDDLE, NOT_FINITE, Palette, color_table, is_flat
from designer.ui.maps.decoding import CardMaps
from designer.ui.theme import Theme

_PALETTES = tuple(Palette)
_COLORS = LAST + 1
_PIXEL_BYTES = 4


class CardPicture:
    """The maps of one card, one below the other.

    Args:
        pixels: ``(maps, height, width)``, ``0xffrrggbb``.
    """

    def __init__(self, pixels: npt.NDArray[np.uint32]) -> None:
        number, self._height, self._width = pixels.shape
        self._pixels = pixels  # the image reads them in place, so they must live as long as it does
        self._image = QImage(pixels.data, self._width, number * self._height, _PIXEL_BYTES * self._width, QImage.Format.Format_RGB32)

    def paint(self, painter: QPainter, target: QRectF, index: int) -> None:
        """Paint one map into a rectangle, every pixel a sharp cell."""
        painter.drawImage(target, self._image, QRectF(0, index * self._height, self._width, self._height))


def card_pictures(cards: Sequence[tuple[CardMaps, bool]], theme: Theme) -> list[CardPicture]:
    """Return the pictures of cards, each with whether it shows the input's picture.

    All maps of a card share one scale: from its lowest to its highest value, around zero where values may be negative, in grey for a picture.
    """
    flat = np.concatenate([maps.pixels.reshape(-1) for maps, _ in cards]).astype(np.float32)
    factors, offsets = _scales(cards)
    sizes = np.concatenate([np.full(len(maps.pixels), maps.pixels[0].size) for maps, _ in cards])
    flat *= np.repeat(factors, sizes)
    flat += np.repeat(offsets, sizes)
    np.clip(flat, FIRST, LAST, out=flat)
    places = flat.astype(np.uint16)
    starts = np.cumsum([0, *(maps.pixels.size for maps, _ in cards)]).tolist()
    for (maps, picture), start, end in zip(cards, starts, starts[1:], strict=False):
        if maps.values.size and maps.faulty.any():
            places[start:end][~np.isfinite(maps.values)] = NOT_FINITE
        places[start:end] += _PALETTES.index(_palette(maps, picture)) * _COLORS
    colors = _all_colors(theme)[places]
    return [CardPicture(colors[start:end].reshape(maps.pixels.shape)) for (maps, _), start, end in zip(cards, starts, starts[1:], strict=False)]


def _palette(maps: CardMaps, picture: bool) -> Palette:
    if picture:
        return Palette.GREY
    return Palette.DIVERGING if maps.signed else Palette.SEQUENTIAL


def _scales(cards: Sequence[tuple[CardMaps, bool]]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return what each map's 8-bit values are multiplied by and what is added, so that the whole part is a place in its palette."""
    counts = [len(maps.lows) for maps, _ in cards]
    starts = np.cumsum([0, *counts[:-1]])
    each_low, each_high = (np.concatenate([getattr(maps, name) for maps, _ in cards]).astype(np.float64) for name in ("lows", "highs"))
    lows, highs = np.minimum.reduceat(each_low, starts), np.maximum.reduceat(each_high, starts)
    around_zero = np.array([maps.signed and not picture for maps, picture in cards])
    reach = np.maximum(np.abs(lows), np.abs(highs))
    lows, highs = np.where(around_zero, -reach, lows), np.where(around_zero, reach, highs)
    spans = highs - lows
    flat = is_flat(spans)
    factor = np.where(flat, 0.0, (LAST - FIRST) / np.where(flat, 1.0, spans))
    offset = np.where(flat, MIDDLE, FIRST - lows * factor) + 0.5
    factor, offset = np.repeat(factor, counts), np.repeat(offset, counts)
    return ((each_high - each_low) / LAST * factor).astype(np.float32), (each_low * factor + offset).astype(np.float32)


@cache
def _all_colors(theme: Theme) -> npt.NDArray[np.uint32]:
    """Return the colours of every palette, one after the other."""
    return np.array([color_table(palette, theme) for palette in _PALETTES], np.uint32).reshape(-1)
