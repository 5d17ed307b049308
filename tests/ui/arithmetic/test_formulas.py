import math
from typing import Any

import pytest

from designer.network.errors import ShapeError
from designer.protocol.errors import ProtocolError
from designer.protocol.events import ArithmeticStage
from designer.ui.arithmetic.formulas import formula_lines, is_known
from designer.ui.arithmetic.stages import decode_stage
from designer.ui.arithmetic.window_tables import tables_of
from tests.contract.random_blocks import TYPES, cases
from tests.ui.arithmetic.samples import convolution, dense, explanation, formula, maximum, softmax, stage

BATCH_NORM = {"x": 0.5, "mean": -0.25, "variance": 4.0, "epsilon": 0.0, "deviation": 2.0, "scale": -3.0, "shift": 0.125}


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        (formula("ReLU", 0, x=-0.31), ("max(0, x)", "= max(0, −0.31) = 0")),
        (formula("LeakyReLU", -0.02, x=-2, slope=0.01), ("slope · x", "= 0.01 · (−2) = −0.02")),
        (formula("LeakyReLU", 2, x=2, slope=0.01), ("x", "= 2 = 2")),
        (formula("Sigmoid", 0.5, x=-1.5), ("1 / (1 + exp(−x))", "= 1 / (1 + exp(1.5)) = 0.5")),
        (formula("Hardswish", -0.25, x=-0.5), ("x · min(max(0, x + 3), 6) / 6", "= −0.5 · min(max(0, −0.5 + 3), 6) / 6 = −0.25")),
        (formula("BatchNorm2d", -1.0, "", **BATCH_NORM), (
            "deviation = √(variance + ε) = √(4 + 0) = 2", "(x − mean) / deviation · scale + shift",
            "= (0.5 − (−0.25)) / 2 · (−3) + 0.125 = −1",
        )),
        (formula("LayerNorm", -1.0, "", count=1568.0, **BATCH_NORM), (
            "mean and variance over 1,568 values of this picture", "deviation = √(variance + ε) = √(4 + 0) = 2",
            "(x − mean) / deviation · scale + shift", "= (0.5 − (−0.25)) / 2 · (−3) + 0.125 = −1",
        )),
        (formula("RMSNorm", -0.75, "", **{"x": 0.5, "mean square": 4.0, "epsilon": 0.0, "root": 2.0, "scale": -3.0, "count": 40.0}), (
            "mean square over 40 values of this picture", "root = √(mean square + ε) = √(4 + 0) = 2", "x / root · scale", "= 0.5 / 2 · (−3) = −0.75",
        )),
        (formula("ConvTranspose2d", 0.0), ("no input value's kernel reaches this pixel", "Σ products = 0")),
        (formula("add", 1.0, x1=3.0, x2=-2.0), (
            "x1 = conv1 map 1, row 2, column 3", "x2 = conv1 map 1, row 2, column 3", "x1 + x2", "= 3 + (−2) = 1",
        )),
        (formula("mul", -6.0, x1=3.0, x2=-2.0, block=""), ("x1 · x2", "= 3 · (−2) = −6")),
        (formula("cat", 3.0, x=3.0), ("unchanged, from conv1 map 1, row 2, column 3", "= 3")),
        (formula("Dropout", 3.0, x=3.0), ("unchanged: dropout acts only while training", "conv1 map 1, row 2, column 3", "= 3")),
        (formula("AvgPool2d", 2.5, sum=10.0, divisor=4.0), ("Σ of 0 values / 4", "= 10 / 4 = 2.5")),
        (maximum(), ("the largest of 4 values, at row 9, column 12 = 4",)),
    ],
)  # fmt: skip
def test_formulas_have_the_values_put_in(told: ArithmeticStage, lines: tuple[str, ...]) -> None:
    assert formula_lines(stage(told)) == lines


def test_a_call_that_is_not_known_shows_the_formula_of_the_block_itself() -> None:
    told = formula("Mish", 0.3, x=0.5)
    assert formula_lines(stage(told), "x · tanh(log(1 + eˣ))") == ("x · tanh(log(1 + eˣ))", "x = 0.5", "= 0.3")
    assert formula_lines(stage(told)) == ("Mish(x)", "x = 0.5", "= 0.3")


@pytest.mark.parametrize("type_name", TYPES)
def test_every_block_type_has_its_formula_here(type_name: str) -> None:
    names = set[str]()
    for spec, shapes in cases(type_name, 60):
        try:
            spec.check_inputs(shapes)
            spec.output_shape(shapes)
        except ShapeError:
            continue
        names.update(call.name for call in spec.torch_calls(shapes))
    assert names and {name for name in names if not is_known(name)} == set()


def test_a_transposed_convolution_tells_how_many_values_reach_the_pixel() -> None:
    told = convolution(count=2, kernel=2, call="ConvTranspose2d")
    found, shown = stage(told), explanation(told)
    assert formula_lines(found)[0] == "Σ of the 4 input values of each map whose kernels reach this pixel"
    assert formula_lines(found)[1].startswith("Σ products ") and "+ bias 0.25 = " in formula_lines(found)[1]
    assert shown.subtitle() == "Σ 2 windows of pool1 × kernels of map 5 + bias"
    window, kernel, products = tables_of(shown, found, 1, None)
    assert kernel.caption == "kernel cells that reach it, of map 5"
    assert (products.values == window.values.astype(float) * kernel.values).all()


def test_a_convolution_adds_its_bias() -> None:
    found = stage(convolution())
    total = float(found.products.sum())
    assert formula_lines(found) == (f"Σ products {total:.4g} + bias 0.25 = {total + 0.25:.4g}".replace("-", "−"),)
    assert formula_lines(stage(convolution(bias=None)))[0].startswith("Σ products = ")


def test_softmax_tells_its_sum() -> None:
    lines = formula_lines(stage(softmax()))
    assert lines[0] == f"Σ exp(x − max) over 10 = {sum(math.exp(-step) for step in range(10)):.4g}"
    assert lines[-1].startswith("= exp(7 − 9) / 1.582 = ")


@pytest.mark.parametrize("changes", [{"values": b"1234"}, {"sums": b""}, {"weights": b"12345678"}, {"channels": b"123"}, {"shape": ()}])
def test_arrays_that_do_not_fit_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError, match="the arithmetic of Conv2d"):
        decode_stage(convolution(**changes))


def test_padding_is_what_lies_outside() -> None:
    found = stage(convolution(row=-1, column=12))
    assert found.padded.sum() == 5 + 4 * 3
    assert found.padded[0].all() and found.padded[:, 2:].all() and not found.padded[1:, :2].any()
    assert not stage(dense()).padded.any()
