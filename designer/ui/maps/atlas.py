"""Many maps in one picture of 256 colours: what is painted is cut out of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from designer.ui.maps.colors import Bytes


class Atlas:
    """Maps side by side in one indexed image; a nearly square one, since Qt's images end at 32,767 rows.

    Args:
        indices: ``(maps, height, width)``, colour indices.
        table: 256 colours.
    """

    def __init__(self, indices: Bytes, table: Sequence[int]) -> None:
        number, self._height, self._width = indices.shape
        self._columns = max(1, math.isqrt(number))
        rows = -(-number // self._columns)
        padded = np.zeros((rows * self._columns, self._height, self._width), np.uint8)
        padded[:number] = indices
        grid = padded.reshape(rows, self._columns, self._height, self._width).swapaxes(1, 2)
        # the image reads these bytes in place, so they must live as long as it does
        self._bytes = np.ascontiguousarray(grid).reshape(rows * self._height, self._columns * self._width)
        height, width = self._bytes.shape
        self._image = QImage(self._bytes.data, width, height, width, QImage.Format.Format_Indexed8)
        self._image.setColorTable(list(table))

    def paint(self, painter: QPainter, target: QRectF | QRect, index: int) -> None:
        """Paint one map into a rectangle, every pixel a sharp cell."""
        row, column = divmod(index, self._columns)
        source = QRect(column * self._width, row * self._height, self._width, self._height)
        if isinstance(target, QRect):
            painter.drawImage(target, self._image, source)
        else:
            painter.drawImage(target, self._image, QRectF(source))


def color_picture(channels: Bytes) -> QImage:
    """Return the RGB picture of three channels, ``(3, height, width)``, each 0…255."""
    pixels = np.ascontiguousarray(np.moveaxis(channels, 0, 2))
    height, width, _ = pixels.shape
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
