"""Where the lab's grids stand: nothing overlaps, the numbers can be read where they can be at all, what is not shown takes no room."""

import itertools

import pytest

from designer.network.fields import Pair
from designer.ui.kernel_lab.grid_layout import LabPart, LabPlan, Measures, arrange

MEASURES = Measures(most=44, readable=24, easy=30, least=4, gap=12, title=20, caption=20, part=88)
LECTURE = {LabPart.INPUT: (6, 6), LabPart.KERNEL: (3, 3), LabPart.OUTPUT: (4, 4)}
WIDE = {LabPart.INPUT: (10, 10), LabPart.KERNEL: (3, 3), LabPart.OUTPUT: (8, 8)}
POOL = {LabPart.INPUT: (4, 4), LabPart.OUTPUT: (2, 2)}
PICTURE = {LabPart.INPUT: (64, 64), LabPart.KERNEL: (9, 9), LabPart.OUTPUT: (72, 72)}
ROOMS = [(width, height) for width in (284, 300, 454, 700, 1164, 1900) for height in (120, 300, 600)]


def boxes(plan: LabPlan, sizes: dict[LabPart, Pair]) -> list[tuple[int, int, int, int]]:
    """Return left, top, right and bottom of each grid with title and caption."""
    found = []
    for part, (left, top, width) in plan.places.items():
        cell = plan.kernel_cell if part is LabPart.KERNEL else plan.cell
        assert width >= sizes[part][1] * cell
        found.append((left, top, left + width, top + MEASURES.title + sizes[part][0] * cell + MEASURES.caption))
    return found


@pytest.mark.parametrize("sizes", [LECTURE, WIDE, POOL, PICTURE], ids=["lecture", "wide", "pool", "picture"])
@pytest.mark.parametrize("room", ROOMS)
def test_grids_lie_apart_and_within_the_plan(sizes: dict[LabPart, Pair], room: Pair) -> None:
    plan = arrange(sizes, *room, MEASURES)
    assert set(plan.places) == set(sizes)
    found = boxes(plan, sizes)
    for one, other in itertools.combinations(found, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert plan.width == max(box[2] for box in found) and plan.height == max(box[3] for box in found)
    assert MEASURES.least <= plan.cell <= MEASURES.most and plan.kernel_cell >= MEASURES.readable


@pytest.mark.parametrize("room", [room for room in ROOMS if room[1] >= 300])
def test_the_example_is_seen_whole_and_read_in_every_dock(room: Pair) -> None:
    plan = arrange(LECTURE, *room, MEASURES)
    assert plan.cell >= MEASURES.readable and plan.width <= room[0]
    assert plan.height <= room[1] or room[0] < 400


def test_with_room_the_cells_are_as_large_as_they_may_be_side_by_side() -> None:
    plan = arrange(LECTURE, 1900, 900, MEASURES)
    assert plan.cell == MEASURES.most and len({top for _, top, _ in plan.places.values()}) == 1


def test_a_narrow_and_high_dock_stacks_the_grids() -> None:
    plan = arrange(WIDE, 300, 900, MEASURES)
    assert plan.places[LabPart.OUTPUT][1] > 0 and plan.width <= 300 and plan.cell >= MEASURES.readable


def test_pixels_are_rather_small_than_scrolled() -> None:
    picture = {LabPart.INPUT: (28, 28), LabPart.KERNEL: (3, 3), LabPart.OUTPUT: (28, 28)}
    for width in (454, 1164):
        plan = arrange(picture, width, 300, MEASURES)
        assert MEASURES.least <= plan.cell < MEASURES.readable and plan.width <= width and plan.height <= 300


def test_a_picture_becomes_pixels_that_fit_the_width() -> None:
    plan = arrange({LabPart.INPUT: (28, 28), LabPart.KERNEL: (3, 3), LabPart.OUTPUT: (26, 26)}, 300, 400, MEASURES)
    assert MEASURES.least <= plan.cell < MEASURES.readable and plan.width <= 300
