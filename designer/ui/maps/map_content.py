"""One map as something to take along: its values, and its picture as it is coloured on the screen."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from designer.ui.maps.colors import Bytes, ColorScale, Floats
from designer.ui.maps.painting import table
from designer.ui.maps.shown import ShownMaps
from designer.ui.theme import Theme

_WANTED_PX = 256
"""Pictures of small maps are enlarged to about this side, every value a square."""


@dataclass(frozen=True, eq=False)
class MapContent:
    """A map, or a whole vector.

    Args:
        file_name: Suggested, without a suffix: "conv1-map3".
        short_title: What it is, for people, without the block: "map 3".
        title: The same with the block: "map 3 of conv1".
        values: ``(height, width)``, or ``(features,)``; none where only 8 bits are there.
        picture: As it is coloured on the screen.
    """

    file_name: str
    short_title: str
    title: str
    values: Floats | None
    picture: QImage

    def table_text(self) -> str:
        """Return the values as a table: tabs between columns, a line for each row, enough digits to give the same float32 back."""
        if self.values is None:
            return ""
        rows = self.values if self.values.ndim == 2 else self.values.reshape(-1, 1)
        return "\n".join("\t".join(f"{value:.9g}" for value in row) for row in rows.tolist())


def map_content(maps: ShownMaps, scale: ColorScale, block: str, channel: int, theme: Theme) -> MapContent:
    """Return one map; of a vector, all of it."""
    vector = len(maps.shape) == 1
    index = 0 if vector else channel
    indices = maps.indices([index], scale, max(maps.side))[0]
    values = None if maps.exact is None else maps.exact[index - maps.first]
    if values is not None and vector:
        values = values.reshape(-1)
    picture = _picture(indices, list(table(scale.palette, theme)))
    if vector:
        return MapContent(block, _tr("all {0} values").format(maps.shape[0]), _tr("the values of {0}").format(block), values, picture)
    return MapContent(f"{block}-map{channel}", _tr("map {0}").format(channel), _tr("map {0} of {1}").format(channel, block), values, picture)


def _picture(indices: Bytes, colors: list[int]) -> QImage:
    factor = max(1, _WANTED_PX // max(indices.shape))
    large = np.ascontiguousarray(indices.repeat(factor, axis=0).repeat(factor, axis=1))
    image = QImage(large.data, large.shape[1], large.shape[0], large.shape[1], QImage.Format.Format_Indexed8)
    image.setColorTable(colors)
    return image.convertToFormat(QImage.Format.Format_RGB32)  # a copy: the bytes do not outlive this call


def png_bytes(picture: QImage) -> bytes:
    """Return a picture as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(picture)
    return bytes(buffer.data().data())


def npy_bytes(values: Floats) -> bytes:
    """Return exact float32 values as a file that `numpy.load` reads."""
    stream = io.BytesIO()
    np.save(stream, np.ascontiguousarray(values, np.float32), allow_pickle=False)
    return stream.getvalue()


def _tr(text: str) -> str:
    return QCoreApplication.translate("MapContent", text)
