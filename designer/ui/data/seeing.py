"""Pictures that came as messages, ready to be painted: crisp where they are enlarged, smooth where they are shrunk."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from designer.protocol.events import SeenPicture

__all__ = ["draw_picture", "picture_image", "shown_size"]

_FORMATS = {1: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888}
_LONGEST = 16_384


def picture_image(picture: SeenPicture) -> QImage:
    """Return a picture as Qt paints it; a null one where bytes and size do not fit together."""
    height, width, channels = picture.size
    sound = channels in _FORMATS and 0 < height <= _LONGEST and 0 < width <= _LONGEST and len(picture.pixels) == height * width * channels
    # the image only points at the bytes of the message; the copy owns its own
    return QImage(picture.pixels, width, height, width * channels, _FORMATS[channels]).copy() if sound else QImage()


def shown_size(width: int, height: int, side: float, ratio: float = 1.0) -> QSizeF:
    """Return how large a picture is painted in a square: a whole number of device pixels for each of its own, else shrunk.

    >>> shown_size(8, 8, 38).width(), shown_size(28, 28, 38).width(), shown_size(64, 32, 38).height()
    (32.0, 28.0, 19.0)
    """
    room = side * ratio
    longest = max(width, height, 1)
    factor = room // longest if longest <= room else room / longest
    return QSizeF(width * factor / ratio, height * factor / ratio)


def draw_picture(painter: QPainter, room: QRectF, image: QImage, ratio: float = 1.0) -> QRectF:
    """Paint a picture in the middle of a square, and return where it lies."""
    size = shown_size(image.width(), image.height(), min(room.width(), room.height()), ratio)
    corner = room.center() - QPointF(size.width() / 2, size.height() / 2)
    target = QRectF(QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio), size)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, size.width() * ratio < image.width())
    painter.drawImage(target, image, QRectF(image.rect()))
    return target
