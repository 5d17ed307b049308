"""The matrices on offer: those of the lectures, the picture whose maps are shown, and a shipped digit of each class."""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Signal

from designer.network.errors import DesignerError
from designer.network.kernel_lab import LECTURE, LECTURE_MATRIX, MOST_SIDE, POOLING_MATRIX, Matrix
from designer.protocol.events import ProbeChosen
from designer.resources import resource
from designer.ui.document import Document
from designer.ui.maps.colors import Floats
from designer.ui.maps.decoding import CardMaps
from designer.ui.maps.live import LiveMaps

POOLING = "pooling"
PROBE = "probe"
_DIGIT = "digit "
_DIGIT_LEVELS = 16
_DECIMALS = 7
"""So many are right in single precision: sums agree with those of the network."""
_COLORS = 3
_PROBES = frozenset({PROBE, *(f"{PROBE} {channel}" for channel in range(_COLORS))})
_CARD_LEVELS = 255


class NoPictureError(DesignerError):
    """Report that there is no picture to take yet."""


def is_probe(key: str) -> bool:
    """Tell whether a matrix is the picture that is looked at, or a channel of it."""
    return key in _PROBES


class LabMatrices(QObject):
    """Give a matrix by its key."""

    probe_changed = Signal()
    """Maps came: the picture that is looked at may be another."""

    def __init__(self, document: Document, live_maps: LiveMaps, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._live = document, live_maps
        self._seen: tuple[ProbeChosen | None, Floats] = None, np.zeros((1, 1, 1), np.float32)
        live_maps.changed.connect(self._tell)
        document.analysed.connect(self._tell)

    def titles(self) -> tuple[tuple[str, str], ...]:
        """Return key and title of each."""
        digits = tuple((f"{_DIGIT}{label}", _tr("digit {0}").format(label)) for label in range(10))
        lecture = (LECTURE, _tr("lecture matrix 6×6")), (POOLING, _tr("pooling example 4×4"))
        colors = (_tr("its red"), _tr("its green"), _tr("its blue")) if self._channels() == _COLORS else ()
        channels = tuple((f"{PROBE} {place}", title) for place, title in enumerate(colors))
        return (*lecture, (PROBE, _tr("the picture looked at")), *channels, *digits)

    def matrix(self, key: str) -> Matrix:
        """Return a matrix.

        Raises:
            NoPictureError: The network has not been shown a picture yet.
        """
        if key == LECTURE:
            return LECTURE_MATRIX
        if key == POOLING:
            return POOLING_MATRIX
        if is_probe(key):
            return as_matrix(self._picture(), int(key.removeprefix(PROBE) or -1))
        return _digit(int(key.removeprefix(_DIGIT)))

    def _tell(self, _: object = None) -> None:
        self.probe_changed.emit()

    def _channels(self) -> int:
        report = self._document.analysis.reports.get(self._document.analysis.input_id or "")
        return report.output_shape[0] if report is not None and report.output_shape else 0

    def _picture(self) -> Floats:
        """Return the picture as the network takes it, exactly where it came exactly; else as its card has it."""
        block = self._document.analysis.input_id or ""
        card, exact = self._live.newest_card(block), self._live.exact_maps(block)
        whole = exact is not None and exact.first == 0 and len(exact.shape) == len(exact.values.shape) == 3 and len(exact.values) == exact.shape[0]
        if exact is not None and whole:
            self._seen = self._live.probe, exact.values
            if card is None:
                return exact.values
        if card is None or len(card.shape) != 3:
            raise NoPictureError(_tr("there is no picture to take: the network shows its first maps once it has an input that works"))
        shown = values_of(card)
        return self._seen[1] if self._is_seen(shown, whole) else shown

    def _is_seen(self, shown: Floats, just_now: bool) -> bool:
        """Tell whether the picture that came exactly, maybe a while ago, is the one on the card."""
        probe, seen = self._seen
        if probe != self._live.probe:
            return False
        if seen.shape == shown.shape:
            return bool(np.abs(seen - shown).max() <= np.ptp(shown) / _CARD_LEVELS)
        return just_now or (probe is not None and probe.part != "own")  # the card is too small to tell: a drawing may have gone on


def values_of(card: CardMaps) -> Floats:
    """Return the values of a card's maps, each within 1/510 of its range."""
    spans = (card.highs - card.lows)[:, None, None]
    values: Floats = (card.lows[:, None, None] + card.pixels / 255 * spans).astype(np.float32)
    return values


def as_matrix(values: Floats, channel: int = -1) -> Matrix:
    """Return a picture as a matrix, shrunk by a whole number where it is larger than the lab takes.

    Args:
        values: ``(channels, height, width)``.
        channel: Which of them; below 0, or where there is none: their mean.
    """
    wanted = values[channel] if 0 <= channel < len(values) else values.mean(axis=0, dtype=np.float64)
    grey = np.nan_to_num(wanted.astype(np.float64), posinf=0.0, neginf=0.0)
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
