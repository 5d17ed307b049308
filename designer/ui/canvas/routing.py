"""The line of a wire: its corners rounded, and how far a point is from it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from designer.network.architecture import Position


def corners(route: Iterable[Position]) -> list[QPointF]:
    """Return the corners of a wire as points of the scene."""
    return [QPointF(*corner) for corner in route]


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
