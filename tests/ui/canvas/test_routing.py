from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF

from designer.network.layout import Spacing
from designer.ui.canvas.routing import Obstacles, distance_to_line, rounded_path, route

SPACING = Spacing(width=540, height=46, row=60, column=600)
COLUMN = [(0.0, 60.0 * row) for row in range(5)]


def output(row: int, left: float = 0.0) -> QPointF:
    return QPointF(left + 270, 60 * row + 46)


def entry(row: int, left: float = 0.0, beside: float = 0.0) -> QPointF:
    return QPointF(left + 270 + beside, 60 * row)


def crossed(points: list[QPointF], places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the cards whose inside a wire runs through."""
    spans = [QRectF(one, other).normalized().adjusted(-0.1, -0.1, 0.1, 0.1) for one, other in pairwise(points)]
    return [place for place in places if any(QRectF(place[0] + 1, place[1] + 1, 538, 44).intersects(span) for span in spans)]


def test_a_chain_is_joined_by_straight_lines() -> None:
    assert route(output(0), entry(1), SPACING, Obstacles(COLUMN, SPACING)) == [output(0), entry(1)]


@pytest.mark.parametrize("leftwards", [False, True])
def test_a_skip_runs_around_the_cards_in_between(leftwards: bool) -> None:
    points = route(output(0), entry(4, beside=-12 if leftwards else 12), SPACING, Obstacles(COLUMN, SPACING), leftwards=leftwards)
    assert crossed(points, COLUMN) == []
    assert (min(point.x() for point in points) < 0) == leftwards


def test_wires_beside_the_same_cards_keep_apart() -> None:
    routes = [route(output(0), entry(4), SPACING, Obstacles(COLUMN, SPACING), lane) for lane in (0, 1)]
    assert max(point.x() for point in routes[0]) < max(point.x() for point in routes[1])


def test_a_wire_to_another_column_turns_in_the_free_row() -> None:
    places = [*COLUMN, (600.0, 180.0)]
    assert crossed(route(output(0), entry(3, left=600), SPACING, Obstacles(places, SPACING)), places) == []
    assert crossed(route(output(3, left=600), entry(4), SPACING, Obstacles(places, SPACING)), places) == []


def test_every_wire_runs_at_right_angles_from_end_to_end() -> None:
    for start, end in ((output(0), entry(3, left=600)), (output(4), entry(1)), (output(0), entry(4)), (output(1, left=50), entry(2))):
        points = route(start, end, SPACING, Obstacles(COLUMN, SPACING))
        assert (points[0], points[-1]) == (start, end)
        assert all(one.x() == other.x() or one.y() == other.y() for one, other in pairwise(points))


def test_corners_are_rounded_and_the_ends_stay() -> None:
    points = [QPointF(0, 0), QPointF(0, 50), QPointF(80, 50)]
    path = rounded_path(points, 8)
    assert (path.pointAtPercent(0), path.pointAtPercent(1)) == (points[0], points[2])
    assert 2 < distance_to_line(QPointF(0, 50), [path.pointAtPercent(step / 100) for step in range(101)]) < 8


def test_distance_is_to_the_nearest_part() -> None:
    points = [QPointF(0, 0), QPointF(0, 50), QPointF(80, 50)]
    assert distance_to_line(QPointF(-3, 20), points) == 3
    assert distance_to_line(QPointF(84, 53), points) == 5
