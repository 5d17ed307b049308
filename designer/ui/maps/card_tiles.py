"""Where the maps of a block lie on its card, and which value lies under a point there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from designer.network.shapes import Shape, is_image
from designer.ui.maps.decoding import CardMaps
from designer.ui.theme import Theme
from designer.ui.theme_tokens import read_tokens


def card_map_capacity(rect: QRectF, shape: Shape, theme: Theme | None = None) -> int:
    """Return how many maps fit a card's rectangle; a vector is one strip."""
    if not is_image(shape) or rect.height() <= 0:
        return 1
    gap = theme.px("card_tile_gap") if theme else read_tokens("light").px["card_tile_gap"]
    return max(1, min(shape[0], int((rect.width() + gap) // (rect.height() + gap))))


def card_tiles(rect: QRectF, maps: CardMaps, theme: Theme, probabilities: bool = False, picture: bool = False) -> list[QRectF]:
    """Return where each map is painted: side by side, or one strip for a vector, one tile for a picture in colours.

    Args:
        rect: The part of the card that holds maps.
        probabilities: The block is a softmax.
        picture: The block is the input.
    """
    if not is_image(maps.shape):
        height = min(rect.height(), theme.px("card_probability_height" if probabilities else "card_vector_height"))
        return [QRectF(rect.x(), rect.center().y() - height / 2, rect.width(), height)]
    side, pitch, proportions = rect.height(), rect.height() + theme.px("card_tile_gap"), maps.pixels.shape[1:]
    number = 1 if is_colored(maps, picture) else min(len(maps.pixels), card_map_capacity(rect, maps.shape, theme))
    return [fitted(QRectF(rect.x() + index * pitch, rect.y(), side, side), *proportions) for index in range(number)]


def is_colored(maps: CardMaps, picture: bool) -> bool:
    """Tell whether three maps are painted as the colours of one picture."""
    return picture and len(maps.pixels) == 3 == maps.shape[0]


def value_under(point: QPointF, tiles: list[QRectF], maps: CardMaps) -> tuple[int, int, int] | None:
    """Return map, row and column of the stored value under a point; of a vector, unit, 0, 0."""
    height, width = maps.pixels.shape[1:]
    for index, tile in enumerate(tiles):
        pixel = pixel_under(point, tile, height, width)
        if pixel is not None:
            return (index, *pixel) if is_image(maps.shape) else (pixel[1], 0, 0)
    return None


def pixel_under(point: QPointF, area: QRectF, height: int, width: int) -> tuple[int, int] | None:
    """Return row and column under a point of a map that is painted in ``area``."""
    row, column = int((point.y() - area.y()) * height // area.height()), int((point.x() - area.x()) * width // area.width())
    return (row, column) if 0 <= row < height and 0 <= column < width else None


def fitted(rect: QRectF, height: int, width: int) -> QRectF:
    """Return the largest rectangle of a map's proportions in the middle of ``rect``."""
    if height == width:
        return rect
    scale = min(rect.width() / width, rect.height() / height)
    size = (max(1.0, width * scale), max(1.0, height * scale))
    return QRectF(rect.center().x() - size[0] / 2, rect.center().y() - size[1] / 2, *size)
