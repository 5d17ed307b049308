"""Warnings teach: each says the numbers, goes away by its first fix, and is silenced on its block."""

from __future__ import annotations

import dataclasses

import pytest

from designer.network import edits
from designer.network.analysis import Analysis, analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks.base import BlockSpec
from designer.network.fixes import ordered_fixes
from designer.network.templates import load_template, template_names
from tests.network.networks import chain, lenet5, spec

Layer = tuple[str, BlockSpec]
IMAGE = ("input", spec("input", shape=(1, 28, 28)))
END: tuple[Layer, ...] = (("last", spec("dense", units=10)), ("softmax", spec("softmax")))


def conv(name: str, filters: int = 8, **values: object) -> Layer:
    return name, spec("conv2d", filters=filters, **{"padding": "same", **values})


def relu(name: str) -> Layer:
    return name, spec("relu")


def pool(name: str, **values: object) -> Layer:
    return name, spec("max_pool", **values)


def warned(network: Architecture) -> list[tuple[str | None, str]]:
    found = analyse(network, classes=10)
    assert not found.errors
    return [(problem.block, problem.code) for problem in found.warnings]


def small(*between: Layer) -> Architecture:
    """Return a network that begins with a convolution with ReLU and ends small enough that nothing else is worth a warning."""
    return chain(IMAGE, conv("conv1"), relu("relu1"), *between, ("narrow", spec("global_pool")), *END)


SEEING: tuple[Layer, ...] = (pool("pool1", kernel=(4, 4), stride=(4, 4)), conv("wide", kernel=(5, 5)), relu("relu9"))
"""After these every value sees more than half of the picture."""


def test_a_fresh_lenet5_and_every_template_are_without_a_warning() -> None:
    assert warned(lenet5()) == []
    for name in template_names():
        assert analyse(load_template(name)).problems == (), name


@pytest.mark.parametrize("between", [(), (("norm", spec("batch_norm")),), (("drop", spec("dropout")), ("mean", spec("avg_pool")))])
def test_nothing_non_linear_between_two_convolutions(between: tuple[Layer, ...]) -> None:
    network = small(*SEEING, conv("first"), *between, conv("second"), relu("relu2"))
    assert warned(network) == [("second", "no-activation-between")]
    (problem,) = analyse(network, 10).warnings
    assert "first" in problem.message
    mended = ordered_fixes(analyse(network, 10), problem)[0].apply(network)
    assert warned(mended) == []
    norm = bool(between) and between[0][0] == "norm"
    assert mended.sources["relu3"] == (("norm",) if norm else ("first",))


@pytest.mark.parametrize("name", ["relu", "max_pool", "tanh", "local_response_norm"])
def test_what_is_not_linear_between_two_convolutions_says_nothing(name: str) -> None:
    assert warned(small(*SEEING, conv("first"), ("between", spec(name)), conv("second"), relu("relu2"))) == []


def test_a_merge_between_two_convolutions_says_nothing() -> None:
    network = small(*SEEING, conv("first"), ("add", spec("add")), conv("second"), relu("relu2"))
    assert warned(dataclasses.replace(network, wires=(*network.wires, Wire("relu9", "add")))) == []


def test_the_name_in_the_warning_follows_a_title() -> None:
    network = small(*SEEING, conv("first"), conv("second"), relu("relu2"))
    before = analyse(network, 10)
    after = analyse(edits.set_title(network, "first", "edges"), 10, before)
    assert "between edges and this block" in after.warnings[0].message


def test_one_dense_layer_with_nine_tenths_of_the_parameters() -> None:
    network = chain(IMAGE, conv("conv1", kernel=(5, 5)), relu("relu1"), pool("pool1"), conv("conv2"), relu("relu2"), ("flat", spec("flatten")), *END)
    (problem,) = analyse(network, 10).warnings
    assert (problem.block, problem.code) == ("last", "dense-dominates")
    assert problem.message == (
        "last: has 15,690 of the network's 16,482 parameters (95 %): a weight for each of its 1,568 inputs and 10 units; "
        "pooling before it leaves fewer inputs"
    )
    assert [remedy.label for remedy in problem.remedies] == ["Insert Max pool 2×2", "Insert Global average pool"]
    for fix in ordered_fixes(analyse(network, 10), problem):
        mended = fix.apply(network)
        assert "dense-dominates" not in [code for _, code in warned(mended)]
        assert mended.targets["relu2"][0] not in ("flat", "last"), "in front of the Flatten"


def test_a_dense_layer_below_nine_tenths_or_alone_says_nothing() -> None:
    assert analyse(lenet5()).reports["dense1"].parameters > 0.77 * analyse(lenet5()).parameters
    assert warned(chain(IMAGE, *END)) == []


def test_a_receptive_field_below_half_the_picture_before_global_pooling() -> None:
    network = small(conv("conv2"), relu("relu2"))
    (problem,) = analyse(network, 10).warnings
    assert (problem.block, problem.code) == ("conv2", "small-receptive-field")
    assert "before narrow joins all positions each value has seen only 5×5 of the picture's 28×28 pixels" in problem.message
    fixes = ordered_fixes(analyse(network, 10), problem)
    assert [fix.label for fix in fixes] == ["Insert Max pool 4×4 after conv1"], "a stride of 4 would skip pixels and see less"
    assert warned(fixes[0].apply(network)) == []


def test_a_quarter_of_the_picture_is_enough_before_a_dense_layer() -> None:
    network = chain(IMAGE, conv("conv1"), relu("relu1"), pool("pool1"), conv("conv2"), relu("relu2"), pool("pool2"), *END)
    field = analyse(network).reports["pool2"].receptive_field
    assert field is not None and field.size == (10, 10)
    assert warned(network) == []
    near = chain(IMAGE, conv("conv1", 2), relu("relu1"), pool("pool1"), ("mid", spec("dense", units=20)), relu("relu2"), *END)
    assert ("pool1", "small-receptive-field") in warned(near)


def test_what_is_squeezed_to_a_gate_is_no_joining_of_positions() -> None:
    gate = (Block("squeeze", spec("global_pool")), Block("excite", spec("conv2d", filters=8, kernel=(1, 1))), Block("gate", spec("sigmoid")))
    network = small(("gated", spec("multiply")), *SEEING)
    wires = (Wire("relu1", "squeeze"), Wire("squeeze", "excite"), Wire("excite", "gate"), Wire("gate", "gated"))
    assert warned(dataclasses.replace(network, blocks=(*network.blocks, *gate), wires=(*network.wires, *wires))) == []


def test_a_softmax_that_something_follows() -> None:
    network = small(*SEEING[:2], ("soft", spec("softmax")))
    assert warned(network) == [("soft", "softmax-not-last")]
    fixes = ordered_fixes(analyse(network, 10), analyse(network, 10).warnings[0])
    assert fixes[0].label == "Remove it"


def test_a_softmax_can_move_to_the_end() -> None:
    network = chain(IMAGE, *SEEING, ("narrow", spec("global_pool")), ("softmax", spec("softmax")), END[0])
    analysis = analyse(network, 10)
    problem = next(problem for problem in analysis.warnings if problem.code == "softmax-not-last")
    move = next(fix for fix in ordered_fixes(analysis, problem) if fix.label == "Move it to the end")
    assert move.apply(network).sources["softmax"] == ("last",)
    assert warned(move.apply(network)) == []


def test_no_softmax_at_the_end() -> None:
    network = edits.remove_blocks(lenet5(), "softmax")[0]
    assert warned(network) == [("dense3", "no-softmax")]
    assert ordered_fixes(analyse(network, 10), analyse(network, 10).warnings[0])[0].apply(network).by_id.keys() == lenet5().by_id.keys()
    broken = edits.set_field(network, "dense3", "units", 5)
    assert [problem.code for problem in analyse(broken, 10).problems] == ["too-few-outputs"], "an error comes first"


def test_an_activation_right_before_the_end() -> None:
    network = edits.insert_after(lenet5(), "dense3", spec("relu"))[0]
    assert warned(network) == [("relu5", "activation-at-end")]
    assert ordered_fixes(analyse(network, 10), analyse(network, 10).warnings[0])[0].apply(network).order == lenet5().order


@pytest.mark.parametrize(
    ("made", "code", "label"),
    [
        (spec("max_pool", kernel=(2, 2), stride=(3, 3)), "stride-skips-pixels", "Stride 2"),
        (spec("conv2d", kernel=(3, 3), stride=(4, 1)), "stride-skips-pixels", "Stride 3×1"),
        (spec("conv2d", kernel=(3, 3), padding=(3, 3)), "window-in-padding", "Padding 1"),
    ],
)
def test_windows_that_miss_the_picture(made: BlockSpec, code: str, label: str) -> None:
    network = small(*SEEING[:1], ("odd", made), relu("relu2"), conv("wide2", kernel=(5, 5)), relu("relu3"))
    assert ("odd", code) in warned(network)
    problem = next(problem for problem in analyse(network, 10).warnings if problem.code == code)
    fix = ordered_fixes(analyse(network, 10), problem)[0]
    assert fix.label == label
    assert ("odd", code) not in warned(fix.apply(network))


def test_a_1x1_convolution_may_take_every_second_pixel() -> None:
    assert warned(small(*SEEING, conv("shrink", kernel=(1, 1), stride=(2, 2)), relu("relu2"))) == []


NOISY = {
    "no-activation-between": small(*SEEING, conv("first"), conv("second"), relu("relu2")),
    "dense-dominates": chain(IMAGE, conv("conv1", kernel=(9, 9), filters=2), relu("relu1"), *END),
    "small-receptive-field": small(conv("conv2"), relu("relu2")),
    "softmax-not-last": small(*SEEING[:2], ("soft", spec("softmax"))),
    "no-softmax": edits.remove_blocks(lenet5(), "softmax")[0],
    "too-many-outputs": edits.set_field(lenet5(), "dense3", "units", 12),
    "activation-at-end": edits.insert_after(lenet5(), "dense3", spec("relu"))[0],
    "stride-skips-pixels": edits.set_field(lenet5(), "pool2", "stride", 3),
    "window-in-padding": edits.set_field(lenet5(), "conv1", "padding", 5),
}


@pytest.mark.parametrize("code", NOISY)
def test_every_warning_is_silenced_on_its_block_and_speaks_again(code: str) -> None:
    network = NOISY[code]
    before: Analysis = analyse(network, 10)
    (problem,) = [problem for problem in before.warnings if problem.code == code]
    assert problem.block is not None and problem.message.startswith(f"{problem.block}: ")
    quiet = edits.set_quiet(network, problem.block, code)
    assert analyse(quiet, 10, before).warnings == analyse(quiet, 10).warnings
    assert [other for other in before.warnings if other != problem] == list(analyse(quiet, 10).warnings)
    assert analyse(edits.set_quiet(quiet, problem.block, code, quiet=False), 10).warnings == before.warnings


@pytest.mark.parametrize("code", NOISY)
def test_the_first_fix_of_every_warning_takes_it_away_and_breaks_nothing(code: str) -> None:
    analysis = analyse(NOISY[code], 10)
    problem = next(problem for problem in analysis.warnings if problem.code == code)
    after = analyse(ordered_fixes(analysis, problem)[0].apply(NOISY[code]), 10)
    assert (problem.block, code) not in [(other.block, other.code) for other in after.problems]
    assert after.errors == ()
