"""Kernels put into kernels of other sizes: what is kept, where it lies."""

from hypothesis import given
from hypothesis import strategies as st

from designer.network.kernel_fitting import Fit, centred, fit_of, has_middle
from designer.network.kernel_lab import Matrix, size_of
from designer.network.kernels import NAMED_KERNELS

sizes = st.tuples(st.integers(1, 7), st.integers(1, 7))


def numbered(size: tuple[int, int]) -> Matrix:
    """Return a kernel whose cells are all different, and none is 0."""
    return tuple(tuple(1.0 + row * size[1] + column for column in range(size[1])) for row in range(size[0]))


def turned(kernel: Matrix) -> Matrix:
    return tuple(row[::-1] for row in kernel[::-1])


@given(sizes, sizes)
def test_nothing_is_lost_but_what_has_no_room(own: tuple[int, int], size: tuple[int, int]) -> None:
    kernel, found = numbered(own), centred(numbered(own), size)
    kept = sorted(value for row in found for value in row if value)
    assert size_of(found) == size and len(kept) == min(own[0], size[0]) * min(own[1], size[1])
    assert set(kept) <= {value for row in kernel for value in row}
    whole = fit_of(kernel, size)
    assert (whole is Fit.CUT) == (len(kept) < own[0] * own[1]) and (whole is Fit.WHOLE) == (found == kernel)


@given(sizes, sizes)
def test_where_there_is_a_middle_it_lies_in_it(own: tuple[int, int], size: tuple[int, int]) -> None:
    kernel = numbered(own)
    if has_middle(kernel, size):
        assert centred(turned(kernel), size) == turned(centred(kernel, size)), "turned by half a turn it lies on itself"


@given(sizes, sizes)
def test_there_and_back_is_the_same(own: tuple[int, int], size: tuple[int, int]) -> None:
    kernel = numbered(own)
    if fit_of(kernel, size) is not Fit.CUT and has_middle(kernel, size):
        assert centred(centred(kernel, size), own) == kernel


def test_a_named_kernel_lies_where_blocks_have_it_that_start_as_it() -> None:
    sobel = NAMED_KERNELS["sobel-x"]
    assert [row[1:4] for row in centred(sobel, (5, 5))[1:4]] == [tuple(float(value) for value in row) for row in sobel]
