from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from designer.network import edits
from designer.network.architecture import Architecture, Block, Position, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.layout import Spacing, hold_places, make_room, place

SPACING = Spacing(width=540, height=46, row=60, column=600)


def network(*lines: str, at: dict[str, Position] | None = None) -> Architecture:
    """Return a network from lines like ``a > b > c``."""
    names: list[str] = []
    wires = []
    for line in lines:
        chain = line.split(" > ")
        names += [name for name in chain if name not in names]
        wires += [Wire(one, other) for one, other in itertools.pairwise(chain)]
    types = {name: "input" if name == "input" else "add" if name.startswith("add") else "relu" for name in names}
    return Architecture(blocks=tuple(Block(name, BLOCK_TYPES[types[name]](), at=(at or {}).get(name)) for name in names), wires=tuple(wires))


def test_a_chain_is_one_column() -> None:
    assert place(network("input > a > b"), SPACING) == {"input": (0, 0), "a": (0, 60), "b": (0, 120)}


def test_an_empty_network_has_no_places() -> None:
    assert place(Architecture(), SPACING) == {}


def test_branches_stand_side_by_side_and_their_merge_below_the_first() -> None:
    places = place(network("input > a > add1", "input > b > c > add1", "input > d > add1"), SPACING)
    assert [places[name] for name in "abd"] == [(0, 60), (600, 60), (1200, 60)]
    assert (places["c"], places["add1"]) == ((600, 120), (0, 180))


def test_a_new_branch_moves_no_card_sideways() -> None:
    chain = network("input > a > b > c", "d")
    branched = edits.connect(chain, "a", "d")
    before, after = place(chain, SPACING), place(branched, SPACING)
    assert [after[name] for name in ("input", "a", "b", "c")] == [before[name] for name in ("input", "a", "b", "c")]
    assert after["d"] == (600, 120)


def test_a_skip_leaves_the_chain_in_its_column() -> None:
    places = place(network("input > a > b > add1", "input > add1"), SPACING)
    assert {x for x, _ in places.values()} == {0}
    assert places["add1"][1] == 180


def test_loose_blocks_stand_beside() -> None:
    places = place(network("input > a", "b > c", "d"), SPACING)
    assert [places[name] for name in "bc"] == [(600, 0), (600, 60)]
    assert places["d"][0] == 600
    assert places["d"][1] > 60


def test_a_moved_card_stays_and_no_other_moves() -> None:
    places = place(network("input > a > b", at={"a": (-700.0, 10.0)}), SPACING)
    assert places == {"input": (0, 0), "a": (-700, 10), "b": (0, 120)}


def test_cards_make_way_for_a_moved_one() -> None:
    places = place(network("input > a > b > c", at={"c": (20.0, 130.0)}), SPACING)
    assert (places["c"], places["b"]) == ((20, 130), (0, 190))


def test_a_new_card_behind_a_moved_one_stands_below_it_and_pushes_the_others_down() -> None:
    moved = network("input > a > b > c", at={"a": (700.0, 60.0), "b": (700.0, 120.0), "c": (700.0, 180.0)})
    grown, name = edits.insert_after(moved, "a", BLOCK_TYPES["relu"]())
    places = place(make_room(grown, name, SPACING), SPACING)
    assert [places[each] for each in ("a", name, "b", "c")] == [(700, 60), (700, 120), (700, 180), (700, 240)]


def test_room_that_is_there_moves_nothing() -> None:
    grown, name = edits.insert_after(network("input > a > b"), "a", BLOCK_TYPES["relu"]())
    assert make_room(grown, name, SPACING) is grown


def test_a_gap_stays_a_gap() -> None:
    before = network("input > a > b > c")
    after = edits.disconnect(before, Wire("a", "b"))
    held = hold_places(before, after, SPACING)
    assert place(held, SPACING) == place(before, SPACING)
    assert held.by_id["a"] is after.by_id["a"], "what does not move is not written"


@st.composite
def networks(draw: st.DrawFn) -> Architecture:
    number = draw(st.integers(1, 12))
    names = [f"b{index}" for index in range(number)]
    pairs = draw(st.lists(st.tuples(st.integers(0, number - 1), st.integers(0, number - 1)), max_size=16, unique=True))
    somewhere = st.tuples(st.integers(-900, 900), st.integers(-200, 900))
    places = draw(st.lists(st.one_of(st.none(), st.none(), somewhere), min_size=number, max_size=number))
    blocks = tuple(Block(name, BLOCK_TYPES["add"](), at=at) for name, at in zip(names, places, strict=True))
    return Architecture(blocks=blocks, wires=tuple(Wire(names[low], names[high]) for low, high in pairs if low < high))


@given(networks())
def test_every_block_has_a_place_and_moved_ones_their_own(architecture: Architecture) -> None:
    places = place(architecture, SPACING)
    assert places.keys() == architecture.by_id.keys()
    assert all(places[block.id] == block.at for block in architecture.blocks if block.at)


@given(networks())
def test_wires_lead_downwards_and_cards_never_cover_each_other(architecture: Architecture) -> None:
    bare = edits.move_cards(architecture, {block.id: None for block in architecture.blocks})
    places = place(bare, SPACING)
    assert all(places[source][1] + SPACING.row <= places[target][1] for source, target in bare.wires)
    assert not [pair for pair in itertools.combinations(places.values(), 2) if SPACING.overlap(*pair)]
