"""Wires where cards were moved by hand."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.detours import detour
from designer.network.layout import Route, Spacing, lay_out, place
from designer.network.obstacles import Obstacles, Taken
from designer.network.templates import load_template
from designer.network.wire_routes import run_wires, run_wires_at
from tests.network.wire_geometry import Segment, covered, overlaps_of, segments_of

SPACING = Spacing(width=540, height=46, row=60, column=600)
COLUMN = [(0.0, 60.0 * row) for row in range(5)]
ENDS = [((270.0, 46.0), (270.0, 240.0)), ((270.0, 46.0), (870.0, 180.0)), ((270.0, 286.0), (270.0, 60.0)), ((320.0, 106.0), (270.0, 120.0))]


def wires(architecture: Architecture, routes: dict[str, tuple[Route, ...]]) -> list[Segment]:
    return segments_of(
        (source, route) for block in architecture.blocks for source, route in zip(architecture.sources[block.id], routes[block.id], strict=True)
    )


def test_a_chain_is_joined_by_straight_lines() -> None:
    assert detour("a", (270, 46), (270, 60), Obstacles(COLUMN, SPACING), Taken()) == ((270, 46), (270, 60))


@pytest.mark.parametrize(("start", "end"), ENDS)
def test_every_detour_runs_at_right_angles_from_end_to_end_and_under_no_card(start: tuple[float, float], end: tuple[float, float]) -> None:
    obstacles = Obstacles(COLUMN, SPACING)
    route = detour("a", start, end, obstacles, Taken())
    assert (route[0], route[-1]) == (start, end)
    assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(route))
    assert obstacles.hit(route) == []


def test_detours_of_different_blocks_keep_apart_and_those_of_one_may_share_their_way() -> None:
    obstacles, taken = Obstacles(COLUMN, SPACING), Taken()
    first = detour("a", (270, 46), (282, 240), obstacles, taken)
    taken.add("a", first)
    second = detour("b", (270, 46), (282, 240), obstacles, taken)
    assert max(x for x, _ in first) != max(x for x, _ in second)
    assert detour("a", (270, 46), (282, 240), obstacles, taken) == first


def test_a_way_is_found_where_cards_stand_in_a_ring() -> None:
    walls = [(x, y) for x in (-600.0, 0.0, 600.0) for y in (300.0, 360.0)] + [(-600.0, 420.0), (600.0, 420.0), (-600.0, 480.0), (600.0, 480.0)]
    obstacles = Obstacles(walls, SPACING)
    route = detour("a", (270, 46), (270, 560), obstacles, Taken())
    assert obstacles.hit(route) == [] and (route[0], route[-1]) == ((270, 46), (270, 560))


def test_wires_between_cards_that_nobody_moved_stay_in_the_lanes_of_the_layout() -> None:
    network = load_template("resnet18")
    layout = lay_out(network, SPACING)
    assert run_wires(network, layout, place(network, SPACING), SPACING) is layout.routes
    last = network.order[-1]
    moved = edits.move_cards(network, {last: (-900.0, 0.0)})
    routes = run_wires(moved, layout, place(moved, SPACING), SPACING)
    assert {name for name in routes if routes[name] != layout.routes[name]} == {last}


@pytest.mark.parametrize("name", ["resnet18", "googlenet"])
def test_cards_moved_aside_are_wired_under_no_card(name: str) -> None:
    network = load_template(name)
    for seed in range(10):
        random, layout = Random(seed), lay_out(network, SPACING)
        ids = random.sample(network.order, 3)
        beside = max(x for x, _ in layout.places.values()) + 2 * SPACING.column
        places = {block_id: (beside, 1000.0 * index) for index, block_id in enumerate(ids)}
        moved = edits.move_cards(network, places)
        at = place(moved, SPACING)
        segments = wires(moved, dict(run_wires(moved, layout, at, SPACING)))
        assert covered(segments, at, SPACING) == [], f"seed {seed}"
        assert len(overlaps_of(segments)) <= 4, f"seed {seed}"


def test_while_a_card_is_dragged_only_its_wires_run_anew() -> None:
    network = load_template("resnet18")
    layout = lay_out(network, SPACING)
    name = network.order[4]
    places = {**layout.places, name: (-900.0, 100.0)}
    assert set(run_wires_at(network, layout, places, SPACING, [name])) == {name, *network.targets[name]}
