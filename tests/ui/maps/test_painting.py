import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from designer.ui.maps.card_tiles import card_map_capacity
from designer.ui.maps.decoding import CardMaps, decode_card
from designer.ui.maps.painting import paint_card_maps
from designer.ui.theme import Theme
from tests.ui.maps.frames import Values, card, ramp

RECT = QRectF(0, 0, 222, 34)


def painted(maps: CardMaps, theme: Theme, **how: object) -> QImage:
    image = QImage(222, 34, QImage.Format.Format_RGB32)
    image.fill(theme.color("card"))
    painter = QPainter(image)
    paint_card_maps(painter, RECT, maps, theme, **how)  # type: ignore[arg-type]  # the keywords of one function, passed on
    painter.end()
    return image


def maps_of(values: Values) -> CardMaps:
    return decode_card(card("block", values))


def test_as_many_square_maps_as_fit() -> None:
    assert card_map_capacity(RECT, (16, 10, 10)) == 6
    assert card_map_capacity(RECT, (2, 10, 10)) == 2
    assert card_map_capacity(RECT, (120,)) == 1


def test_every_cell_is_sharp(theme: Theme) -> None:
    image = painted(maps_of(np.array([[[-1, 1], [1, -1]]], np.float32)), theme)
    left, right = (QColor(color) for color in (theme.color_table("diverging")[0], theme.color_table("diverging")[255]))
    assert [image.pixelColor(x, 5) for x in (0, 16, 17, 33)] == [left, left, right, right]
    assert image.pixelColor(40, 5) == theme.color("card")


def test_maps_of_a_layer_share_one_scale(theme: Theme) -> None:
    values = np.zeros((2, 1, 2), np.float32)
    values[0, 0], values[1, 0] = (0, 1), (0, 4)
    image = painted(maps_of(values), theme)
    assert image.pixelColor(30, 17) != image.pixelColor(37 + 30, 17)
    assert image.pixelColor(37 + 30, 17) == QColor(theme.color_table("sequential")[255])


def test_dead_map_is_hatched_and_faulty_map_says_nan(theme: Theme) -> None:
    values = np.zeros((2, 4, 4), np.float32)
    values[1, 0], values[1, 3, 3] = 1, np.nan
    image = painted(maps_of(values), theme)
    dead = {image.pixelColor(x, y).name() for x in range(34) for y in range(34)}
    assert {theme.color("dead_background").name(), theme.color("dead_hatch").name()} <= dead
    assert image.pixelColor(38, 33) == theme.color("nan")


def test_vector_is_a_strip(theme: Theme) -> None:
    image = painted(maps_of(np.array([-2, 2], np.float32)), theme)
    assert image.pixelColor(2, 17) == QColor(theme.color_table("diverging")[0])
    assert image.pixelColor(220, 17) == QColor(theme.color_table("diverging")[255])
    assert image.pixelColor(2, 2) == theme.color("card")


@pytest.mark.parametrize(("share", "length"), [(0.75, 166), (0.25, 55)])
def test_bar_of_the_winner_is_as_long_as_its_probability(theme: Theme, share: float, length: int) -> None:
    values = np.full(10, (1 - share) / 9, np.float32)
    values[7] = share
    image = painted(maps_of(values), theme, classes=tuple("0123456789"), probabilities=True)
    assert image.pixelColor(length - 2, 10) == theme.group_color("output")
    assert image.pixelColor(length + 2, 10) == theme.color("track")


def test_probabilities_that_are_not_numbers_are_said_so(theme: Theme) -> None:
    image = painted(maps_of(np.full(10, np.nan, np.float32)), theme, probabilities=True)
    assert image.pixelColor(2, 17) == theme.color("nan")


def test_input_of_three_channels_is_a_colour_picture(theme: Theme) -> None:
    values = np.zeros((3, 2, 2), np.float32)
    values[0], values[1, 0, 0] = 1, 1
    image = painted(maps_of(values), theme, picture=True)
    assert image.pixelColor(2, 2) == QColor(255, 255, 0)
    assert image.pixelColor(30, 30) == QColor(255, 0, 0)


def test_grey_input_goes_from_black_to_white(theme: Theme) -> None:
    image = painted(maps_of(np.array([[[0, 1]]], np.float32)), theme, picture=True)
    assert image.pixelColor(1, 17) == QColor(0, 0, 0)
    assert image.pixelColor(32, 17) == QColor(255, 255, 255)


def test_maps_that_are_not_square_keep_their_proportions(theme: Theme) -> None:
    image = painted(maps_of(ramp(1, 1, 4)), theme)
    assert image.pixelColor(2, 2) == theme.color("card")
    assert image.pixelColor(2, 17) != theme.color("card")
