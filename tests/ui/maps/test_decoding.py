import msgspec
import numpy as np
import pytest

from designer.protocol.errors import ProtocolError
from designer.ui.maps.decoding import decode_card, decode_exact
from tests.ui.maps.frames import card, exact, ramp

MAPS, VECTOR = ramp(3, 4, 5), ramp(6)


def test_maps_come_back_within_half_a_level() -> None:
    found = decode_card(card("conv1", MAPS))
    spans = (found.highs - found.lows)[:, None, None]
    assert np.abs(found.lows[:, None, None] + found.pixels / 255 * spans - MAPS).max() <= spans.max() / 510 + 1e-6


def test_vector_comes_back_exactly() -> None:
    assert (decode_card(card("dense1", VECTOR)).values == VECTOR).all()
    assert (decode_exact(exact("dense1", VECTOR)).values == VECTOR).all()


def test_dead_map_is_known_and_one_with_faults_is_not_dead() -> None:
    values = np.zeros((3, 2, 2), np.float32)
    values[1, 0, 0], values[2, 0, 0] = 1, np.nan
    found = decode_card(card("relu1", values))
    assert found.dead.tolist() == [True, False, False]
    assert found.faulty.tolist() == [0, 0, 1]


def test_part_of_a_large_block_tells_where_it_begins() -> None:
    found = decode_exact(exact("conv1", MAPS, first=7, shape=(20, 4, 5)))
    assert (found.first, found.values.shape) == (7, (3, 4, 5))


@pytest.mark.parametrize(
    "wrong",
    [
        {"pixels": b"1"}, {"ranges": b"12345678"}, {"ranges": b""}, {"ranges": b"123"}, {"faulty": b""},
        {"side": (5, 4)}, {"side": (0, 5)}, {"side": (-4, -5)},
        {"shape": (3, 4)}, {"shape": (2, 4, 5)}, {"shape": (0, 4, 5)}, {"shape": (60,)}, {"values": b"1234"}, {"side": (10**9, 10**9)},
        {"ranges": np.array([[1, 0]] * 3, "<f4").tobytes()}, {"ranges": np.full((3, 2), np.nan, "<f4").tobytes()},
    ],
)  # fmt: skip
def test_card_whose_sizes_disagree_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ProtocolError, match="conv1"):
        decode_card(msgspec.structs.replace(card("conv1", MAPS), **wrong))


@pytest.mark.parametrize(
    "wrong", [{"values": b""}, {"values": b"123"}, {"first": -1}, {"first": 1}, {"shape": (2, 4, 5)}, {"shape": ()}, {"shape": (3, -4, 5)}]
)
def test_exact_maps_whose_sizes_disagree_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ProtocolError, match="conv1"):
        decode_exact(msgspec.structs.replace(exact("conv1", MAPS), **wrong))


def test_exact_vector_must_be_whole() -> None:
    with pytest.raises(ProtocolError):
        decode_exact(msgspec.structs.replace(exact("dense1", VECTOR), first=1))
