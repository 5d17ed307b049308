"""The Kernel lab's arithmetic: the worked example of the lectures, what its window sees, where a cell goes, sizes and refusals."""

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.network.errors import FieldError, ShapeError
from designer.network.kernel_lab import KERNELS, POOLING_MATRIX, KernelLab, LabActivation, LabSweep, Matrix, Mode, kernel_name, number_of, resized
from designer.network.kernel_lab_terms import Closing, closings, goes_into, output, result, running, steps, terms, winner
from designer.network.kernels import NAMED_KERNELS

EXAMPLE: Matrix = ((1.0, 1.2, 1.1, 0.9), (2.1, 2.7, 2.5, 1.9), (1.0, 2.1, 2.4, 1.4), (1.0, 1.8, 2.0, 1.8))
POOLED = {
    Mode.MAX: ((0.9, 0.8), (0.8, 0.9)),
    Mode.AVERAGE: ((0.525, 0.5), (0.275, 0.675)),
    Mode.SUM: ((2.1, 2.0), (1.1, 2.7)),
}


def rounded(matrix: Matrix) -> Matrix:
    return tuple(tuple(round(value, 9) for value in row) for row in matrix)


@st.composite
def labs(draw: st.DrawFn) -> KernelLab:
    """Return a lab whose window fits."""
    mode = draw(st.sampled_from(Mode))
    rows, columns = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    cells = st.floats(-4, 4, width=32)
    pair = st.tuples(st.integers(1, 3), st.integers(1, 3))
    window = draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
    most = (9, 9) if mode is Mode.CONVOLVE else (window[0] // 2, window[1] // 2)
    sides = st.tuples(*(st.integers(0, most[axis // 2]) for axis in range(4)))
    paddings = st.one_of(sides, st.sampled_from(("valid", "same", "wide") if mode is Mode.CONVOLVE else ("valid", "same")))
    sweep = LabSweep(draw(pair), draw(paddings), draw(pair))
    matrix = tuple(tuple(draw(cells) for _ in range(columns)) for _ in range(rows))
    kernel = tuple(tuple(draw(cells) for _ in range(window[1])) for _ in range(window[0]))
    bias, activation = draw(st.sampled_from((0.0, -1.5, 2.0))), draw(st.sampled_from(LabActivation))
    lab = KernelLab(matrix, kernel, mode, "", sweep, sweep, window, bias, activation)
    try:
        lab.output_size()
    except ShapeError:
        return dataclasses.replace(lab, convolution=LabSweep(), pooling=LabSweep(), kernel=((1.0,),), pool=(1, 1))
    return lab


def test_the_lab_opens_on_the_example_of_the_lectures() -> None:
    assert rounded(output(KernelLab())) == EXAMPLE


@pytest.mark.parametrize("mode", POOLED)
def test_pooling_the_example(mode: Mode) -> None:
    lab = KernelLab().with_matrix(POOLING_MATRIX).with_mode(mode)
    assert rounded(output(lab)) == POOLED[mode]


def test_the_running_sum_of_the_cell_that_the_deck_misprints() -> None:
    found = terms(KernelLab(), 1, 0)
    assert [round(term.running, 9) for term in found] == [0.2, 0.2, 0.2, 0.2, 1.1, 1.1, 1.4, 1.4, 2.1]
    assert [(term.row, term.column) for term in found][:4] == [(1, 0), (1, 1), (1, 2), (2, 0)]


@given(labs())
def test_every_result_is_its_own_last_running_sum(lab: KernelLab) -> None:
    for row, results in enumerate(output(lab)):
        for column, value in enumerate(results):
            found = terms(lab, row, column)
            assert result(lab, found) == running(lab, found, steps(lab)) == value


def test_bias_and_relu_follow_the_last_term_as_steps_of_their_own() -> None:
    lab = KernelLab(bias=-2.0).with_activation(LabActivation.RELU)
    assert (closings(lab), steps(lab)) == ((Closing.BIAS, Closing.RELU), 11)
    assert [round(running(lab, terms(lab, 0, 0), taken), 9) for taken in (9, 10, 11)] == [1.0, -1.0, 0.0]
    assert rounded(output(lab)) == tuple(tuple(round(max(0.0, value - 2), 9) for value in row) for row in EXAMPLE)
    assert closings(lab.with_bias(0.0)) == (Closing.RELU,) and steps(lab.with_bias(0.0)) == 10


@pytest.mark.parametrize("mode", POOLED)
def test_a_pool_adds_nothing_and_activates_nothing(mode: Mode) -> None:
    lab = KernelLab(bias=-2.0).with_activation(LabActivation.RELU).with_matrix(POOLING_MATRIX).with_mode(mode)
    assert rounded(output(lab)) == POOLED[mode] and steps(lab) == 4


@given(labs())
def test_a_cell_goes_where_windows_see_it(lab: KernelLab) -> None:
    rows, columns = lab.output_size()
    seen: dict[tuple[int, int], set[tuple[int, int, int, int]]] = {}
    for row in range(rows):
        for column in range(columns):
            for term in terms(lab, row, column):
                seen.setdefault((term.row, term.column), set()).add((row, column, term.kernel_row, term.kernel_column))
    (top, bottom), (left, right) = lab.sides(0), lab.sides(1)
    for row in range(-top, lab.size[0] + bottom):
        for column in range(-left, lab.size[1] + right):
            found = [(to.row, to.column, to.kernel_row, to.kernel_column) for to in goes_into(lab, row, column)]
            assert found == sorted(found)
            assert set(found) == seen.get((row, column), set())


@given(labs().filter(lambda lab: lab.mode is Mode.CONVOLVE))
def test_wide_padding_lets_every_cell_meet_every_cell_of_the_kernel(lab: KernelLab) -> None:
    wide = lab.with_sweep(padding="wide", stride=(1, 1))
    products = wide.window[0] * wide.window[1]
    assert {len(goes_into(wide, row, column)) for row in range(wide.size[0]) for column in range(wide.size[1])} == {products}


def test_sizes_and_their_formulas() -> None:
    lab = KernelLab()
    assert (lab.output_size(), lab.size_expression(0)) == ((4, 4), "⌊(6 + 2·0 − 3)/1⌋ + 1")
    wide = lab.with_sweep(padding="wide")
    assert (wide.output_size(), wide.size_expression(1)) == ((8, 8), "⌊(6 + 2·2 − 3)/1⌋ + 1")
    same = lab.with_sweep(padding="same", stride=(2, 3))
    assert (same.output_size(), same.size_expression(1), same.sides(0)) == ((3, 2), "⌈6/3⌉", (0, 1))
    uneven = lab.with_sweep(padding=(0, 1, 2, 0), dilation=(2, 1))
    assert (uneven.output_size(), uneven.size_expression(0)) == ((3, 6), "⌊(6 + 0 + 1 − 2·(3 − 1) − 1)/1⌋ + 1")


def test_a_window_that_does_not_fit_says_so_with_the_numbers() -> None:
    with pytest.raises(ShapeError, match=r"9×9 kernel does not fit a 6×6 input"):
        output(KernelLab().with_window((9, 9)))
    with pytest.raises(ShapeError, match=r"padding 2×2 is above half the 2×2 window; at most 1×1"):
        output(KernelLab().with_mode(Mode.MAX).with_sweep(padding=(2, 2)))


def test_padding_never_wins_a_maximum_and_counts_in_an_average() -> None:
    lab = KernelLab(matrix=((-1.0, -2.0), (-3.0, -4.0)), mode=Mode.MAX).with_sweep(padding=(1, 1))
    assert output(lab) == ((-1.0, -2.0), (-3.0, -4.0))
    assert [term.value for term in terms(lab, 0, 0)] == [-math.inf, -math.inf, -math.inf, -1.0] and winner(terms(lab, 0, 0)) == 3
    assert output(lab.with_mode(Mode.AVERAGE)) == ((-0.25, -0.5), (-0.75, -1.0))


def test_of_equal_values_the_first_wins() -> None:
    assert winner(terms(KernelLab(matrix=((1.0, 1.0), (1.0, 0.0)), mode=Mode.MAX), 0, 0)) == 0


def test_convolution_and_pools_keep_their_own_windows() -> None:
    lab = KernelLab().with_sweep(stride=(2, 1)).with_mode(Mode.SUM)
    assert (lab.window, lab.sweep.stride) == ((2, 2), (2, 2))
    wider = lab.with_window((3, 3)).with_mode(Mode.CONVOLVE)
    assert (wider.kernel, wider.sweep.stride, wider.pool) == (KernelLab().kernel, (2, 1), (3, 3))


def test_a_changed_matrix_is_a_persons_own() -> None:
    lab = KernelLab()
    assert lab.with_cell(0, 0, 0.0) is lab and lab.with_size((6, 6)) is lab
    assert lab.with_cell(0, 0, 0.5).name == "" and lab.with_cell(0, 0, 0.5).matrix[0][:2] == (0.5, 0.0)
    assert resized(((1.0, 2.0), (3.0, 4.0)), (3, 1)) == ((1.0,), (3.0,), (0.0,))
    assert resized(((1.0,),), (2, 2)) == ((1.0, 0.0), (0.0, 0.0))


def test_kernels_are_known_by_their_numbers() -> None:
    assert [kernel_name(rows) for rows in KERNELS.values()] == list(KERNELS)
    assert set(KERNELS) - set(NAMED_KERNELS) == {"lecture"}
    assert kernel_name(KernelLab().with_kernel_cell(0, 0, 3.0).kernel) == ""
    assert kernel_name(((1.0,),)) == ""


@pytest.mark.parametrize("text", ["", "a", "1/0", "nan", "inf", "1e9", "1/2/3"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(FieldError, match="a number"):
        number_of(text)
