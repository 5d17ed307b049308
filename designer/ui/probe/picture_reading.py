"""Pictures from files and the clipboard, as the worker takes them."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, Qt
from PySide6.QtGui import QImage, QImageReader

from designer.network.errors import DesignerError
from designer.protocol.commands import ShowPicture

__all__ = ["LONGEST_SIDE", "PictureRefusedError", "inverted", "picture_command", "picture_in", "picture_path", "read_picture"]

LONGEST_SIDE = 1_024
"""Larger pictures are shrunk before they are sent; a network's input is smaller still."""


class PictureRefusedError(DesignerError):
    """Report a picture that cannot be read."""


def picture_path(mime: QMimeData) -> str:
    """Return the one local picture file in what is dragged or on the clipboard; empty where it is something else."""
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []
    return paths[0] if len(paths) == 1 and _suffix(paths[0]) in _suffixes() and not os.path.isdir(paths[0]) else ""


def picture_in(mime: QMimeData) -> tuple[QImage, str] | None:
    """Return a picture and what it is called; none where there is none.

    Raises:
        PictureRefusedError: There is a picture file that cannot be read.
    """
    path = picture_path(mime)
    if path:
        return read_picture(path), Path(path).name
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return image, _tr("pasted picture")
    return None


def read_picture(path: str) -> QImage:
    """Return the picture of a file, upright.

    Raises:
        PictureRefusedError: It cannot be read, or is no picture.
    """
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > LONGEST_SIDE:
        reader.setScaledSize(size.scaled(LONGEST_SIDE, LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio))  # a photo is decoded small: much faster
    image = reader.read()
    if image.isNull():
        raise PictureRefusedError(_tr("{0} cannot be shown: {1}").format(Path(path).name, reader.errorString()))
    return image


def picture_command(image: QImage, about: str) -> ShowPicture:
    """Return the message that shows a picture; grey ones in one channel, transparency is left out as with training pictures."""
    if max(image.width(), image.height()) > LONGEST_SIDE:
        image = image.scaled(LONGEST_SIDE, LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    grey = image.isGrayscale()
    image = image.convertToFormat(QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888)
    channels = 1 if grey else 3
    line, rows = image.width() * channels, bytes(image.constBits())
    pitch = image.bytesPerLine()  # Qt fills lines up to whole words
    pixels = rows if pitch == line else b"".join(rows[start : start + line] for start in range(0, pitch * image.height(), pitch))
    return ShowPicture(pixels=pixels, shape=(image.height(), image.width(), channels), about=about)


def inverted(command: ShowPicture) -> ShowPicture:
    """Return the picture with black and white exchanged: ink on paper becomes light on dark, as the digits are."""
    return ShowPicture(pixels=command.pixels.translate(bytes(range(255, -1, -1))), shape=command.shape, about=command.about)


def _suffix(path: str) -> str:
    return Path(path).suffix.lower().removeprefix(".")


def _suffixes() -> set[str]:
    return {bytes(name.data()).decode().lower() for name in QImageReader.supportedImageFormats()} | {"jpe", "jfif"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("ProbePictures", text)
