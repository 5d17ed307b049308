"""The matrices on offer: those of the lectures, the picture whose maps are shown, and a shipped digit of each class."""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtCore import QCoreApplication

from designer.network.errors import DesignerError
from designer.network.kernel_lab import LECTURE, LECTURE_MATRIX, MOST_SIDE, POOLING_MATRIX, Matrix
from designer.resources import resource
from designer.ui.document import Document
from designer.ui.maps.colors import Floats
from designer.ui.maps.decoding import CardMaps
from designer.ui.maps.live import LiveMaps

POOLING = "pooling"
PROBE = "probe"
_DIGIT = "digit "
_DIGIT_LEVELS = 16
_DECIMALS = 4


class NoPictureError(DesignerError):
    """Report that there is no picture to take yet."""


class LabMatrices:
    """Give a matrix by its key."""

    def __init__(self, document: Document, live_maps: LiveMaps) -> None:
        self._document, self._live = document, live_maps

    def titles(self) -> tuple[tuple[str, str], ...]:
        """Return key and title of each."""
        digits = tuple((f"{_DIGIT}{label}", _tr("digit {0}").format(label)) for label in range(10))
        lecture = (LECTURE, _tr("lecture matrix 6×6")), (POOLING, _tr("pooling example 4×4"))
        return (*lecture, (PROBE, _tr("the picture looked at")), *digits)

    def matrix(self, key: str) -> Matrix:
        """Return a matrix.

        Raises:
            NoPictureError: The network has not been shown a picture yet.
        """
        if key == LECTURE:
            return LECTURE_MATRIX
        if key == POOLING:
            return POOLING_MATRIX
        return self._probe() if key == PROBE else _digit(int(key.removeprefix(_DIGIT)))

    def _probe(self) -> Matrix:
        block = next((block.id for block in self._document.architecture.blocks if block.spec.type_name == "input"), "")
        card, exact = self._live.newest_card(block), self._live.exact_maps(block)
        if exact is not None and exact.first == 0 and len(exact.shape) == len(exact.values.shape) == 3:
            return as_matrix(exact.values)
        if card is None or len(card.shape) != 3:
            raise NoPictureError(_tr("there is no picture to take: the network shows its first maps once it has an input that works"))
        return as_matrix(values_of(card))


def values_of(card: CardMaps) -> Floats:
    """Return the values of a card's maps, each within 1/510 of its range."""
    spans = (card.highs - card.lows)[:, None, None]
    values: Floats = (card.lows[:, None, None] + card.pixels / 255 * spans).astype(np.float32)
    return values


def as_matrix(values: Floats) -> Matrix:
    """Return the mean of a picture's channels, shrunk by a whole number where it is larger than the lab takes.

    Args:
        values: ``(channels, height, width)``.
    """
    grey = np.nan_to_num(values.astype(np.float64).mean(axis=0), posinf=0.0, neginf=0.0)
    step = -(-max(grey.shape) // MOST_SIDE)
    if step > 1:
        rows, columns = max(1, grey.shape[0] // step), max(1, grey.shape[1] // step)
        grey = grey[: rows * step, : columns * step].reshape(rows, -1, columns, grey[: rows * step].shape[0] // rows).mean(axis=(1, 3))
    return tuple(tuple(row) for row in (grey.round(_DECIMALS) + 0.0).tolist())


@cache
def _digit(label: int) -> Matrix:
    with np.load(resource("digits", "digits.npz"), allow_pickle=False) as shipped:
        images, labels = shipped["images"], shipped["labels"]
    first = images[int((labels == label).argmax())]
    return tuple(tuple(float(value) / _DIGIT_LEVELS for value in row) for row in first.tolist())


def _tr(text: str) -> str:
    return QCoreApplication.translate("KernelLab", text)
