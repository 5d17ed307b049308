"""How pictures are fitted to the input block: examples as they are stored beside what the network gets, and one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.network.shapes import shape_text
from designer.protocol.events import DatasetInspected, FittedPicture
from designer.ui.data.seeing import draw_picture, picture_image
from designer.ui.theme import Theme, Themes

__all__ = ["FitStrip", "drawn_sentence", "fit_sentence"]

_tr = partial(QCoreApplication.translate, "FitStrip")
_GREY, _COLOURED = 1, 3


def fit_sentence(stored: Sequence[int], smallest: Sequence[int], fitted: Sequence[int], divisor: int = 255) -> str:
    """Return in one sentence what is done to a picture.

    >>> fit_sentence((3, 32, 32), (3, 32, 32), (1, 28, 28))
    '32×32 colour → 28×28 grey: made grey, stretched, values 0–255 become 0–1.'
    """
    sizes = _sized(stored) if tuple(smallest[1:]) == tuple(stored[1:]) else _tr("{0} to {1}").format(_sized(smallest), _sized(stored))
    done = []
    if stored[0] != fitted[0]:
        done.append(_tr("made grey") if fitted[0] == _GREY else _tr("the grey fills all three channels"))
    done.append(_stretching(stored, smallest, fitted))
    done.append(_tr("values 0–{0} become 0–1").format(divisor))
    return _tr("{0} {1} → {2} {3}: {4}.").format(sizes, _kind(stored[0]), _sized(fitted), _kind(fitted[0]), ", ".join(done))


def drawn_sentence(shape: Sequence[int]) -> str:
    """Return that pictures are made for the input block.

    >>> drawn_sentence((1, 28, 28))
    'Drawn for this input: 28×28 grey, values 0–1.'
    """
    return _tr("Drawn for this input: {0} {1}, values 0–1.").format(_sized(shape), _kind(shape[0]))


def _stretching(stored: Sequence[int], smallest: Sequence[int], fitted: Sequence[int]) -> str:
    if tuple(stored[1:]) == tuple(fitted[1:]) == tuple(smallest[1:]):
        return _tr("size kept")
    alike = smallest[1] * fitted[2] == smallest[2] * fitted[1] and stored[1] * fitted[2] == stored[2] * fitted[1]
    return _tr("stretched") if alike else _tr("stretched, proportions change")


def _sized(shape: Sequence[int]) -> str:
    return f"{shape[1]}×{shape[2]}"


def _kind(channels: int) -> str:
    return _tr("grey") if channels == _GREY else _tr("colour") if channels == _COLOURED else _tr("{0} channels").format(channels)


class FitStrip(QWidget):
    """Paint pairs: a picture as stored, an arrow, the same picture as the network gets it; as many as fit."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._pairs: list[tuple[str, QImage, QImage]] = []
        self._captions = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.on_change(self._show_theme)

    def show_answer(self, answer: DatasetInspected, shape: Sequence[int]) -> None:
        """Show the examples of an answer."""
        self._pairs = [self._pair(example) for example in answer.fitted]
        self._captions = (_tr("stored"), shape_text(tuple(shape)))
        self.setAccessibleName(_tr("{0} pictures as they are stored, each beside {1}").format(len(self._pairs), self._captions[1]))
        self.setVisible(bool(self._pairs))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for a pair and its captions."""
        theme = self._themes.current()
        height = theme.px("map_tile") + theme.px("space_s") + int(QFontMetricsF(theme.font("small")).height())
        return QSize(self._pair_width(theme), height)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a smaller strip would cut pictures off."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pairs that fit."""
        theme = self._themes.current()
        painter = QPainter(self)
        width = self._pair_width(theme)
        for number, pair in enumerate(self._pairs):
            left = number * (width + 2 * theme.px("space_xl"))
            if left + width > self.width():
                break
            self._paint_pair(painter, left, pair, theme)
        painter.end()

    def _paint_pair(self, painter: QPainter, left: float, pair: tuple[str, QImage, QImage], theme: Theme) -> None:
        side, arrow = theme.px("map_tile"), theme.px("icon_l")
        small = theme.font("small")
        label, raw, fitted = pair
        ratio = self.devicePixelRatioF()
        for x, image, caption in ((left, raw, label), (left + side + arrow, fitted, self._captions[1])):
            painter.fillRect(QRectF(x, 0, side, side), theme.color("map_placeholder"))
            draw_picture(painter, QRectF(x, 0, side, side), image, ratio)
            painter.setFont(small)
            painter.setPen(theme.color("text_muted"))
            below = QRectF(x, side + theme.px("space_s"), side, QFontMetricsF(small).height())
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, painter.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, side))
        painter.setFont(theme.font("title"))
        painter.setPen(theme.color("text_muted"))
        painter.drawText(QRectF(left + side, 0, arrow, side), Qt.AlignmentFlag.AlignCenter, "→")

    def _pair(self, example: FittedPicture) -> tuple[str, QImage, QImage]:
        return example.label, picture_image(example.raw), picture_image(example.fitted)

    def _pair_width(self, theme: Theme) -> int:
        return 2 * theme.px("map_tile") + theme.px("icon_l")

    def _show_theme(self, _theme: Theme) -> None:
        self.updateGeometry()
        self.update()
