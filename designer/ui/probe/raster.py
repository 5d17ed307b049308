"""Strokes as pixels: painted finely, then averaged, as the scanned digits of the data sets were."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from designer.ui.probe.drawing import PadDrawing, Point, Stroke

__all__ = ["Raster"]

_FINE_PX = 192
"""The longer side is painted at least this fine."""
_BLACK = 0xFF000000
Bytes = npt.NDArray[np.uint8]


class Raster:
    """Turns drawings into pictures of one size; what was painted for the last one is used again.

    Args:
        height: Of the picture, in pixels.
        width: Likewise.
        channels: 1: grey, 3: red, green, blue.
    """

    def __init__(self, height: int, width: int, channels: int) -> None:
        self.shape = height, width, channels
        self._factor = max(1, -(-_FINE_PX // max(height, width)))
        self._image = self._empty()
        self._painted = PadDrawing()

    def image(self, drawing: PadDrawing, unfinished: Stroke | None = None) -> QImage:
        """Return the drawing as a person sees it: finely painted.

        Args:
            unfinished: A stroke that the pen is still drawing.
        """
        self._paint(drawing)
        if unfinished is None:
            return self._image
        image = self._image.copy()
        self._paint_strokes(image, (unfinished,), (0.0, 0.0))
        return image

    def pixels(self, drawing: PadDrawing, unfinished: Stroke | None = None) -> bytes:
        """Return the drawing as uint8 rows of the picture's size."""
        height, width, channels = self.shape
        image = self.image(drawing, unfinished)  # its pixels are read in place, so it must live as long as they are
        fine = _channels(image)[..., :channels]
        cells = fine.reshape(height, self._factor, width, self._factor, channels)
        means: Bytes = np.rint(cells.mean(axis=(1, 3), dtype=np.float32)).astype(np.uint8)
        return means.tobytes()

    def centre_of_mass(self, drawing: PadDrawing) -> Point | None:
        """Return where the brightness has its centre, as shares of the picture; none where all is black."""
        image = self.image(drawing)
        brightness = _channels(image).mean(axis=2, dtype=np.float64)
        total = brightness.sum()
        if not total:
            return None
        height, width = brightness.shape
        across, down = brightness.sum(axis=0), brightness.sum(axis=1)
        return float(across @ (np.arange(width) + 0.5) / total / width), float(down @ (np.arange(height) + 0.5) / total / height)

    def _empty(self) -> QImage:
        height, width, _ = self.shape
        image = QImage(width * self._factor, height * self._factor, QImage.Format.Format_RGB32)
        image.fill(_BLACK)
        return image

    def _paint(self, drawing: PadDrawing) -> None:
        """Bring the kept image up to a drawing: only new strokes are painted where the others are as they were."""
        known = self._painted
        count = len(known.strokes)
        if drawing.offset != known.offset or drawing.strokes[:count] != known.strokes:
            self._image, count = self._empty(), 0
        if len(drawing.strokes) > count:
            self._paint_strokes(self._image, drawing.strokes[count:], drawing.offset)
        self._painted = drawing

    def _paint_strokes(self, image: QImage, strokes: tuple[Stroke, ...], offset: Point) -> None:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = image.width(), image.height()
        for stroke in strokes:
            color = QColor(*stroke.ink) if self.shape[2] == 3 else QColor(*(max(stroke.ink),) * 3)
            painter.setPen(QPen(color, stroke.thickness * width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            points = [QPointF((x + offset[0]) * width, (y + offset[1]) * height) for x, y in stroke.points]
            if len(points) == 1:
                painter.drawPoint(points[0])
            else:
                painter.drawPolyline(points)
        painter.end()


def _channels(image: QImage) -> Bytes:
    """Return the pixels of an image, ``(height, width, 3)``, red first: a view that does not keep the image."""
    data = np.frombuffer(image.constBits(), np.uint8)
    pixels = data.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]
    return pixels[..., 2::-1]
