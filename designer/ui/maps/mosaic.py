"""All tiles in sight as one picture, drawn at once: many small drawings from Python would take longer than the maps themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from designer.ui.maps.card_tiles import fitted
from designer.ui.maps.colors import Bytes
from designer.ui.maps.tile_layout import TileLayout


def mosaic(indices: Bytes, slots: Sequence[int], total: int, layout: TileLayout, table: Sequence[int], ratio: float) -> QImage:
    """Return maps in the rows of a grid, every value a sharp cell, transparent between.

    Args:
        indices: ``(maps, height, width)``, colour indices.
        slots: Place of each map in the grid, counted from the picture's first tile.
        total: Places in the picture; rows are filled from the left.
        layout: Columns, side and pitch of the tiles.
        table: 256 colours.
        ratio: Device pixels per px; where it is no whole number the screen does the rest.
    """
    factor = int(ratio) if ratio == int(ratio) else 1
    side, pitch, columns = layout.side * factor, layout.pitch * factor, layout.columns
    rows = -(-total // columns)
    _, height, width = indices.shape
    area = fitted(QRectF(0, 0, side, side), height, width).toRect().intersected(QRectF(0, 0, side, side).toRect())
    tiles = np.zeros((rows * columns, area.height(), area.width()), np.uint32)
    tiles[np.asarray(slots, np.intp)] = np.asarray(table, np.uint32)[_enlarged(indices, area.height(), area.width())]
    canvas = np.zeros((rows, pitch, columns, pitch), np.uint32)
    grid = tiles.reshape(rows, columns, area.height(), area.width()).swapaxes(1, 2)
    canvas[:, area.y() : area.y() + area.height(), :, area.x() : area.x() + area.width()] = grid
    # the copy owns its bytes: those of the array end with this call
    image = QImage(canvas.data, columns * pitch, rows * pitch, 4 * columns * pitch, QImage.Format.Format_ARGB32_Premultiplied).copy()
    image.setDevicePixelRatio(factor)
    return image


def _enlarged(indices: Bytes, height: int, width: int) -> Bytes:
    """Return the maps at another size, every pixel the value that lies under its middle."""
    rows = ((np.arange(height) + 0.5) * indices.shape[1] / height).astype(np.intp)
    columns = ((np.arange(width) + 0.5) * indices.shape[2] / width).astype(np.intp)
    return indices[:, rows][:, :, columns]
