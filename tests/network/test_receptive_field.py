"""Which pixels a value sees."""

from __future__ import annotations

import random

from designer.network.analysis import analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks.base import BlockSpec
from designer.network.receptive_field import PIXEL, AxisField, merged
from designer.network.seen_frames import seen_region
from designer.network.shapes import Shape
from designer.network.windows import Sliding, Whole
from tests.network.networks import chain, lenet5, spec


def shapes_of(architecture: Architecture) -> dict[str, Shape]:
    return {name: report.output_shape for name, report in analyse(architecture).reports.items() if report.output_shape}


def test_two_small_kernels_see_what_a_larger_one_sees() -> None:
    twice = PIXEL.through(Sliding(3, 1, 0), 20).through(Sliding(3, 1, 0), 18)
    assert twice == PIXEL.through(Sliding(5, 1, 0), 18) == AxisField(5, 1, 0)


def test_a_whole_axis_joins_all_positions() -> None:
    assert PIXEL.through(Sliding(5, 2, 0), 14).through(Whole(14), 1).size == 5 + 13 * 2


def test_branches_of_equal_jump_see_the_union() -> None:
    narrow, wide = PIXEL.through(Sliding(1, 1, 0), 9), PIXEL.through(Sliding(5, 1, 2), 9)
    assert merged([narrow, wide], 9) == AxisField(5, 1, -2)


def test_branches_of_unlike_jump_are_not_uniform_but_exact() -> None:
    slow, fast = AxisField(1, 1, 0), AxisField(1, 2, 0)
    both = merged([slow, fast], 4)
    assert (both.jump, both.size) == (None, 4)
    assert [both.span(position) for position in range(4)] == [(0, 0), (1, 2), (2, 4), (3, 6)]


def test_the_region_of_a_corner_is_clipped_to_the_picture() -> None:
    network = lenet5()
    region = seen_region(network, shapes_of(network), "conv2", 0, 0)
    assert region["conv2"] == ((0, 0), (0, 0))
    assert region["pool1"] == ((0, 4), (0, 4))
    assert region["relu1"] == ((0, 9), (0, 9))
    assert region["input"] == ((0, 11), (0, 11))


def test_dilation_skips_what_lies_in_the_padding() -> None:
    network = chain(("input", spec("input", shape=(1, 8, 8))), ("conv1", spec("conv2d", filters=1, dilation=(3, 3), padding=(1, 1))))
    assert seen_region(network, shapes_of(network), "conv1", 0, 0)["input"] == ((2, 5), (2, 5))


def test_a_value_that_sees_only_padding_sees_nothing() -> None:
    network = chain(("input", spec("input", shape=(1, 4, 4))), ("conv1", spec("conv2d", filters=1, kernel=(1, 1), padding=(2, 2))))
    assert seen_region(network, shapes_of(network), "conv1", 0, 0)["input"] is None


class Join(BlockSpec):
    """A merge, to see branches."""

    MOST_INPUTS = None


def test_a_merge_sees_what_any_branch_sees() -> None:
    blocks = (
        Block("input", spec("input", shape=(1, 9, 9))), Block("a", spec("conv2d", filters=1, padding="same")),
        Block("b", spec("conv2d", filters=1, kernel=(1, 7), padding="same")), Block("join", Join()),
    )  # fmt: skip
    network = Architecture(blocks=blocks, wires=(Wire("input", "a"), Wire("input", "b"), Wire("a", "join"), Wire("b", "join")))
    assert seen_region(network, shapes_of(network), "join", 4, 4)["input"] == ((3, 5), (1, 7))


def test_a_branch_that_sees_only_padding_along_one_axis_adds_nothing_along_the_other() -> None:
    blocks = (
        Block("input", spec("input", shape=(1, 6, 6))), Block("blind", spec("conv2d", filters=1, padding=(1, 3))),
        Block("flat", spec("conv2d", filters=1, kernel=(1, 5), padding=(0, 4))), Block("join", Join()),
    )  # fmt: skip
    network = Architecture(blocks=blocks, wires=(Wire("input", "blind"), Wire("input", "flat"), Wire("blind", "join"), Wire("flat", "join")))
    assert seen_region(network, shapes_of(network), "join", 2, 0)["input"] == ((2, 2), (0, 0))
    assert seen_region(network, shapes_of(network), "join", 2, 3)["input"] == ((1, 3), (0, 3))


def test_positions_whose_order_dilation_turns_round_have_no_jump() -> None:
    unlike = AxisField(5, None, None, ((0, 4), (4, 8), (9, 13)))
    assert unlike.through(Sliding(2, 2, 2, dilation=4), 2) == AxisField(5, None, None, ((9, 13), (0, 4)))


def test_a_window_over_unlike_fields_sees_what_its_taps_see() -> None:
    chance = random.Random(0)
    for _ in range(2_000):
        starts = [chance.randint(-3, 10) for _ in range(chance.randint(1, 12))]
        spans = tuple((start, start + chance.randint(0, 4)) for start in starts)
        window = Sliding(chance.randint(1, 7), chance.randint(1, 4), chance.randint(0, 9), chance.randint(1, 5))
        positions = chance.randint(2, 9)
        found = AxisField(9, None, None, spans).through(window, positions)
        for position in range(positions):
            taps = window.taps(position)
            seen = [spans[tap] for tap in taps if 0 <= tap < len(spans)] or [spans[min(max(tap, 0), len(spans) - 1)] for tap in taps]
            assert found.span(position) == (min(first for first, _ in seen), max(last for _, last in seen)), (spans, window, position)
