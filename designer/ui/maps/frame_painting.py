"""Paint the frame around what is seen of a map: solid within the map, dashed where it goes on into the padding."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from designer.network.shapes import is_image
from designer.ui.maps.pointed import MapFrame
from designer.ui.theme import Theme

_DASHES = [2.5, 2.0]
"""Lengths of a dash and of the gap behind it, in widths of the line."""


def framed(area: QRectF, frame: MapFrame) -> QRectF | None:
    """Return the rectangle of a map, painted into ``area``, that is seen; ``None``: nothing but padding."""
    if frame.seen.inside is None:
        return None
    (top, bottom), (left, right) = frame.seen.inside
    return _placed(area, frame, (top, bottom + 1), (left, right + 1))


def reached(area: QRectF, frame: MapFrame, room: QRectF) -> QRectF:
    """Return what would be seen if the map went on beyond its edges, as far as there is room."""
    (top, bottom), (left, right) = frame.seen.reach
    whole = _placed(area, frame, (top, bottom + 1), (left, right + 1))
    x, y = (min(max(low, least), most) for low, least, most in ((whole.x(), room.x(), room.right()), (whole.y(), room.y(), room.bottom())))
    end_x, end_y = min(max(whole.right(), room.x()), room.right()), min(max(whole.bottom(), room.y()), room.bottom())
    return QRectF(x, y, end_x - x, end_y - y)


def frame_lines(inside: QRectF | None, reach: QRectF, cut: tuple[bool, bool, bool, bool]) -> tuple[list[QLineF], list[QLineF]]:
    """Return the lines that are solid and those that are dashed.

    Args:
        cut: Whether there is more than the map holds above, below, left and right.
    """
    if inside is None:
        return [], _sides(reach)
    above, below, left, right = cut
    top, bottom = reach.top() if above else inside.top(), reach.bottom() if below else inside.bottom()
    start, end = reach.left() if left else inside.left(), reach.right() if right else inside.right()
    solid: list[QLineF] = []
    dashed: list[QLineF] = []
    for x, is_cut in ((start, left), (end, right)):
        (dashed if is_cut else solid).append(QLineF(x, inside.top(), x, inside.bottom()))
        dashed += [QLineF(x, top, x, inside.top()), QLineF(x, inside.bottom(), x, bottom)]
    for y, is_cut in ((top, above), (bottom, below)):
        (dashed if is_cut else solid).append(QLineF(inside.left(), y, inside.right(), y))
        dashed += [QLineF(start, y, inside.left(), y), QLineF(inside.right(), y, end, y)]
    return solid, [line for line in dashed if line.length() > 0]


def paint_frames(
    painter: QPainter, theme: Theme, frame: MapFrame, area: QRectF, room: QRectF, places: Sequence[QPointF], width: str = "map_tile_frame"
) -> None:
    """Paint the frame on maps of one size, light on a dark rim, so that it stands out from every colour.

    Args:
        area: Where the first map is painted; ``room``: how far its frame may go.
        places: Where each map is from there; the lines are found once for all.
        width: The size of the theme that the lines have; as wide at every zoom.
    """
    above, below, left, right = frame.seen.overhang(frame.shape)
    lines = frame_lines(framed(area, frame), reached(area, frame, room), (above > 0, below > 0, left > 0, right > 0))
    solid, dashed = ([line.translated(place) for place in places for line in found] for found in lines)
    rim, pen, dashes = _pens(theme, width)
    painter.setPen(rim)
    painter.drawLines(solid + dashed)
    painter.setPen(pen)
    painter.drawLines(solid)
    if dashed:
        painter.setPen(dashes)
        painter.drawLines(dashed)


@cache
def _pens(theme: Theme, width: str) -> tuple[QPen, QPen, QPen]:
    """Return the pens of the rim, of lines and of dashed lines."""
    line_px = theme.px(width)
    rim, pen = QPen(theme.color("receptive_field_outline"), line_px + 2 * theme.px("border")), QPen(theme.color("receptive_field"), line_px)
    dashes = QPen(pen)
    for each in (rim, pen, dashes):
        each.setCosmetic(True)
        each.setCapStyle(Qt.PenCapStyle.SquareCap)
    dashes.setCapStyle(Qt.PenCapStyle.FlatCap)
    dashes.setDashPattern(_DASHES)
    return rim, pen, dashes


def _placed(area: QRectF, frame: MapFrame, rows: tuple[int, int], columns: tuple[int, int]) -> QRectF:
    shape = frame.shape
    height, width = shape[1:] if is_image(shape) else (1, 1)
    if not is_image(shape) and frame.channel is not None:  # a unit of a vector: a cell of its strip
        columns, width = (frame.channel, frame.channel + 1), shape[0]
    across, down = area.width() / width, area.height() / height
    return QRectF(area.x() + columns[0] * across, area.y() + rows[0] * down, (columns[1] - columns[0]) * across, (rows[1] - rows[0]) * down)


def _sides(rect: QRectF) -> list[QLineF]:
    corners = (rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft())
    return [QLineF(one, other) for one, other in zip(corners, (*corners[1:], corners[0]), strict=True)]
