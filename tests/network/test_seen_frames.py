"""What one value sees of every block before it, within the maps and beyond their edges."""

from __future__ import annotations

import random

import pytest

from designer.network.analysis import analyse
from designer.network.seen_frames import Overhang
from designer.network.shapes import is_image
from designer.network.templates import load_template
from designer.network.windows import Adaptive, Identity, Sliding, Spread, Whole, Window, under
from tests.network.networks import chain, lenet5, spec


def test_a_corner_sees_less_than_it_reaches_for() -> None:
    first, second = spec("conv2d", kernel=(5, 3), padding="same"), spec("conv2d", padding="same")
    network = chain(("input", spec("input", shape=(1, 8, 9))), ("conv1", first), ("conv2", second))
    analysis = analyse(network)
    frames = analysis.seen_frames.of("conv2", 0, 8)
    assert frames["conv2"].inside == frames["conv2"].reach == ((0, 0), (8, 8))
    assert frames["conv1"].inside == ((0, 1), (7, 8)) and frames["conv1"].reach == ((-1, 1), (7, 9))
    assert frames["input"].inside == ((0, 3), (6, 8)) and frames["input"].reach == ((-3, 3), (6, 10))
    assert frames["input"].overhang((1, 8, 9)) == Overhang(above=3, below=0, left=0, right=2)


def test_a_unit_of_a_vector_sees_all_positions() -> None:
    frames = analyse(lenet5()).seen_frames.of("dense1")
    assert frames["pool2"].inside == ((0, 4), (0, 4))
    assert frames["input"].inside == ((0, 27), (0, 27))
    assert frames["input"].reach == ((-2, 29), (-2, 29))


def test_a_value_in_the_padding_reaches_but_sees_nothing() -> None:
    network = chain(("input", spec("input", shape=(1, 4, 4))), ("conv1", spec("conv2d", kernel=(1, 1), padding=(2, 2))))
    frame = analyse(network).seen_frames.of("conv1", 0, 0)["input"]
    assert frame.inside is None and frame.reach == ((-2, -2), (-2, -2))
    assert frame.overhang((1, 4, 4)) == Overhang(2, 0, 2, 0)


def test_only_blocks_before_it_are_named() -> None:
    frames = analyse(lenet5()).seen_frames.of("pool1", 3, 4)
    assert set(frames) == {"input", "conv1", "relu1", "pool1"}


@pytest.mark.parametrize("name", ["vgg16", "resnet18", "googlenet"])
def test_an_answer_does_not_depend_on_those_before_it(name: str) -> None:
    architecture, chance = load_template(name), random.Random(name)
    asked = analyse(architecture).seen_frames
    images = [report for report in analyse(architecture).reports.values() if is_image(report.output_shape or ())]
    for _ in range(12):
        report = chance.choice(images)
        assert report.output_shape is not None
        place = (report.id, chance.randrange(report.output_shape[1]), chance.randrange(report.output_shape[2]))
        assert asked.of(*place) == asked.of(*place) == analyse(architecture).seen_frames.of(*place)


def random_window(chance: random.Random, size: int) -> Window:
    sliding = Sliding(chance.randint(1, 7), chance.randint(1, 5), chance.randint(0, 6), chance.randint(1, 4))
    return chance.choice((sliding, sliding, sliding, Identity(), Whole(size), Adaptive(size, chance.randint(1, 9)), Spread()))


def test_what_lies_under_windows_is_what_their_taps_say() -> None:
    chance = random.Random(0)
    for _ in range(3_000):
        size = chance.randint(1, 24)
        window = random_window(chance, size)
        first = chance.randrange(8)
        positions = chance.choice((set(range(first, first + chance.randint(1, 6))), {chance.randrange(9) for _ in range(chance.randint(1, 5))}))
        expected = {tap for position in positions for tap in window.taps(position) if 0 <= tap < size}
        found = under(window, sum(1 << position for position in positions), size)
        assert found == sum(1 << tap for tap in expected), (window, positions, size)
