"""All tiles in sight as one picture, drawn at once: many small drawings from Python would take longer than the maps themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from designer.ui.maps.card_tiles import fitted
from designer.ui.maps.colors import Bytes
from designer.ui.maps.tile_layout import TileLayout

Colors = npt.NDArray[np.uint32]


def mosaic(
    indices: Bytes, slots: Sequence[int], total: int, layout: TileLayout, table: Sequence[int], ratio: float, onto: QImage | None = None
) -> QImage:
    """Return maps in the rows of a grid, every value a sharp cell, transparent between.

    Args:
        indices: ``(maps, height, width)``, colour indices.
        slots: Place of each map in the grid, counted from the picture's first tile.
        total: Places in the picture; rows are filled from the left.
        layout: Columns, side and pitch of the tiles.
        table: 256 colours.
        ratio: Device pixels per px; where it is no whole number the screen does the rest.
        onto: An earlier picture of maps of the same size in the same places, which is painted over: new memory costs as much as the maps.
    """
    factor = int(ratio) if ratio == int(ratio) else 1
    side, pitch, columns = layout.side * factor, layout.pitch * factor, layout.columns
    rows = -(-total // columns)
    _, height, width = indices.shape
    area = fitted(QRectF(0, 0, side, side), height, width).toRect().intersected(QRectF(0, 0, side, side).toRect())
    # coloured where there are fewest: before small maps are enlarged, after large ones are thinned
    colored = _colored(_thinned(indices, area.height(), area.width()), table)
    colors = np.frombuffer(colored.constBits(), np.uint32).reshape(len(indices), -1, colored.width())
    bands = _bands(colors[:, :, _under(area.width(), colors.shape[2])], slots, (rows, columns), pitch, area.x())
    image = onto
    if image is None:
        image = QImage(columns * pitch, rows * pitch, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
    lines = np.frombuffer(image.bits(), np.uint32).reshape(rows, pitch, columns * pitch)
    # one line of all rows at a time: bytes that lie beside each other are copied fastest
    for line, value in enumerate(_under(area.height(), bands.shape[1]), start=area.y()):
        lines[:, line] = bands[:, value]
    image.setDevicePixelRatio(factor)
    return image


def _colored(indices: Bytes, table: Sequence[int]) -> QImage:
    """Return maps one below the other; Qt looks colours up in a fifth of numpy's time."""
    maps, height, width = indices.shape
    data = np.ascontiguousarray(indices)
    image = QImage(data.data, width, maps * height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(list(table))
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _thinned(indices: Bytes, height: int, width: int) -> Bytes:
    """Return maps that are larger than this at this size."""
    lower = indices[:, _under(height, indices.shape[1])] if indices.shape[1] > height else indices
    return lower[:, :, _under(width, indices.shape[2])] if indices.shape[2] > width else lower


def _bands(wide: Colors, slots: Sequence[int], grid: tuple[int, int], pitch: int, left: int) -> Colors:
    """Return whole rows of tiles, one line for each row of values.

    Shape:
        wide: ``(maps, height, width on the screen)``
        returned: ``(rows, height, columns · pitch)``
    """
    (rows, columns), (_, height, width) = grid, wide.shape
    bands = np.zeros((rows, height, columns, pitch), np.uint32)
    row, column = np.divmod(np.asarray(slots, np.intp), columns)
    bands.swapaxes(1, 2)[row, column, :, left : left + width] = wide
    return bands.reshape(rows, height, columns * pitch)


def _under(length: int, values: int) -> npt.NDArray[np.intp]:
    """Return which value lies under the middle of each pixel of a side."""
    return ((np.arange(length) + 0.5) * values / length).astype(np.intp)
