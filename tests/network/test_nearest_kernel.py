import numpy as np
import numpy.typing as npt
import pytest

from designer.network.kernels import NAMED_KERNELS
from designer.network.nearest_kernel import fits_named_kernels, named_kernel, nearest_kernels

SIDES = [(3, 3), (5, 5), (7, 5), (4, 4), (11, 11)]


@pytest.mark.parametrize("name", NAMED_KERNELS)
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("factor", [0.01, -3.0])
def test_a_named_kernel_at_any_size_and_strength_is_found_with_its_sign(name: str, side: tuple[int, int], factor: float) -> None:
    found = nearest_kernels([factor * named_kernel(name, *side)])[0]
    assert found is not None
    assert (found.name, found.turned) == (name, factor < 0)
    assert found.similarity == pytest.approx(np.sign(factor))


def test_a_kernel_drawn_over_the_whole_filter_is_found_too() -> None:
    ramp = np.outer([1, 1, 2, 1, 1], [-2, -1, 0, 1, 2])
    found = nearest_kernels([ramp])[0]
    assert found is not None and found.name == "sobel-x" and found.similarity > 0.9


def test_a_kernel_with_a_sum_of_zero_keeps_it_at_every_size() -> None:
    flat = np.ones((7, 7))
    found = nearest_kernels([flat])[0]
    assert found is not None and found.name == "blur" and found.similarity == pytest.approx(1)


@pytest.mark.parametrize("values", [np.zeros((3, 3)), np.full((3, 3), np.nan), np.ones((1, 1)), np.ones((1, 9))])
def test_nothing_to_be_like_is_told_as_nothing(values: npt.NDArray[np.float64]) -> None:
    assert nearest_kernels([values]) == [None]


def test_each_filter_of_a_stack_is_judged_by_itself() -> None:
    names = list(NAMED_KERNELS)
    found = nearest_kernels(np.array([*NAMED_KERNELS.values(), ((0.0,) * 3,) * 3]))
    assert [likeness.name if likeness else None for likeness in found] == [*names, None]


def test_named_kernels_fit_odd_sides_from_three_on() -> None:
    assert [fits_named_kernels(*side) for side in ((3, 3), (5, 3), (4, 3), (1, 3))] == [True, True, False, False]
