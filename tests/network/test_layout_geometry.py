"""Wires as they are drawn: what crosses, what lies on what, what runs under a card."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

import pytest

from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.blocks import BLOCK_TYPES
from designer.network.layout import Layout, Spacing, lay_out, place
from designer.network.templates import load_template, template_names
from tests.network.plain_barycentre import crossings_left
from tests.network.random_networks import any_dag, chain, fully_wired, series_parallel
from tests.network.wire_geometry import Segment, cards_on_each_other, covered, crossings_of, overlaps_of, segments_of, wires_of

SPACING = Spacing(width=540, height=46, row=60, column=600)
QUICK, FULL = 50, 200
QUICK_TANGLES, FULL_TANGLES = 20, 70


def drawn(architecture: Architecture) -> tuple[Layout, Sequence[Segment]]:
    """Return a layout and its wires, once it is sure that they join their ports and run under no card."""
    layout = lay_out(architecture, SPACING)
    segments = segments_of(wires_of(architecture, layout))
    for block in architecture.blocks:
        left, top = layout.places[block.id]
        for source, port, route in zip(architecture.sources[block.id], layout.ports[block.id], layout.routes[block.id], strict=True):
            x, y = layout.places[source]
            assert (route[0], route[-1]) == ((x + SPACING.width / 2, y + SPACING.height), (left + port, top))
            assert 0 < port < SPACING.width
            assert all(high <= low for (_, high), (_, low) in pairwise(route)), "wires never run upwards"
    assert covered(segments, layout.places, SPACING) == []
    assert cards_on_each_other(layout.places, SPACING) == []
    return layout, segments


@pytest.mark.parametrize("name", template_names())
def test_no_wires_of_a_template_cross_or_lie_on_each_other(name: str) -> None:
    _, segments = drawn(load_template(name))
    assert crossings_of(segments) == set()
    assert overlaps_of(segments) == []


@pytest.mark.parametrize("shuffled", [False, True], ids=["inputs in order", "inputs in any order"])
@pytest.mark.parametrize("seeds", [range(QUICK), pytest.param(range(QUICK, FULL), marks=pytest.mark.ledger)], ids=["quick", "full"])
def test_no_wires_of_series_parallel_networks_cross_or_lie_on_each_other(shuffled: bool, seeds: range) -> None:
    for seed in seeds:
        _, segments = drawn(series_parallel(seed, shuffled=shuffled))
        assert crossings_of(segments) == set(), f"seed {seed}"
        assert overlaps_of(segments) == [], f"seed {seed}"


@pytest.mark.parametrize("tangles", [QUICK_TANGLES, pytest.param(FULL_TANGLES, marks=pytest.mark.ledger)])
def test_other_networks_have_no_more_crossings_than_a_barycentre_sweep_leaves(tangles: int) -> None:
    ours = textbook = along = 0
    for seed in range(tangles):
        architecture = any_dag(seed)
        _, segments = drawn(architecture)
        crossings, plain = len(crossings_of(segments)), crossings_left(architecture)
        assert crossings <= plain, f"seed {seed}"
        ours, textbook, along = ours + crossings, textbook + plain, along + len(overlaps_of(segments))
    assert 0 < ours < textbook
    assert along <= tangles / 20, "wires lie on each other in next to none of them"


def test_a_crossing_is_seen_by_this_test() -> None:
    """The geometry itself is tested on a network that cannot be drawn without crossings: three blocks that each feed three."""
    _, segments = drawn(fully_wired(6))
    assert crossings_of(segments)
    level, upright = Segment("a", True, 5, 0, 10), Segment("b", False, 5, 0, 10)
    assert len(crossings_of([level, upright])) == 1
    assert overlaps_of([level, Segment("b", True, 6, 5, 20)]) and not overlaps_of([level, Segment("a", True, 6, 5, 20)])
    assert covered([level], {"c": (5, 0)}, SPACING) and not covered([level], {"c": (10, 0)}, SPACING)


@pytest.mark.parametrize("blocks", [2, 20, 40])
def test_fully_wired_networks_are_drawn(blocks: int) -> None:
    drawn(fully_wired(blocks))


def test_a_network_that_grows_at_its_end_keeps_its_columns() -> None:
    for seed in range(20):
        small = series_parallel(seed)
        grown, _ = edits.insert_after(small, "end", BLOCK_TYPES["relu"]())
        before, after = place(small, SPACING), place(grown, SPACING)
        assert {name: after[name][0] for name in before} == {name: x for name, (x, _) in before.items()}


def test_the_same_network_is_always_drawn_the_same() -> None:
    for architecture in (series_parallel(3), any_dag(3)):
        first = lay_out(architecture, SPACING)
        lay_out(architecture, Spacing(width=1, height=1, row=2, column=2))
        again = Architecture(blocks=tuple(architecture.blocks), wires=tuple(architecture.wires))
        assert lay_out(again, SPACING) == first


def test_large_and_tangled_networks_take_a_bounded_time() -> None:
    """Seconds, not minutes: a limit far above what they take, so that no slow machine fails it."""
    began = time.perf_counter()
    for architecture in (chain(10_000), any_dag(1, 3_000, 6_000), fully_wired(100), series_parallel(1, 3_000)):
        assert len(place(architecture, SPACING)) == len(architecture.blocks)
    assert time.perf_counter() - began < 120
