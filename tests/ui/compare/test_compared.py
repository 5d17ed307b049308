"""The scale of two stacks of maps, and what is between them."""

from __future__ import annotations

import numpy as np
import pytest

from designer.ui.compare.compared import ComparedMaps
from designer.ui.maps.colors import ScaleMode
from designer.ui.maps.scale_choice import ScaleChoice
from designer.ui.maps.shown import ShownMaps
from tests.ui.maps.frames import Values


def shown(values: Values, first: int = 0, channels: int | None = None) -> ShownMaps:
    shape = (channels or len(values), *values.shape[1:])
    return ShownMaps(shape, bool((values < 0).any()), first, values)


def random(seed: int, low: float, size: tuple[int, ...] = (5, 4, 3)) -> Values:
    reach = np.random.default_rng(seed).uniform(0.5, 4, (size[0], 1, 1))
    values: Values = (np.random.default_rng(seed + 1).uniform(low, 1, size) * reach).astype(np.float32)
    return values


@pytest.mark.parametrize("mode", ScaleMode)
@pytest.mark.parametrize("low", [0.0, -1.0])
def test_the_same_value_has_the_same_colour_in_both(mode: ScaleMode, low: float) -> None:
    first, second = random(1, low), random(7, low) * np.float32(3)
    second[:, 2, 1] = first[:, 1, 2]  # one value of each map is in both
    compared = ComparedMaps.of(shown(first), shown(second))
    assert compared is not None
    choice = ScaleChoice()
    choice.choose_mode(compared.a, mode)
    choice.choose_fixed(compared.a, -0.3, 2.5)
    scale = compared.scale(choice.scale)
    indices = [maps.indices(range(5), scale, 100) for maps in (compared.a, compared.b)]
    np.testing.assert_array_equal(indices[0][:, 1, 2], indices[1][:, 2, 1])
    lows, highs = (np.broadcast_to(ends, 5) for ends in (scale.lows, scale.highs))
    if mode not in (ScaleMode.FIXED, ScaleMode.PERCENTILE):
        for maps in (first, second):
            assert (maps.min(axis=(1, 2)) >= lows).all() and (maps.max(axis=(1, 2)) <= highs).all(), "no value of either is beyond the scale"
    alone = choice.scale(compared.a)
    if mode is not ScaleMode.FIXED:
        assert not np.allclose(np.broadcast_to(alone.highs, 5), highs), "what is alone has a scale of its own"


def test_a_scale_of_each_map_spans_that_map_of_both() -> None:
    first, second = random(3, 0.0), random(4, 0.0)
    compared = ComparedMaps(shown(first, first=2, channels=9), shown(second, first=2, channels=9))
    scale = compared.scale(lambda maps, picture: maps.scale(ScaleMode.PER_MAP, picture))
    np.testing.assert_array_equal(scale.lows, np.minimum(first.min(axis=(1, 2)), second.min(axis=(1, 2))))
    np.testing.assert_array_equal(scale.highs, np.maximum(first.max(axis=(1, 2)), second.max(axis=(1, 2))))


def test_the_difference_is_b_minus_a_around_zero() -> None:
    first, second = random(5, -1.0), random(6, -1.0)
    first[4, 0, 0] = np.nan
    second[3, 0, :2] = first[3, 0, :2] = np.inf
    compared = ComparedMaps(shown(first), shown(second))
    found = compared.difference
    assert found.exact is not None and found.signed
    np.testing.assert_array_equal(found.exact[:3], second[:3] - first[:3])
    assert found.faulty_channels == {3: 2, 4: 1}, "what is no number in one is none between them"
    ends = compared.difference_scale.common_range
    finite = np.abs(found.exact[np.isfinite(found.exact)])
    assert ends == (-float(finite.max()), float(finite.max()))
    nothing = ComparedMaps(shown(first[:3]), shown(first[:3])).difference
    assert nothing.dead_channels == {0, 1, 2}


def test_only_the_same_maps_of_the_same_shape_are_laid_beside_each_other() -> None:
    maps = shown(random(8, 0.0))
    assert ComparedMaps.of(maps, None) is None and ComparedMaps.of(None, maps) is None
    assert ComparedMaps.of(maps, shown(random(8, 0.0, (5, 3, 4)))) is None
    assert ComparedMaps.of(shown(random(8, 0.0), 0, 9), shown(random(8, 0.0), 1, 9)) is None
    assert ComparedMaps.of(maps, shown(random(9, 0.0))) is not None
