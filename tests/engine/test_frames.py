import numpy as np
import torch
from numpy.typing import NDArray

from designer.engine.frame_timing import FrameTiming
from designer.engine.frames import LONGEST_CARD_VECTOR, MOST_EXACT_BYTES, draw_cards, exact_values, take_snapshot
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.flatten import Flatten
from designer.network.blocks.input import Input
from designer.network.blocks.relu import Relu
from designer.protocol.commands import LookAt
from tests.engine.networks import chain, lenet5, network_of, small


def floats(data: bytes) -> NDArray[np.float32]:
    return np.frombuffer(data, "<f4")


def test_a_card_shows_its_first_maps_in_eight_bits_with_their_ranges() -> None:
    network, picture = network_of(lenet5()), torch.rand(1, 1, 28, 28)
    view = LookAt(visible=("conv1", "input"), maps_per_card=4)
    snapshot = take_snapshot(network, picture, view)
    card, first = draw_cards(network, snapshot, view)
    maps = network.record(picture, ["conv1"])["conv1"][0, :4].numpy()
    assert (card.block, card.shape, card.side, card.signed, card.values) == ("conv1", (6, 28, 28), (28, 28), True, b"")
    ranges = floats(card.ranges).reshape(4, 2)
    assert np.array_equal(ranges, np.stack([maps.min((1, 2)), maps.max((1, 2))], 1))
    pixels = np.frombuffer(card.pixels, np.uint8).reshape(4, 28, 28)
    shown = ranges[:, :1, None] + pixels / 255 * (ranges[:, 1:, None] - ranges[:, :1, None])
    assert np.abs(shown - maps).max() <= (ranges[:, 1] - ranges[:, 0]).max() / 255 * 0.51
    assert (first.block, first.shape, first.signed) == ("input", (1, 28, 28), False)


def test_a_vector_is_exact_on_its_card() -> None:
    network, picture = network_of(small()), torch.rand(1, 1, 8, 8)
    view = LookAt(visible=("softmax",))
    (card,) = draw_cards(network, take_snapshot(network, picture, view), view)
    assert (card.side, card.shape) == ((1, 4), (4,))
    assert np.array_equal(floats(card.values), network.record(picture, ["softmax"])["softmax"][0].numpy())


def test_large_maps_are_averaged_down_to_the_card() -> None:
    network = network_of(chain(Input((1, 96, 192)), Relu(), Dense(2)))
    picture = torch.rand(1, 1, 96, 192)
    view = LookAt(visible=("b1",), card_side_px=64)
    (card,) = draw_cards(network, take_snapshot(network, picture, view), view)
    assert (card.shape, card.side) == ((1, 96, 192), (32, 64))
    means = picture[0, 0].reshape(32, 3, 64, 3).mean((1, 3))
    assert np.allclose(floats(card.ranges), [means.min(), means.max()], atol=1e-6)


def test_a_long_vector_is_shrunk_and_not_sent_exactly() -> None:
    network = network_of(chain(Input((1, 256, 256)), Flatten(), Dense(2)))
    view = LookAt(visible=("b1",), selected="b1")
    snapshot = take_snapshot(network, torch.rand(1, 1, 256, 256), view)
    (card,) = draw_cards(network, snapshot, view)
    assert (card.shape, card.side, card.values) == ((65536,), (1, LONGEST_CARD_VECTOR), b"")
    assert len(exact_values(network, snapshot, view)[0].values) == 4 * 65536


def test_the_selected_block_comes_exactly_with_its_inputs() -> None:
    network, picture = network_of(lenet5()), torch.rand(1, 1, 28, 28)
    view = LookAt(visible=(), selected="conv2", first_map=3, map_count=8)
    snapshot = take_snapshot(network, picture, view)
    own, source = exact_values(network, snapshot, view)
    maps = network.record(picture, ["conv2", "pool1"])
    assert (own.block, own.first, own.shape) == ("conv2", 3, (16, 10, 10))
    assert np.array_equal(floats(own.values).reshape(8, 10, 10), maps["conv2"][0, 3:11].numpy())
    assert (source.block, source.first) == ("pool1", 0)
    assert np.array_equal(floats(source.values).reshape(6, 14, 14), maps["pool1"][0].numpy())
    assert draw_cards(network, snapshot, view) == ()


def test_the_inputs_of_a_block_come_all_however_few_of_its_own_maps_are_in_sight() -> None:
    network = network_of(chain(Input((1, 8, 8)), Conv2d(9, (1, 1)), Conv2d(2, (1, 1)), Dense(2)))
    view = LookAt(visible=(), selected="b2", map_count=2)
    own, source = exact_values(network, take_snapshot(network, torch.rand(1, 1, 8, 8), view), view)
    assert [len(part.values) // (4 * 64) for part in (own, source)] == [2, 9]


def test_exact_values_stay_below_their_limit() -> None:
    network = network_of(chain(Input((3, 600, 600)), Conv2d(32, (1, 1)), Dense(2)))
    view = LookAt(visible=(), selected="b1")
    own, source = exact_values(network, take_snapshot(network, torch.rand(1, 3, 600, 600), view), view)
    assert 0 < len(own.values) <= MOST_EXACT_BYTES and len(own.values) % (600 * 600 * 4) == 0
    assert len(own.values) + len(source.values) <= MOST_EXACT_BYTES


def test_unknown_and_repeated_ids_are_left_out() -> None:
    network = network_of(small())
    view = LookAt(visible=("conv1", "conv1", "gone"), selected="gone")
    snapshot = take_snapshot(network, torch.rand(1, 1, 8, 8), view)
    assert [card.block for card in draw_cards(network, snapshot, view)] == ["conv1"]
    assert exact_values(network, snapshot, view) == ()


def test_a_snapshot_keeps_its_weights_whatever_training_does() -> None:
    network = network_of(small())
    snapshot = take_snapshot(network, torch.rand(1, 1, 8, 8), LookAt(visible=(), selected="conv1"))
    before = network.copy_state()
    snapshot.weights.settle()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.zero_()
    assert torch.equal(snapshot.weights["conv1.weight"], before["conv1.weight"])
    assert set(snapshot.weights) == {"conv1.weight", "conv1.bias"}


def test_not_more_than_thirty_frames_a_second() -> None:
    timing = FrameTiming()
    timing.made(10.0, 10.001)
    timing.acknowledge(1)
    assert not timing.may_start(10.03, training=False)
    assert timing.wait_s(10.03, training=False) is not None
    assert timing.may_start(10.034, training=False)


def test_frames_take_at_most_a_twentieth_of_the_time_while_training() -> None:
    timing = FrameTiming()
    timing.made(10.0, 10.1)
    timing.acknowledge(1)
    assert timing.may_start(10.11, training=False)
    assert not timing.may_start(11.99, training=True)
    assert timing.may_start(12.01, training=True)


def test_where_training_takes_every_core_the_window_gets_a_small_share_of_one_for_its_frames() -> None:
    for shares_cores in (False, True):
        timing = FrameTiming(shares_cores)
        timing.made(10.0, 10.001)
        timing.acknowledge(1, 0.01)
        assert timing.may_start(10.04, training=False)
        assert timing.may_start(10.04, training=True) is not shares_cores
        assert not timing.may_start(10.12, training=True) or not shares_cores
        assert timing.may_start(10.201, training=True)


def test_one_dear_frame_in_the_window_does_not_silence_the_maps() -> None:
    timing = FrameTiming(shares_cores=True)
    for number, cost in enumerate((0.001, 0.001, 5.0), start=1):
        timing.made(float(number), number + 0.001)
        timing.acknowledge(number, cost)
    assert timing.may_start(3.04, training=True)


def test_the_next_frame_waits_for_the_acknowledgement_of_the_last() -> None:
    timing = FrameTiming()
    timing.made(0.0, 0.001)
    assert not timing.may_start(99.0, training=False) and timing.wait_s(99.0, training=False) is None
    timing.acknowledge(1)
    timing.made(100.0, 100.001)
    timing.acknowledge(1)
    assert not timing.may_start(199.0, training=False)
    timing.acknowledge(99)
    assert timing.number == 2 and timing.may_start(199.0, training=False)
    timing.made(200.0, 200.001)
    assert not timing.may_start(299.0, training=False)


def test_skipped_frames_are_counted() -> None:
    timing = FrameTiming()
    assert timing.skipped(5.0) == 0
    timing.made(10.0, 10.001)
    assert timing.skipped(10.04) == 0
    assert timing.skipped(11.01) == 29
