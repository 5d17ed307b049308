"""Small matrices as cells: coloured around zero, with their numbers where these fit."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from designer.ui.maps.card_tiles import fitted
from designer.ui.maps.colors import ColorScale, Floats, Palette, ScaleMode, indices_of_values, scale_of
from designer.ui.maps.painting import table
from designer.ui.theme import Theme

__all__ = ["bars", "cell_number", "filter_scale", "ink_on", "montage_columns", "montages", "paint_numbers", "picture_of", "slice_at"]

Pixels = npt.NDArray[np.uint32]

_DIGITS = "−0.00"
_DARK, _LIGHT = "map_label_outline", "map_label"


def filter_scale(values: Floats) -> ColorScale:
    """Return the one scale of a block's filters: zero in the middle, the largest weight at its end."""
    finite = values[np.isfinite(values)]
    reach = np.array([np.abs(finite).max() if finite.size else 0], np.float32)
    return scale_of(ScaleMode.SYMMETRIC, True, -reach, reach)


def cell_number(value: float) -> str:
    """Return a weight in as few letters as a cell has room for.

    >>> cell_number(-0.123), cell_number(0.0), cell_number(12.3), cell_number(1 / 9)
    ('−.12', '0', '12', '.11')
    """
    if not math.isfinite(value):
        return "NaN"
    text = f"{value:.0f}" if abs(value) >= 10 or value == round(value) else f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"
    text = text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
    return "0" if text.lstrip("-") in (".00", "0") else text.replace("-", "−")


def montage_columns(channels: int) -> int:
    """Return how many slices of a filter lie side by side: about as many as below each other.

    >>> [montage_columns(channels) for channels in (1, 3, 6, 16)]
    [1, 2, 3, 4]
    """
    return math.ceil(math.sqrt(channels))


def slot_of(channel: int, channels: int, side: int) -> tuple[int, int, int]:
    """Return left, top and side of a slice's place in a filter's picture of ``side`` px."""
    columns = montage_columns(channels)
    gap = 0 if columns == 1 else 2 if side >= 12 * columns else 1 if side >= 4 * columns else 0
    each = max(1, (side - gap * (columns - 1)) // columns)
    row, column = divmod(channel, columns)
    return column * (each + gap), row * (each + gap), each


def slice_at(x: float, y: float, shape: tuple[int, int, int], side: int) -> tuple[int, int, int] | None:
    """Return channel, row and column under a point of a filter's picture.

    Args:
        shape: Channels, height and width of the filter.
    """
    channels, height, width = shape
    _, _, each = slot_of(0, channels, side)
    step = slot_of(1, channels, side)[0] if channels > 1 else side
    column, row = int(x // step), int(y // step)
    channel = row * montage_columns(channels) + column
    if not (0 <= column < montage_columns(channels) and 0 <= channel < channels):
        return None
    left, top, _ = slot_of(channel, channels, side)
    area = fitted(QRectF(left, top, each, each), height, width)
    down, across = math.floor((y - area.y()) * height / area.height()), math.floor((x - area.x()) * width / area.width())
    return (channel, down, across) if 0 <= down < height and 0 <= across < width else None


def montages(filters: Floats, scale: ColorScale, theme: Theme, side: int) -> Pixels:
    """Return filters as pictures, their slices side by side.

    Shape:
        ``(count, channels, height, width)`` → ``(count, side, side)``, 0xaarrggbb; transparent where there is nothing
    """
    count, channels, height, width = filters.shape
    colors = np.asarray(table(scale.palette, theme), np.uint32)
    canvas = np.zeros((count, side, side), np.uint32)
    for channel in range(channels):
        left, top, each = slot_of(channel, channels, side)
        if left + each > side or top + each > side:
            break  # more slices than pixels: what does not fit is seen in the filter's own page
        area = fitted(QRectF(left, top, each, each), height, width).toRect()
        down = ((np.arange(area.height()) + 0.5) * height / area.height()).astype(np.intp)
        across = ((np.arange(area.width()) + 0.5) * width / area.width()).astype(np.intp)
        found = colors[indices_of_values(filters[:, channel], scale)][:, down][:, :, across]
        canvas[:, area.y() : area.y() + area.height(), area.x() : area.x() + area.width()] = found
    return canvas


def bars(rows: Floats, scale: ColorScale, theme: Theme, side: int) -> Pixels:
    """Return rows of weights as bars up and down from zero; of more weights than px every so many-th.

    Shape:
        ``(count, weights)`` → ``(count, side, side)``
    """
    colors = np.asarray(table(scale.palette, theme), np.uint32)
    chosen = rows[:, ((np.arange(side) + 0.5) * rows.shape[1] / side).astype(np.intp)]
    reach = max(float(scale.highs[0]), 1e-30)
    ends = (side - 1) / 2 * (1 - np.clip(np.nan_to_num(chosen) / reach, -1, 1))[:, None, :]
    places = np.arange(side)[None, :, None]
    zero = (side - 1) / 2
    inside = (places >= np.minimum(ends, zero) - 0.5) & (places <= np.maximum(ends, zero) + 0.5)
    ground, fills = np.uint32(theme.color("track").rgba()), colors[indices_of_values(chosen, scale)][:, None, :]
    found: Pixels = np.where(inside, fills, ground).astype(np.uint32)
    return found


def picture_of(pixels: Pixels, ratio: float = 1.0) -> QImage:
    """Return pixels as an image that owns them."""
    height, width = pixels.shape
    data = np.ascontiguousarray(pixels)
    image = QImage(data.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()
    image.setDevicePixelRatio(ratio)
    return image


def paint_numbers(painter: QPainter, area: QRectF, values: Floats, scale: ColorScale, theme: Theme, font: str = "tiny") -> bool:
    """Write the values of a matrix into its cells and return whether there was room."""
    height, width = values.shape
    painter.setFont(theme.font(font))
    metrics = QFontMetricsF(painter.font())
    across, down = area.width() / width, area.height() / height
    if across < metrics.horizontalAdvance(_DIGITS) or down < metrics.height():
        return False
    indices = indices_of_values(values[None], scale)[0]
    for row in range(height):
        for column in range(width):
            painter.setPen(ink_on(int(indices[row, column]), scale.palette.value, theme))
            cell = QRectF(area.x() + column * across, area.y() + row * down, across, down)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, cell_number(float(values[row, column])))
    return True


@cache
def ink_on(index: int, palette: str, theme: Theme) -> QColor:
    """Return the colour in which a number reads best on a colour of a table."""
    ground = QColor(table(Palette(palette), theme)[index])
    inks = (theme.color(_DARK), theme.color(_LIGHT))
    return max(inks, key=lambda ink: abs(_lightness(ink) - _lightness(ground)))


def _lightness(color: QColor) -> float:
    """Return how light a colour looks, 0…1: the square root of its luminance stands for it."""
    red, green, blue = color.redF() ** 2.2, color.greenF() ** 2.2, color.blueF() ** 2.2
    return math.sqrt(0.2126 * red + 0.7152 * green + 0.0722 * blue)
