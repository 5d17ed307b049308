"""Where wires run: down, across, down; around the cards in between; with rounded corners."""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from designer.network.architecture import Position
from designer.network.layout import Spacing

_STRAIGHT_PX = 0.5
"""Ends closer than this in x are joined by a straight line."""
_LANES = 6
"""How many wires beside a column of cards run apart before they share a lane."""


class Obstacles:
    """The cards, sorted from top to bottom, so that those in a wire's way are found quickly."""

    def __init__(self, places: Iterable[Position], spacing: Spacing) -> None:
        self._sorted = sorted((y, x) for x, y in places)
        self._tops = [y for y, _ in self._sorted]
        self._spacing = spacing

    def across(self, x: float, top: float, bottom: float) -> list[QRectF]:
        """Return the cards that a vertical line would cross."""
        low = bisect.bisect_left(self._tops, top - self._spacing.height + _STRAIGHT_PX)
        high = bisect.bisect_right(self._tops, bottom - _STRAIGHT_PX)
        width, height = self._spacing.width, self._spacing.height
        return [QRectF(left, y, width, height) for y, left in self._sorted[low:high] if left < x < left + width]


def route(start: QPointF, end: QPointF, spacing: Spacing, obstacles: Obstacles, lane: int = 0, leftwards: bool = False) -> list[QPointF]:
    """Return the corners of a wire from an output to an input.

    Args:
        start: The output port.
        end: The input port.
        spacing: Of the cards.
        obstacles: The cards that it should not hide behind.
        lane: Keeps wires apart that run beside the same cards: 0, 1, …
        leftwards: Pass cards on their left, for inputs left of the others.
    """
    lead = (spacing.row - spacing.height) / 2
    if abs(start.x() - end.x()) < _STRAIGHT_PX and 0 < end.y() - start.y() <= spacing.row:
        return [start, end]
    if end.y() < start.y() + lead:
        return _beside(start, end, lead, _beside_x(start, end, spacing, [], lane, leftwards))
    if end.y() - start.y() <= spacing.row:
        return _stairs(start, end, (start.y() + end.y()) / 2)
    blocked = obstacles.across(end.x(), start.y() + lead, end.y())
    if not blocked:
        return _stairs(start, end, start.y() + lead)
    if not obstacles.across(start.x(), start.y(), end.y() - lead):
        return _stairs(start, end, end.y() - lead)
    blocked += obstacles.across(start.x(), start.y(), end.y())
    return _beside(start, end, lead, _beside_x(start, end, spacing, blocked, lane, leftwards))


def _stairs(start: QPointF, end: QPointF, turn: float) -> list[QPointF]:
    if abs(start.x() - end.x()) < _STRAIGHT_PX:
        return [start, end]
    return [start, QPointF(start.x(), turn), QPointF(end.x(), turn), end]


def _beside_x(start: QPointF, end: QPointF, spacing: Spacing, blocked: Sequence[QRectF], lane: int, leftwards: bool) -> float:
    margin = (spacing.row - spacing.height) * (1 + lane % _LANES)
    if leftwards:
        return min([rect.left() for rect in blocked] + [min(start.x(), end.x()) - spacing.width / 2]) - margin
    return max([rect.right() for rect in blocked] + [max(start.x(), end.x()) + spacing.width / 2]) + margin


def _beside(start: QPointF, end: QPointF, lead: float, x: float) -> list[QPointF]:
    above, below = start.y() + lead, end.y() - lead
    return [start, QPointF(start.x(), above), QPointF(x, above), QPointF(x, below), QPointF(end.x(), below), end]


def rounded_path(points: Sequence[QPointF], radius: float) -> QPainterPath:
    """Return a wire's line with its corners rounded."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(radius, _distance(before, corner) / 2, _distance(corner, after) / 2)
        path.lineTo(_towards(corner, before, reach))
        path.quadTo(corner, _towards(corner, after, reach))
    path.lineTo(points[-1])
    return path


def distance_to_line(point: QPointF, points: Sequence[QPointF]) -> float:
    """Return how far a point is from a wire's corners and the lines between them."""
    return min(_distance_to_segment(point, one, other) for one, other in pairwise(points))


def _distance_to_segment(point: QPointF, one: QPointF, other: QPointF) -> float:
    along_x, along_y = other.x() - one.x(), other.y() - one.y()
    length = along_x * along_x + along_y * along_y
    part = 0.0 if length == 0 else max(0.0, min(1.0, ((point.x() - one.x()) * along_x + (point.y() - one.y()) * along_y) / length))
    return math.hypot(point.x() - one.x() - part * along_x, point.y() - one.y() - part * along_y)


def _distance(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())


def _towards(corner: QPointF, other: QPointF, reach: float) -> QPointF:
    length = _distance(corner, other)
    return corner if length == 0 else corner + (other - corner) * (reach / length)
