"""The colours of a confusion matrix: how much of its class lies in a cell, right and wrong apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from designer.ui.results.confusion import Confusion
from designer.ui.results.matrix_layout import MatrixLayout
from designer.ui.theme import Theme

_LEVELS = 64
_FAINTEST = 0.14
_STRONGEST = 0.9
_READABLE = 4.5
_LEAST_HEAT = _LEVELS // 2
"""The faintest step in a heat map: its cells are small and have no number to be found by."""


class MatrixColors:
    """Colours of a theme in steps, each with the text colour that reads best on it."""

    def __init__(self, theme: Theme) -> None:
        ground = theme.color("panel")
        inks = (theme.color("text"), theme.color("confusion_ink_dark"), theme.color("confusion_ink_light"))
        self._fills = {right: [_mixed(ground, theme.color(name), level / (_LEVELS - 1)) for level in range(_LEVELS)] for right, name in _NAMES}
        self._inks = {right: [_best(inks, fill) for fill in fills] for right, fills in self._fills.items()}
        self._ground = ground

    def fill(self, right: bool, share: float) -> QColor:
        """Return the colour of a cell that holds this share of its class."""
        return self._fills[right][_level(share)]

    def ink(self, right: bool, share: float) -> QColor:
        """Return the colour of the number on it."""
        return self._inks[right][_level(share)]

    def heat_map(self, confusion: Confusion, layout: MatrixLayout) -> QImage:
        """Return the heat map, a pixel a cell; of several classes in one the largest share counts."""
        bins = layout.bins
        rows, columns = (numbers * bins // max(confusion.size, 1) for numbers in (confusion.true, confusion.predicted))
        pixels = np.full((bins, bins), self._ground.rgb(), np.uint32)
        for right in (False, True):
            chosen = (confusion.true == confusion.predicted) == right
            shares = np.zeros((bins, bins))
            np.maximum.at(shares, (rows[chosen], columns[chosen]), confusion.shares[chosen])
            table = np.array([fill.rgb() for fill in self._fills[right]], np.uint32)
            levels = np.maximum(_levels(shares), _LEAST_HEAT)
            pixels = np.where(shares > 0, table[levels], pixels)
        data = np.ascontiguousarray(pixels)
        return QImage(data.data, bins, bins, 4 * bins, QImage.Format.Format_RGB32).copy()


_NAMES = ((True, "confusion_right"), (False, "confusion_wrong"))


def _levels(shares: NDArray[np.float64]) -> NDArray[np.int64]:
    levels: NDArray[np.int64] = np.rint(np.sqrt(np.clip(shares, 0, 1)) * (_LEVELS - 1)).astype(np.int64)
    return levels


def _level(share: float) -> int:
    """Return the step of a share: by its root, so that a mistake of one in a hundred is seen."""
    return round(math.sqrt(min(max(share, 0.0), 1.0)) * (_LEVELS - 1))


def _mixed(ground: QColor, color: QColor, share: float) -> QColor:
    part = _FAINTEST + (_STRONGEST - _FAINTEST) * share
    mixed = QColor(ground)
    red, green, blue = (low + (high - low) * part for low, high in zip(_channels(ground), _channels(color), strict=True))
    mixed.setRgbF(red, green, blue)
    return mixed


def _best(inks: Sequence[QColor], fill: QColor) -> QColor:
    """Return the first ink that stands out enough, else the one that does most."""
    contrasts = [_contrast(ink, fill) for ink in inks]
    enough = [ink for ink, contrast in zip(inks, contrasts, strict=True) if contrast >= _READABLE]
    return enough[0] if enough else inks[contrasts.index(max(contrasts))]


def _contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    """Return how light a colour is.

    Source:
        WCAG 2.2, "relative luminance".
    """
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(color: QColor) -> tuple[float, float, float]:
    return color.redF(), color.greenF(), color.blueF()
