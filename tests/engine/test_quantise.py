import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from designer.engine.quantise import Values, quantise

MAPS = hnp.arrays(np.float32, hnp.array_shapes(min_dims=3, max_dims=3, max_side=5), elements=st.floats(width=32))


def restored(maps: Values) -> NDArray[np.float64]:
    small = quantise(maps)
    lows, highs = (small.ranges[:, index].astype(np.float64)[:, None, None] for index in (0, 1))
    values: NDArray[np.float64] = lows + small.pixels / 255 * (highs - lows)
    return values


@given(MAPS)
def test_any_map_comes_back_within_half_a_step(maps: Values) -> None:
    small = quantise(maps)
    finite = np.isfinite(maps)
    assert (small.faulty == (~finite).sum(axis=(1, 2))).all()
    assert np.isfinite(small.ranges).all()
    spans = small.ranges[:, 1].astype(np.float64) - small.ranges[:, 0]
    allowed = np.broadcast_to((spans / 255 * 0.5001 + np.abs(small.ranges).max(axis=1) * 1e-6)[:, None, None], maps.shape)
    difference = np.abs(restored(maps) - np.where(finite, maps, 0).astype(np.float64))
    assert (difference[finite] <= allowed[finite] + 1e-45).all()
    assert (small.pixels[~finite] == 0).all()


def test_the_ends_of_the_range_are_met_exactly() -> None:
    small = quantise(np.array([[[-1.5, 0.0], [0.5, 2.5]], [[3.0, 3.0], [3.0, 3.0]]], np.float32))
    assert small.ranges.tolist() == [[-1.5, 2.5], [3.0, 3.0]]
    assert small.pixels.tolist() == [[[0, 96], [128, 255]], [[0, 0], [0, 0]]]


@pytest.mark.parametrize("fault", [np.nan, np.inf, -np.inf])
def test_a_fault_is_counted_and_does_not_hide_the_rest(fault: float) -> None:
    small = quantise(np.array([[[1.0, fault, 3.0, 2.0]]], np.float32))
    assert small.faulty.tolist() == [1]
    assert small.ranges.tolist() == [[1.0, 3.0]]
    assert small.pixels.tolist() == [[[0, 0, 255, 128]]]


def test_a_map_of_faults_alone_has_an_empty_range() -> None:
    small = quantise(np.full((1, 2, 2), np.nan, np.float32))
    assert (small.faulty.tolist(), small.ranges.tolist()) == ([4], [[0.0, 0.0]])
