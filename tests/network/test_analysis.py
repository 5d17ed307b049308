"""What the program knows of a network."""

from __future__ import annotations

import dataclasses

import pytest

from designer.network.analysis import Share, State, analyse
from designer.network.architecture import Architecture, Block, UnknownSpec, Wire
from designer.network.fixes import fixes_for
from designer.network.problems import Severity
from tests.network.networks import chain, lenet5, spec


def codes(architecture: Architecture, classes: int | None = None) -> list[tuple[str | None, str]]:
    """Return block and code of every problem."""
    return [(problem.block, problem.code) for problem in analyse(architecture, classes).problems]


def changed(architecture: Architecture, name: str, **values: object) -> Architecture:
    """Return the network with fields of one block set."""
    blocks = tuple(
        dataclasses.replace(block, spec=dataclasses.replace(block.spec, **values)) if block.id == name else block for block in architecture.blocks
    )
    return dataclasses.replace(architecture, blocks=blocks)


def test_lenet5_has_the_published_figures() -> None:
    analysis = analyse(lenet5(), classes=10)
    shapes = {name: analysis.reports[name].output_shape for name in analysis.order}
    assert (analysis.parameters, analysis.macs, analysis.problems) == (61_706, 416_520, ())
    assert [shapes[name] for name in ("conv1", "pool1", "conv2", "pool2", "dense1", "dense2", "dense3")] == [
        (6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120,), (84,), (10,),
    ]  # fmt: skip
    assert (analysis.logits_id, analysis.folded_softmax, analysis.end_id) == ("dense3", "softmax", "softmax")


def test_totals_are_the_sums_over_the_blocks() -> None:
    analysis = analyse(lenet5())
    assert analysis.parameters == sum(report.parameters for report in analysis.reports.values())
    assert analysis.macs == sum(report.macs for report in analysis.reports.values())
    assert analysis.activation_bytes == sum(report.output_bytes for report in analysis.reports.values())


def test_frozen_parameters_are_counted_but_not_trainable() -> None:
    network = lenet5()
    frozen = dataclasses.replace(network, blocks=tuple(dataclasses.replace(block, frozen=block.id == "conv1") for block in network.blocks))
    analysis = analyse(frozen)
    assert (analysis.parameters, analysis.trainable_parameters, analysis.frozen_parameters) == (61_706, 61_706 - 156, 156)
    assert (analysis.reports["conv1"].trainable_parameters, analysis.reports["conv1"].frozen_parameters) == (0, 156)
    assert (analysis.reports["conv2"].trainable_parameters, analysis.reports["conv2"].frozen_parameters) == (2_416, 0)


def test_lenet5_as_dense_layers() -> None:
    analysis = analyse(lenet5())
    dense = {name: report.dense_parameters for name, report in analysis.reports.items() if report.dense_parameters is not None}
    assert dense == {"conv1": 784 * 4_704 + 4_704, "conv2": 1_176 * 1_600 + 1_600}
    assert dense["conv1"] == 3_692_640
    without = analyse(changed(lenet5(), "conv1", bias=False)).reports["conv1"]
    assert without.dense_parameters == 784 * 4_704
    assert analysis.dense_parameters == 61_706 - 156 - 2_416 + sum(dense.values())


def test_shares_add_up_to_the_whole() -> None:
    analysis = analyse(lenet5())
    shares = [analysis.share_of(report) for report in analysis.reports.values()]
    for part in ("parameters", "macs", "output_bytes"):
        assert sum(getattr(share, part) for share in shares) == pytest.approx(1.0)
    assert analysis.share_of(analysis.reports["dense1"]).parameters == 48_120 / 61_706
    loose = dataclasses.replace(lenet5(), blocks=(*lenet5().blocks, Block("input9", spec("input"))))
    assert analysis.share_of(analyse(loose).reports["input9"]) == Share(0.0, 0.0, 0.0)
    assert analyse(chain(("input", spec("input")))).share_of(analysis.reports["input"]) == Share(0.0, 0.0, 1.0), "nothing is not divided"


def test_what_training_adds_for_a_picture() -> None:
    reports = analyse(lenet5()).reports
    assert {name: reports[name].training_bytes for name in ("conv1", "relu1", "pool1", "dense1", "dense2")} == {
        "conv1": 4 * 4_704,
        "relu1": 4 * 4_704,
        "pool1": (4 + 8) * 1_176,  # and where each maximum lay
        "dense1": 4 * (120 + 400),  # and a flat copy of the image
        "dense2": 4 * 84,
    }


def test_the_first_cause_is_broken_and_what_follows_waits() -> None:
    analysis = analyse(lenet5(side=4))
    states = [analysis.reports[name].state for name in analysis.order]
    assert states == [State.OK] * 4 + [State.BROKEN] + [State.WAITING] * 8
    assert [problem.code for problem in analysis.problems] == ["kernel-too-large"]
    assert analysis.problems[0].message == "conv2: a 5×5 kernel does not fit a 2×2 input (⌊(2 − 5)/1⌋ + 1 = −2)"
    assert analysis.parameters == 156, "totals cover what is known"


def test_receptive_fields_of_lenet5_on_32_pixels() -> None:
    analysis = analyse(lenet5(side=32, padding="valid"))
    sizes = [analysis.reports[name].receptive_field for name in ("conv1", "pool1", "conv2", "pool2", "dense1")]
    assert [field.size[0] for field in sizes if field] == [5, 6, 14, 16, 32]


def test_jump_and_offset_follow_stride_and_padding() -> None:
    field = analyse(lenet5()).reports["conv1"].receptive_field
    assert field is not None
    assert (field.size, field.jump, field.offset) == ((5, 5), (1, 1), (-2, -2))


def test_a_vector_into_a_block_that_takes_images_is_a_problem_of_that_block() -> None:
    network = chain(("input", spec("input")), ("dense1", spec("dense")), ("conv1", spec("conv2d")))
    assert codes(network) == [("conv1", "needs-image")]


def test_blocks_that_the_input_does_not_reach_are_loose_and_left_out() -> None:
    network = lenet5()
    loose = dataclasses.replace(network, blocks=(*network.blocks, Block("conv9", spec("conv2d"))))
    analysis = analyse(loose)
    assert analysis.reports["conv9"].state is State.LOOSE
    assert analysis.parameters == 61_706
    assert analysis.order[-1] == "conv9"
    assert [(problem.code, problem.severity) for problem in analysis.problems] == [("loose", Severity.HINT)]


def test_several_ends_are_one_error_that_names_them() -> None:
    network = lenet5()
    branched = dataclasses.replace(network, blocks=(*network.blocks, Block("dense9", spec("dense"))), wires=(*network.wires, Wire("relu4", "dense9")))
    (problem,) = analyse(branched).problems
    assert (problem.block, problem.code) == ("dense9", "two-ends")
    assert "softmax" in problem.message and "dense9" in problem.message


def test_a_second_input_and_wires_into_an_input_are_errors() -> None:
    network = chain(("input", spec("input")), ("dense1", spec("dense")))
    two = dataclasses.replace(network, blocks=(*network.blocks, Block("input2", spec("input"))))
    assert ("input2", "two-inputs") in codes(two)
    into = dataclasses.replace(two, wires=(*two.wires, Wire("dense1", "input2")))
    assert ("input2", "too-many-wires") in codes(into)


def test_no_input_is_one_error_whatever_else_is_missing() -> None:
    found = analyse(chain(("conv1", spec("conv2d")), ("relu1", spec("relu")))).problems
    assert [problem.code for problem in found] == ["no-input"]


@pytest.mark.parametrize(
    "broken",
    [
        chain(("conv1", spec("conv2d")), ("relu1", spec("relu"))),
        chain(("input", spec("input")), ("conv1", spec("conv2d"))),
        chain(("input", spec("input")), ("dense1", spec("dense")), ("conv1", spec("conv2d")), ("dense2", spec("dense"))),
        chain(("input", spec("input")), ("conv1", spec("conv2d", filters=9, groups=2)), ("dense1", spec("dense"))),
        chain(("input", spec("input")), ("conv1", spec("conv2d", kernel=(4, 4), start="edge")), ("dense1", spec("dense"))),
        chain(("input", spec("input")), ("pool1", spec("max_pool", padding=(3, 3))), ("dense1", spec("dense"))),
        chain(("input", spec("input")), ("pool1", spec("avg_pool", padding="same", count_padding=False)), ("dense1", spec("dense"))),
        chain(("input", spec("input")), ("dense1", spec("dense", units=3))),
        lenet5(side=4),
    ],
    ids=lambda broken: analyse(broken, 10).problems[0].code,
)
def test_the_first_fix_removes_the_problem(broken: Architecture) -> None:
    problem = analyse(broken, 10).problems[0]
    assert problem.block is not None
    mended = analyse(fixes_for(problem.remedies, problem.block)[0].apply(broken), 10)
    assert (problem.block, problem.code) not in [(other.block, other.code) for other in mended.problems]


def test_two_wires_into_a_block_that_takes_one() -> None:
    network = lenet5()
    assert ("relu2", "too-many-wires") in codes(dataclasses.replace(network, wires=(*network.wires, Wire("pool1", "relu2"))))


def test_the_end_must_have_a_value_for_each_class() -> None:
    few, many = changed(lenet5(), "dense3", units=3), changed(lenet5(), "dense3", units=12)
    (short,) = analyse(few, classes=10).problems
    assert (short.severity, short.code, short.remedies[0].label) == (Severity.ERROR, "too-few-outputs", "Units 10")
    (long,) = analyse(many, classes=10).problems
    assert (long.severity, long.code) == (Severity.WARNING, "too-many-outputs")


def test_an_end_of_one_pixel_maps_counts_as_a_vector() -> None:
    ending = chain(("input", spec("input", shape=(1, 5, 5))), ("conv1", spec("conv2d", filters=10, kernel=(5, 5))))
    assert codes(ending, 10) == [("conv1", "no-softmax")]
    assert codes(chain(("input", spec("input")), ("conv1", spec("conv2d"))), 10) == [("conv1", "end-not-vector")]


def test_a_softmax_in_the_middle_is_a_warning_that_can_be_silenced() -> None:
    start = ("input", spec("input", shape=(1, 2, 2)))
    network = chain(start, ("dense1", spec("dense")), ("softmax", spec("softmax")), ("dense2", spec("dense")))
    assert codes(network) == [("softmax", "softmax-not-last"), ("dense2", "no-softmax")]
    silenced = ("softmax-not-last", "no-softmax")
    quiet = dataclasses.replace(network, blocks=tuple(dataclasses.replace(block, quiet=silenced) for block in network.blocks))
    assert codes(quiet) == []


def test_an_unknown_type_breaks_only_what_follows() -> None:
    network = chain(("input", spec("input")), ("mystery", UnknownSpec(name="warp")), ("dense1", spec("dense")))
    analysis = analyse(network)
    assert [report.state for report in analysis.reports.values()] == [State.OK, State.BROKEN, State.WAITING]
    assert codes(network) == [("mystery", "unknown-type")]


def test_an_unchanged_block_keeps_its_report_as_the_same_object() -> None:
    before = analyse(lenet5())
    after = analyse(changed(before.architecture, "conv2", filters=17), previous=before)
    same = {name for name in before.order if after.reports[name] is before.reports[name]}
    assert same == {"input", "conv1", "relu1", "pool1", "dense2", "relu4", "dense3", "softmax"} | {"relu3"}


def test_an_analysis_from_a_previous_one_equals_a_fresh_one() -> None:
    network, previous = lenet5(), analyse(lenet5())
    for name, values in (
        ("conv1", {"stride": (2, 2)}),
        ("conv2", {"kernel": (9, 9)}),
        ("conv1", {"stride": (1, 1)}),
        ("conv2", {"kernel": (3, 3)}),
        ("input", {"shape": (3, 40, 40)}),
    ):
        network = changed(network, name, **values)
        previous = analyse(network, 10, previous)
        assert previous.reports == analyse(network, 10).reports


def test_an_empty_network_says_how_to_begin() -> None:
    (problem,) = analyse(Architecture()).problems
    assert (problem.severity, problem.code) == (Severity.HINT, "empty")
