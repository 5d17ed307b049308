"""The frame around what is seen: solid within the map, dashed beyond."""

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from designer.network.seen_frames import Box, SeenFrame
from designer.ui.maps.frame_painting import frame_lines, framed, paint_frames, reached
from designer.ui.maps.pointed import MapFrame
from designer.ui.theme import Theme

AREA, ROOM = QRectF(20, 20, 80, 80), QRectF(0, 0, 120, 120)
"""A map of 8×8 pixels, each 10 px wide, with room for two more on every side."""


def frame(inside: Box | None, reach: Box | None = None, channel: int | None = None, shape: tuple[int, ...] = (3, 8, 8)) -> MapFrame:
    return MapFrame(SeenFrame(inside, reach or inside or ((0, 0), (0, 0))), shape, channel)


def length(lines: list[QLineF]) -> float:
    return sum(line.length() for line in lines)


def test_what_lies_within_the_map_is_a_solid_rectangle() -> None:
    found = frame(((1, 3), (2, 2)))
    inside = framed(AREA, found)
    assert inside == QRectF(40, 30, 10, 30)
    solid, dashed = frame_lines(inside, reached(AREA, found, ROOM), (False,) * 4)
    assert length(solid) == 80 and dashed == []


def test_the_clipped_part_goes_on_in_dashes() -> None:
    found = frame(((0, 3), (0, 2)), ((-2, 3), (-1, 2)))
    inside, reach = framed(AREA, found), reached(AREA, found, ROOM)
    assert (inside, reach) == (QRectF(20, 20, 30, 40), QRectF(10, 0, 40, 60))
    solid, dashed = frame_lines(inside, reach, (True, False, True, False))
    assert sorted((line.p1().toTuple(), line.p2().toTuple()) for line in solid) == [((20.0, 60.0), (50.0, 60.0)), ((50.0, 20.0), (50.0, 60.0))]
    assert length(solid) + length(dashed) == 2 * (40 + 60), "together the whole rectangle"


def test_the_part_beyond_ends_where_the_room_does() -> None:
    found = frame(((0, 7), (0, 7)), ((-90, 95), (-90, 95)))
    assert reached(AREA, found, ROOM) == ROOM
    solid, dashed = frame_lines(framed(AREA, found), ROOM, (True,) * 4)
    assert solid == [] and length(dashed) == 4 * 120


def test_nothing_but_padding_is_dashes_alone() -> None:
    found = frame(None, ((-2, -1), (3, 3)))
    assert framed(AREA, found) is None
    solid, dashed = frame_lines(None, reached(AREA, found, ROOM), (True, False, False, False))
    assert solid == [] and length(dashed) == 2 * (20 + 10)


def test_a_unit_of_a_vector_is_a_cell_of_its_strip_and_a_whole_vector_the_strip() -> None:
    strip = QRectF(0, 0, 100, 10)
    assert framed(strip, frame(((0, 0), (0, 0)), channel=3, shape=(10,))) == QRectF(30, 0, 10, 10)
    assert framed(strip, frame(((0, 0), (0, 0)), shape=(10,))) == strip


def test_every_map_gets_the_frame(theme: Theme) -> None:
    image = QImage(260, 120, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_frames(painter, theme, frame(((1, 3), (2, 4))), AREA, ROOM, [QPointF(), QPointF(130, 0)])
    painter.end()
    color = theme.color("receptive_field").rgb()
    assert image.pixel(40, 45) == image.pixel(170, 45) == color
    assert image.pixel(55, 45) != color
