"""Paint a block's maps on its card: square maps, a strip for a vector, a labelled bar for probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QImage, QPainter

from designer.network.shapes import is_image
from designer.ui.maps.card_pictures import CardPicture, card_pictures
from designer.ui.maps.card_tiles import card_tiles, is_colored
from designer.ui.maps.colors import LAST, Bytes, Palette, color_table, default_mode, indices_of_pixels, scale_of
from designer.ui.maps.decoding import CardMaps
from designer.ui.theme import Theme

_card_pictures: WeakKeyDictionary[CardMaps, dict[tuple[str, bool], CardPicture]] = WeakKeyDictionary()
_pictures: WeakKeyDictionary[CardMaps, QImage] = WeakKeyDictionary()


def paint_card_maps(
    painter: QPainter, rect: QRectF, maps: CardMaps, theme: Theme, classes: tuple[str, ...] = (), probabilities: bool = False, picture: bool = False
) -> None:
    """Paint the maps of a block into a rectangle of its card.

    Args:
        maps: Maps of the network as it is; all share one scale, symmetric where values may be negative.
        classes: Names of the classes, for probabilities.
        probabilities: The block is a softmax: a vector becomes the labelled bar of the winning class.
        picture: The block is the input: grey, or the colours themselves where there are three channels.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    tiles = card_tiles(rect, maps, theme, probabilities, picture)
    if is_image(maps.shape):
        _paint_maps(painter, tiles, maps, theme, picture)
    elif probabilities:
        _paint_winner(painter, tiles[0], maps, theme, classes)
    else:
        _paint_strip(painter, tiles[0], maps, theme)
    painter.restore()


def _paint_maps(painter: QPainter, tiles: Sequence[QRectF], maps: CardMaps, theme: Theme, picture: bool) -> None:
    if is_colored(maps, picture):
        painter.drawImage(tiles[0], _color_picture(maps))
        return
    stacked = _card_picture(maps, theme, picture)
    dead = maps.dead
    for index, tile in enumerate(tiles):
        if dead[index] and not picture:
            paint_dead(painter, tile, theme)
            continue
        stacked.paint(painter, tile, index)
        if maps.faulty[index]:
            paint_faulty(painter, tile, int(maps.faulty[index]), theme)


def prepare_card_maps(cards: Iterable[tuple[CardMaps, bool]], theme: Theme) -> None:
    """Colour the maps of all cards of a frame at once; what was not prepared is coloured when it is painted.

    Args:
        cards: Each with whether it shows the input's picture.
    """
    missing = [(maps, picture) for maps, picture in cards if (theme.name, picture) not in _card_pictures.get(maps, ())]
    if missing:
        for (maps, picture), made in zip(missing, card_pictures(missing, theme), strict=True):
            _card_pictures.setdefault(maps, {})[theme.name, picture] = made


def _card_picture(maps: CardMaps, theme: Theme, picture: bool) -> CardPicture:
    prepare_card_maps([(maps, picture)], theme)
    return _card_pictures[maps][theme.name, picture]


def _color_picture(maps: CardMaps) -> QImage:
    if maps not in _pictures:
        scale = scale_of(default_mode(False), False, maps.lows, maps.highs, picture=True)
        levels = indices_of_pixels(maps.pixels, maps.lows, maps.highs, scale).astype(np.uint16) - 1
        _pictures[maps] = _rgb_picture((levels * 255 // (LAST - 1)).astype(np.uint8))
    return _pictures[maps]


def _rgb_picture(channels: Bytes) -> QImage:
    """Return the picture of three channels, ``(3, height, width)``, each 0…255."""
    pixels = np.ascontiguousarray(np.moveaxis(channels, 0, 2))
    height, width, _ = pixels.shape
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _paint_strip(painter: QPainter, strip: QRectF, maps: CardMaps, theme: Theme) -> None:
    if maps.dead[0]:
        paint_dead(painter, strip, theme)
    else:
        _card_picture(maps, theme, False).paint(painter, strip, 0)


def _paint_winner(painter: QPainter, track: QRectF, maps: CardMaps, theme: Theme, classes: tuple[str, ...]) -> None:
    height = track.height()
    painter.fillRect(track, theme.color("track"))
    painter.setFont(theme.font("small"))
    space = theme.px("space")
    if not np.isfinite(maps.values).all():
        painter.fillRect(QRectF(track.x(), track.y(), space, height), theme.color("nan"))
        painter.setPen(theme.color("text"))
        text = QCoreApplication.translate("paint_card_maps", "{0} values are not numbers").format(np.count_nonzero(~np.isfinite(maps.values)))
        painter.drawText(track.adjusted(2 * space, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        return
    winner = int(maps.values.argmax())
    share = float(np.clip(maps.values[winner], 0, 1))
    bar = QRectF(track.x(), track.y(), track.width() * share, height)
    painter.fillRect(bar, theme.group_color("output"))
    text = f"{class_name(winner, classes)}  {percent_text(share)}"
    inside = QFontMetricsF(painter.font()).horizontalAdvance(text) + 2 * space <= bar.width()
    painter.setPen(theme.color("text_on_output" if inside else "text"))
    left = space if inside else bar.width() + space
    painter.drawText(track.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)


def class_name(index: int, classes: tuple[str, ...]) -> str:
    """Return a class's name, or its number where the names are not known."""
    return classes[index] if index < len(classes) else str(index)


def percent_text(share: float) -> str:
    """Return a share as people read it.

    >>> percent_text(0.9991)
    '99.9 %'
    """
    return f"{100 * share:.1f} %"


def change_text(change: float) -> str:
    """Return how much a share grew or shrank.

    >>> change_text(0.125), change_text(-0.0312), change_text(-0.0001)
    ('+12.5 %', '−3.1 %', '0.0 %')
    """
    text = f"{100 * change:+.1f} %".replace("-", "−")
    return text[1:] if text[1:] == "0.0 %" else text


def paint_dead(painter: QPainter, rect: QRectF, theme: Theme, text: str = "") -> None:
    """Paint a map that is 0 everywhere: hatched, and saying so where there is room."""
    painter.fillRect(rect, theme.color("dead_background"))
    painter.fillRect(rect, QBrush(theme.color("dead_hatch"), Qt.BrushStyle.BDiagPattern))
    painter.setFont(theme.font("tiny"))
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(text) + theme.px("space")
    if text and width <= rect.width():
        label = QRectF(0, 0, width, metrics.height())
        label.moveCenter(rect.center())
        painter.fillRect(label, theme.color("dead_background"))
        painter.setPen(theme.color("text_muted"))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


def paint_faulty(painter: QPainter, rect: QRectF, number: int, theme: Theme) -> None:
    """Say at the bottom of a map how many of its values are not finite."""
    painter.setFont(theme.font("tiny"))
    metrics = QFontMetricsF(painter.font())
    text = f"NaN {number:,}"
    if metrics.horizontalAdvance(text) > rect.width():
        text = "NaN"
    strip = QRectF(rect.x(), rect.bottom() - metrics.height(), rect.width(), metrics.height()).intersected(rect)
    painter.fillRect(strip, theme.color("nan"))
    painter.setPen(theme.color("text_on_output"))
    painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, text)


@cache
def table(palette: Palette, theme: Theme) -> tuple[int, ...]:
    """Return a colour map's table in a theme."""
    return tuple(color_table(palette, theme))
