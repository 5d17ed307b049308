"""What is known of all maps together."""

import numpy as np
import pytest

from designer.ui.maps.sentences import statistics_text
from designer.ui.maps.statistics import BINS, MOST_VALUES, percentiles, sampled, statistics_of


def test_zeros_dead_maps_and_faults_are_counted() -> None:
    values = np.zeros((4, 5, 5), np.float32)
    values[0, 0, :4] = 2.0
    values[1, 0, 0], values[2, 0, :2] = -1.0, np.nan
    found = statistics_of(values)
    assert (found.number, found.dead, found.faulty, found.low, found.high) == (4, 1, 2, -1.0, 2.0)
    assert found.zeros == pytest.approx(1 - 5 / 98)
    assert found.mean == pytest.approx(7 / 98)
    assert sum(found.counts) == 98 and found.counts[0] == 1 and found.counts[-1] == 4
    assert statistics_text(found, vector=False) == "−1 … 2, mean 0.07143 · 94.9 % zeros · 1 of 4 maps all 0 · 2 not finite"


def test_units_of_a_vector_are_no_dead_maps() -> None:
    found = statistics_of(np.array([[[0.0, 1.0, 0.0]]], np.float32))
    assert "all 0" not in statistics_text(found, vector=True) and found.zeros == pytest.approx(2 / 3)


@pytest.mark.parametrize("values", [np.full((2, 3, 3), np.nan, np.float32), np.full((1, 2, 2), 7.0, np.float32), np.zeros((1, 1, 1), np.float32)])
def test_values_that_are_all_alike_or_no_numbers(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
    found = statistics_of(values)
    assert len(found.counts) == BINS and sum(found.counts) == np.isfinite(values).sum()


def test_counts_are_those_of_a_plain_histogram() -> None:
    values = np.random.default_rng(0).standard_normal((8, 30, 30)).astype(np.float32)
    expected = np.histogram(values.astype(np.float64), BINS, (float(values.min()), float(values.max())))[0]
    assert np.abs(np.array(statistics_of(values).counts) - expected).sum() <= 2, "values on an edge may lie on either side of it"


def test_very_many_values_are_sampled() -> None:
    values = np.arange(10 * MOST_VALUES + 3, dtype=np.float32)
    assert MOST_VALUES * 0.8 < sampled(values).size <= MOST_VALUES


def test_percentiles_leave_out_what_is_outermost() -> None:
    values = np.linspace(0, 1, 1001, dtype=np.float32)
    values[-1] = 1e9
    assert percentiles(values, signed=False) == pytest.approx((0.01, 0.99), abs=1e-3)
    assert percentiles(-values, signed=True) == pytest.approx((-0.99, 0.99), abs=1e-3)
    assert percentiles(np.full(3, np.nan, np.float32), signed=True) == (0.0, 0.0)
