from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from designer.network import edits
from designer.network.architecture import Architecture, Block, Position, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.layout import Spacing, hold_places, lay_out, make_room, place

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


def test_branches_stand_side_by_side_in_the_order_of_the_inputs_and_the_longest_is_the_trunk() -> None:
    places = place(network("input > a > add1", "input > b > c > add1", "input > d > add1"), SPACING)
    assert [places[name][0] for name in ("a", "b", "c", "d")] == [-600, 0, 0, 600]
    assert places["input"][0] == places["add1"][0] == 0
    assert places["a"][1] == places["b"][1] == places["d"][1] < places["c"][1] < places["add1"][1]


def test_a_new_branch_moves_no_card_sideways() -> None:
    chain = network("input > a > b > c", "d")
    branched = edits.connect(chain, "a", "d")
    before, after = place(chain, SPACING), place(branched, SPACING)
    assert [after[name][0] for name in ("input", "a", "b", "c")] == [before[name][0] for name in ("input", "a", "b", "c")] == [0, 0, 0, 0]
    assert after["d"] == (600, after["b"][1])


def test_a_skip_leaves_the_chain_in_its_column_and_runs_close_beside_it() -> None:
    layout = lay_out(network("input > a > b > add1", "input > add1"), SPACING)
    assert {x for x, _ in layout.places.values()} == {0}
    trunk, skip = layout.routes["add1"]
    assert {x for x, _ in trunk} == {270}, "what comes from straight above runs straight"
    assert max(x for x, _ in skip) == SPACING.width + SPACING.margin


def test_a_gap_is_higher_where_wires_turn_in_it_and_only_there() -> None:
    places = place(network("input > a > b > add1 > c", "input > add1"), SPACING)
    rows = [places[name][1] for name in ("input", "a", "b", "add1", "c")]
    assert [low - high - SPACING.height for high, low in itertools.pairwise(rows)] == [2 * SPACING.lead, 14, 2 * SPACING.lead, 14]


def test_inputs_stand_in_their_order_where_that_crosses_nothing_else_where_their_wires_come_from() -> None:
    in_order = lay_out(network("input > a > add1", "input > b > c > add1", "input > d > add1"), SPACING).ports["add1"]
    assert list(in_order) == sorted(in_order)
    crossed = lay_out(network("input > x > a > add1", "input > d > add1", "x > b > add1"), SPACING)
    assert list(crossed.ports["add1"]) != sorted(crossed.ports["add1"]), "input 2 comes from aside, 1 and 3 from one block"


def test_what_feeds_the_network_from_aside_stands_right_above_what_it_feeds() -> None:
    places = place(network("input > a > b > c > add1", "constant > add1"), SPACING)
    assert places["constant"][1] == places["c"][1]


def test_an_edit_at_the_end_moves_nothing_else() -> None:
    before = network("input > a > b > add1 > c", "input > d > add1")
    after, _ = edits.insert_after(before, "c", BLOCK_TYPES["relu"]())
    assert place(before, SPACING).items() <= place(after, SPACING).items()


def test_an_edit_that_changes_no_wire_computes_nothing_again() -> None:
    before = network("input > a > b")
    assert lay_out(edits.set_title(before, "a", "first"), SPACING) is lay_out(before, SPACING)


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
