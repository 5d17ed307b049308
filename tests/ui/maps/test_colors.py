import numpy as np
import pytest

from designer.ui.maps.colors import LAST, MIDDLE, NOT_FINITE, Palette, ScaleMode, color_table, indices_of_pixels, indices_of_values, scale_of
from designer.ui.theme import Theme


def array(*numbers: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.array(numbers, np.float32)


@pytest.mark.parametrize("mode", [ScaleMode.SYMMETRIC, ScaleMode.PER_MAP])
def test_zero_is_the_exact_middle_of_a_signed_scale(mode: ScaleMode) -> None:
    scale = scale_of(mode, True, array(-0.3, -7.1), array(2.31, 0.001))
    assert scale.palette is Palette.DIVERGING
    assert (indices_of_values(np.zeros((2, 3, 3), np.float32), scale) == MIDDLE).all()


def test_middle_of_the_diverging_table_is_the_middle_of_the_themes_map(theme: Theme) -> None:
    table, colors = color_table(Palette.DIVERGING, theme), theme.color_table("diverging")
    around = colors[127], colors[128]
    for shift in (16, 8, 0):
        low, high = sorted(color >> shift & 255 for color in around)
        assert low <= table[MIDDLE] >> shift & 255 <= high
    assert (table[1], table[LAST]) == (colors[0], colors[255])


def test_ends_of_a_symmetric_scale_are_the_same_distance_from_zero() -> None:
    scale = scale_of(ScaleMode.SYMMETRIC, True, array(-0.5, -2), array(1, 0.25))
    assert scale.common_range == (-2.0, 2.0)
    assert indices_of_values(array(-2, 2).reshape(1, 2), scale).tolist() == [[1, LAST]]


def test_layer_scale_spans_all_maps_and_map_scale_each() -> None:
    lows, highs = array(0, 1), array(4, 3)
    assert scale_of(ScaleMode.PER_LAYER, False, lows, highs).common_range == (0, 4)
    each = scale_of(ScaleMode.PER_MAP, False, lows, highs)
    assert each.common_range is None
    assert indices_of_values(array(0, 1).reshape(2, 1, 1), each).ravel().tolist() == [1, 1]


def test_what_is_not_finite_has_the_colour_kept_for_it(theme: Theme) -> None:
    scale = scale_of(ScaleMode.PER_LAYER, False, array(0), array(1))
    found = indices_of_values(array(np.nan, np.inf, -np.inf, 0.5).reshape(1, 2, 2), scale)
    assert found.ravel()[:3].tolist() == [NOT_FINITE] * 3
    assert found.ravel()[3] == MIDDLE
    assert color_table(Palette.GREY, theme)[NOT_FINITE] == theme.color("nan").rgba()


def test_eight_bit_maps_are_recoloured_from_their_own_ranges_to_the_layers() -> None:
    lows, highs = array(-1, -2), array(1, 2)
    pixels = np.array([[[0, 255]], [[0, 255]]], np.uint8)
    found = indices_of_pixels(pixels, lows, highs, scale_of(ScaleMode.SYMMETRIC, True, lows, highs))
    assert found[1].ravel().tolist() == [1, LAST]
    assert found[0].ravel().tolist() == [pytest.approx(64.5, abs=0.5), pytest.approx(191.5, abs=0.5)]


@pytest.mark.parametrize(("extreme", "ends"), [(3.4e38, (1, LAST)), (1e-45, (MIDDLE, MIDDLE))])
def test_extreme_ranges_give_indices_and_no_warning(extreme: float, ends: tuple[int, int]) -> None:
    scale = scale_of(ScaleMode.SYMMETRIC, True, array(-extreme), array(extreme))
    assert indices_of_values(array(-extreme, 0, extreme).reshape(1, 3), scale).tolist() == [[ends[0], MIDDLE, ends[1]]]


def test_a_flat_layer_is_the_middle() -> None:
    assert (indices_of_values(np.full((1, 2, 2), 5, np.float32), scale_of(ScaleMode.PER_LAYER, False, array(5), array(5))) == MIDDLE).all()
