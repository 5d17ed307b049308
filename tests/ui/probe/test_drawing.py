"""Strokes, their undo, and the pixels they become."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from designer.ui.probe.changing import inside
from designer.ui.probe.covering import box_between
from designer.ui.probe.drawing import DrawingHistory, Ink, PadDrawing, Point, Stroke
from designer.ui.probe.raster import Raster

pytestmark = pytest.mark.usefixtures("qapp")
WHITE, RED = (255, 255, 255), (255, 0, 0)


def line(*points: Point, thickness: float = 0.1, ink: Ink = WHITE) -> Stroke:
    return Stroke(points, thickness, ink)


def pixels(raster: Raster, drawing: PadDrawing) -> np.ndarray:
    height, width, channels = raster.shape
    return np.frombuffer(raster.pixels(drawing), np.uint8).reshape(height, width, channels).copy()


def test_a_stroke_of_one_pixel_covers_exactly_its_pixels() -> None:
    drawn = pixels(Raster(8, 8, 1), PadDrawing((line((0.0625, 0.3125), (0.9375, 0.3125), thickness=1 / 8),)))[..., 0]
    assert (drawn[2, 1:7] == 255).all() and drawn[2, 0] > 200
    drawn[2] = 0
    assert not drawn.any()


def test_edges_are_averages_as_in_scanned_digits() -> None:
    drawn = pixels(Raster(8, 8, 1), PadDrawing((line((-1, 0.5), (2, 0.5), thickness=1 / 8),)))[..., 0]
    assert np.abs(drawn[3:5].astype(int) - 128).max() <= 4 and not drawn[:3].any() and not drawn[5:].any()


def test_colours_are_kept_where_there_are_any_and_black_erases() -> None:
    strokes = (line((-1, 0.5), (2, 0.5), thickness=2, ink=RED), line((0.5, -1), (0.5, 2), thickness=0.5, ink=(0, 0, 0)))
    colour, grey = pixels(Raster(4, 4, 3), PadDrawing(strokes)), pixels(Raster(4, 4, 1), PadDrawing(strokes))
    assert colour[0].tolist() == [[255, 0, 0], [0, 0, 0], [0, 0, 0], [255, 0, 0]]
    assert grey[0, :, 0].tolist() == [255, 0, 0, 255]


def test_what_is_painted_again_equals_what_was_painted_first() -> None:
    strokes = tuple(line((0.1 * index, 0.2), (0.5, 0.1 * index)) for index in range(5))
    grown, other = Raster(20, 30, 1), Raster(20, 30, 1)
    for count in range(6):
        grown.pixels(PadDrawing(strokes[:count]))
    assert grown.pixels(PadDrawing(strokes)) == other.pixels(PadDrawing(strokes))
    assert grown.pixels(PadDrawing(strokes[:2])) == Raster(20, 30, 1).pixels(PadDrawing(strokes[:2]))
    unfinished = grown.pixels(PadDrawing(strokes[:2]), strokes[2])
    assert unfinished == other.pixels(PadDrawing(strokes[:3]))
    assert grown.pixels(PadDrawing(strokes[:2])) == Raster(20, 30, 1).pixels(PadDrawing(strokes[:2])), "the stroke under the pen is not kept"


def test_the_centre_of_mass_and_a_move_to_the_middle() -> None:
    raster, drawing = Raster(28, 28, 1), PadDrawing((line((0.2, 0.2), (0.4, 0.2)),))
    mass = raster.centre_of_mass(drawing)
    assert mass is not None and mass == pytest.approx((0.3, 0.2), abs=0.01)
    middle = raster.centre_of_mass(drawing.moved(0.5 - mass[0], 0.5 - mass[1]))
    assert middle == pytest.approx((0.5, 0.5), abs=0.01)
    assert raster.centre_of_mass(PadDrawing()) is None


def test_a_stroke_lands_where_it_is_seen_after_a_move() -> None:
    moved = PadDrawing((line((0.5, 0.5)),)).moved(0.25, 0).with_stroke(line((0.1, 0.1)))
    assert moved.strokes[1].points == ((0.1 - 0.25, 0.1),)
    assert Raster(8, 8, 1).pixels(PadDrawing((line((0.75, 0.5)), line((0.1, 0.1))))) == Raster(8, 8, 1).pixels(moved)


def test_undo_takes_strokes_one_by_one_and_a_burst_of_moves_at_once() -> None:
    now = [0.0]
    history = DrawingHistory(lambda: now[0])
    first = PadDrawing((line((0, 0)),))
    history.do(first)
    history.do(first)
    for step in range(1, 4):
        now[0] += 0.4
        history.do(first.moved(step / 28, 0), "shift")
    now[0] += 5
    history.do(first.moved(1, 0), "shift")
    assert history.undo() and history.current == first.moved(3 / 28, 0)
    assert history.undo() and history.current == first
    assert history.undo() and history.current == PadDrawing() and not history.undo()
    assert history.redo() and history.current == first and history.can_redo
    history.do(PadDrawing())
    assert not history.can_redo


@pytest.mark.parametrize(("box", "expected"), [((-5, -5, 3, 3), (0, 0, 1, 1)), ((30, 40, 9, 9), (27, 27, 1, 1)), ((3, 4, 5, 6), (3, 4, 5, 6))])
def test_a_box_stays_in_the_picture(box: tuple[int, int, int, int], expected: tuple[int, int, int, int]) -> None:
    assert inside(box, (28, 28)) == expected


@pytest.mark.parametrize("end", [(2, 3), (2, 9), (8, 3), (8, 9)])
def test_a_square_keeps_the_pixel_where_the_drag_began(end: tuple[int, int], qapp: QApplication) -> None:
    top, left, height, width = box_between((5, 6), end, True)
    assert height == width == 4
    assert top in (5, 5 - 3) and left in (6, 6 - 3)
    assert top <= end[0] < top + height and left <= end[1] < left + width
