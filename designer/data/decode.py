"""Turn the bytes of one picture file into raw pixels, whatever the bytes are."""

from __future__ import annotations

import io
import logging
import struct
import warnings
import zlib

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from designer.data.errors import DataError
from designer.data.raw import RawImages

SUFFIXES = (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".pbm", ".pnm")
"""How the name of a file ends that is taken for a picture."""

MAX_PIXELS = 89_478_485  # Pillow's own limit against decompression bombs
MAX_SIDE = 65_535  # that of JPEG

_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM")  # no EPS: Pillow would start Ghostscript for it
_FAULTS = (  # what Pillow raises on damaged files
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, EOFError, RuntimeError, MemoryError,
    struct.error, zlib.error, Warning, Image.DecompressionBombError,
)  # fmt: skip


class PictureError(DataError):
    """Report bytes that are no picture: a few words without the file's name."""


def quieten_pillow() -> None:
    """Let Pillow keep its remarks on strange files to itself: what cannot be read is listed anyway."""
    warnings.filterwarnings("ignore", module=r"PIL\.")
    logging.getLogger("PIL").setLevel(logging.CRITICAL)


def decode(data: bytes) -> RawImages:
    """Return a picture upright, (H, W) if it is grey, else (H, W, 3).

    Raises:
        PictureError: It is no picture, damaged, or too large.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            width, height = image.size
            if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
                raise PictureError(f"{width:,}×{height:,} pixels; at most {MAX_PIXELS:,} are read, {MAX_SIDE:,} along a side")
            ImageOps.exif_transpose(image, in_place=True)
            return _pixels(image)
    except _FAULTS as error:
        raise PictureError(_reason(error)) from error


def _pixels(image: Image.Image) -> RawImages:
    if image.mode.startswith("I"):  # 16 bits; `convert("L")` would cut them off instead of scaling
        return (np.clip(np.asarray(image).astype(np.int64), 0, 65_535) >> 8).astype(np.uint8)
    if image.mode == "F":
        raise PictureError("values that are fractions; pictures of 8 or 16 bits are read")
    return np.array(image.convert("L" if image.mode in ("1", "L", "LA", "La") else "RGB"), dtype=np.uint8)


def _reason(error: BaseException) -> str:
    """Return in a few words of one line what Pillow says."""
    if isinstance(error, UnidentifiedImageError):
        return "not a picture of a known kind (PNG, JPEG, BMP, GIF, WebP, TIFF, PPM)"
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return f"too many pixels; at most {MAX_PIXELS:,} are read"
    words = " ".join(str(error).split())[:160]
    return f"damaged ({words})" if words else "damaged"
