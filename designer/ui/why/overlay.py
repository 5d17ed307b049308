"""A map over the picture: values brought to the picture's size, coloured, and laid over it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from designer.ui.maps.colors import ColorScale, Floats, Palette, indices_of_values
from designer.ui.maps.painting import table
from designer.ui.theme import Theme


def enlarged(values: Floats, height: int, width: int) -> Floats:
    """Return a map at another size, bilinear; the outermost values reach to the edge.

    >>> enlarged(np.array([[0.0, 4.0]], np.float32), 1, 4).round(1).tolist()
    [[0.0, 1.0, 3.0, 4.0]]
    """
    if values.shape == (height, width):
        return values
    rows, above, down = _between(values.shape[0], height)
    columns, left, across = _between(values.shape[1], width)
    tall = values[above] * (1 - down)[:, None] + values[rows] * down[:, None]
    found: Floats = (tall[:, left] * (1 - across) + tall[:, columns] * across).astype(np.float32)
    return found


def scale_for(values: Floats, is_signed: bool, palette: Palette) -> ColorScale:
    """Return the colours of a map: around zero where it is signed, else from 0 to the highest value."""
    finite = values[np.isfinite(values)]
    highest = np.abs(finite).max(initial=0, keepdims=True).reshape(1).astype(np.float32)
    return ColorScale(Palette.DIVERGING, -highest, highest) if is_signed else ColorScale(palette, np.zeros(1, np.float32), highest)


def overlay_image(values: Floats, scale: ColorScale, theme: Theme, height: int, width: int) -> QImage:
    """Return a map in colours, as large as the picture."""
    indices = np.ascontiguousarray(indices_of_values(enlarged(values, height, width)[None], scale)[0])
    image = QImage(indices.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(list(table(scale.palette, theme)))
    return image.convertToFormat(QImage.Format.Format_RGB32)  # a copy: the bytes do not outlive this call


def _between(count: int, size: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Floats]:
    """Return for each new place the old one after it, the one before it, and how near it is to the former."""
    places = np.clip((np.arange(size) + 0.5) * count / size - 0.5, 0, count - 1)
    before = np.floor(places).astype(np.intp)
    return np.minimum(before + 1, count - 1), before, (places - before).astype(np.float32)
