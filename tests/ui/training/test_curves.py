from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.protocol.events import EpochFinished, StepsDone
from designer.ui.training.curve_points import CurvePoints, thinned
from designer.ui.training.run_curves import RunCurves


def test_no_point_is_lost_however_they_come() -> None:
    points, values = CurvePoints(), np.arange(10_000, dtype=np.float32)
    start = 0
    for length in (1, 1_023, 1, 2_048, 5_000, 1_927):
        points.append(start + 1, values[start : start + length])
        start += length
    assert len(points) == 10_000
    assert np.array_equal(points.values, values)
    assert np.array_equal(points.steps, np.arange(1, 10_001))


def test_smoothing_is_the_mean_of_the_last_points() -> None:
    points, values = CurvePoints(), np.random.default_rng(1).normal(size=500)
    points.append(1, values)
    expected = [values[max(0, end - 25) : end].mean() for end in range(1, 501)]
    assert np.allclose(points.smoothed(25), expected)


def test_one_bad_value_spoils_only_the_means_it_is_in() -> None:
    points = CurvePoints()
    points.append(1, np.array([1.0, np.nan, 3.0, 1e30, np.inf, 5.0, 7.0]))
    assert points.smoothed(2).tolist()[:3] == [1.0, 1.0, 3.0]
    assert np.isnan(points.smoothed(2)[4])
    assert points.smoothed(2)[6] == 6.0


@given(st.lists(st.floats(width=32), min_size=1, max_size=400), st.integers(1, 60))
def test_thinning_keeps_every_peak_and_the_order(values: list[float], columns: int) -> None:
    steps, ys = np.arange(float(len(values))), np.array(values)
    x, y = thinned(steps, ys, columns)
    assert len(x) <= max(2 * columns, len(values) if len(values) <= 2 * columns else 0)
    assert np.all(np.diff(x) > 0)
    finite = ys[np.isfinite(ys)]
    if len(finite):
        kept = y[np.isfinite(y)]
        assert (kept.min(), kept.max()) == (finite.min(), finite.max())


@pytest.mark.parametrize(("last", "end"), [(1, 37), (60, 74), (1_281, 2_345), (4_690, 4_690)])
def test_the_axis_ends_where_the_points_still_fit(last: int, end: int) -> None:
    curves = RunCurves(steps=4_690)
    curves.take_steps(StepsDone(run=1, first_step=last, losses=b"\0" * 4, accuracies=b"\0" * 4))
    assert curves.shown_steps() == end


def test_validation_points_lie_at_the_ends_of_epochs() -> None:
    curves = RunCurves(steps=20)
    figures = {"train_loss": 1.0, "train_accuracy": 0.5, "validation_loss": 0.8, "validation_accuracy": 0.6, "images_per_second": 1.0}
    curves.take_epoch(EpochFinished(run=1, epoch=1, step=10, best=True, **figures))
    assert (curves.loss.validation.steps.tolist(), curves.loss.validation.values.tolist()) == ([10.0], [0.8])
    assert curves.accuracy.validation.last == 0.6
