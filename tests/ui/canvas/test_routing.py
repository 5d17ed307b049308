from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF

from designer.network.templates import load_template
from designer.ui.canvas.routing import corners, distance_to_line, rounded_path
from tests.ui.canvas.person import Canvas


def test_corners_are_rounded_and_the_ends_stay() -> None:
    points = corners(((0, 0), (0, 50), (80, 50)))
    path = rounded_path(points, 8)
    assert (path.pointAtPercent(0), path.pointAtPercent(1)) == (points[0], points[2])
    assert 2 < distance_to_line(QPointF(0, 50), [path.pointAtPercent(step / 100) for step in range(101)]) < 8


def test_distance_is_to_the_nearest_part() -> None:
    points = corners(((0, 0), (0, 50), (80, 50)))
    assert distance_to_line(QPointF(-3, 20), points) == 3
    assert distance_to_line(QPointF(84, 53), points) == 5


def test_every_wire_on_the_canvas_joins_the_ports_of_its_cards_under_no_other_card(canvas: Canvas) -> None:
    canvas.document.replace(load_template("googlenet"), None)
    cards, style = canvas.scene.cards, canvas.scene.style_used
    rects = {name: style.card_rect.translated(card.pos()).adjusted(1, 1, -1, -1) for name, card in cards.items()}
    assert len(canvas.scene.wiring.items) == len(canvas.document.architecture.wires)
    for key, item in canvas.scene.wiring.items.items():
        assert item.points[0] == canvas.output(key.wire.source)
        assert item.points[-1] == canvas.input(key.wire.target, canvas.scene.wiring.input_of(key))
        assert not [name for name, rect in rects.items() if _runs_under(item.points, rect)]


def _runs_under(points: list[QPointF], rect: QRectF) -> bool:
    return any(QRectF(one, other).normalized().adjusted(-0.1, -0.1, 0.1, 0.1).intersects(rect) for one, other in pairwise(points))
