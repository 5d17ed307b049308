"""The arithmetic of sliding windows."""

import pytest

from designer.network.errors import ShapeError
from designer.network.shapes import padding_sides, raw_output_size, same_sides, shape_text, window_output_size


def slid_by_hand(size: int, kernel: int, stride: int, dilation: int) -> int:
    """Count the positions of a window one by one."""
    positions, start = 0, 0
    while start + dilation * (kernel - 1) < size:
        positions, start = positions + 1, start + stride
    return positions


def test_the_window_rule_counts_positions() -> None:
    for size in range(1, 14):
        for kernel in range(1, 5):
            for stride in range(1, 5):
                for dilation in range(1, 4):
                    expected = slid_by_hand(size, kernel, stride, dilation)
                    assert max(raw_output_size(size, kernel, stride, (0, 0), dilation), 0) == expected


def test_same_keeps_the_size_divided_by_the_stride_rounded_up() -> None:
    for size in range(1, 40):
        for kernel in range(1, 8):
            for stride in range(1, 6):
                for dilation in range(1, 3):
                    sides = same_sides(size, kernel, stride, dilation)
                    assert sides[1] - sides[0] in (0, 1), "the odd zero goes after"
                    assert raw_output_size(size, kernel, stride, sides, dilation) == -(-size // stride)


def test_rounding_up_drops_a_window_that_starts_in_the_trailing_padding() -> None:
    assert raw_output_size(5, 2, 2, (0, 0), ceil_mode=True) == 3
    assert raw_output_size(4, 1, 3, (0, 0), ceil_mode=True) == 2
    assert raw_output_size(6, 1, 3, (0, 0), ceil_mode=True) == 2, "a third window would start behind the picture"


def test_a_window_that_does_not_fit_is_an_error_with_the_numbers() -> None:
    with pytest.raises(ShapeError, match="a window of 5 does not fit 3 pixels"):
        window_output_size(3, kernel=5)


def test_padding_of_four_sides_is_top_bottom_left_right() -> None:
    assert padding_sides((1, 2, 3, 4), 0, 10, 3, 1) == (1, 2)
    assert padding_sides((1, 2, 3, 4), 1, 10, 3, 1) == (3, 4)


def test_shapes_are_written_with_a_multiplication_sign() -> None:
    assert shape_text((6, 28, 28)) == "6×28×28"
