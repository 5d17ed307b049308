from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.analysis import analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.input import Input
from designer.network.templates import load_template
from designer.ui.inspector.network_form import total_lines
from designer.ui.inspector.why import WhyView
from designer.ui.inspector.why_lines import why_lines
from designer.ui.theme import ThemeChoice, Themes

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)  # offscreen cannot raise the tooltip
LENET5 = load_template("lenet5")


def lines(block: str, network: Architecture = LENET5) -> list[str]:
    found = analyse(network)
    return [line.text for line in why_lines(found.reports[block], found)]


def changed(block: str, **fields: object) -> Architecture:
    network = LENET5
    for name, value in fields.items():
        network = edits.set_field(network, block, name, value)
    return network


def alone(spec: BlockSpec) -> Architecture:
    """Return a network of an input, as many convolutions as the type needs inputs, the type, and a dense layer."""
    number = max(spec.FEWEST_INPUTS, 1)
    convolutions = [Block(f"c{index}", Conv2d(padding="same")) for index in range(number)]
    blocks = (Block("input", Input((3, 15, 17))), *convolutions, Block("x", spec), Block("d", BLOCK_TYPES["dense"]()))
    wires = [wire for block in convolutions for wire in (Wire("input", block.id), Wire(block.id, "x"))]
    return Architecture(blocks=blocks, wires=(*wires, Wire("x", "d")))


def test_convolution_says_every_number_with_its_values_put_in() -> None:
    assert lines("conv2") == [
        "height ⌊(14 + 2·0 − 5)/1⌋ + 1 = 10", "width ⌊(14 + 2·0 − 5)/1⌋ + 1 = 10", "params (5·5·6 + 1)·16 = 2,416", "MACs 2,400·10·10 = 240,000",
        "sees 6 + (5 − 1)·2 = 14×14 px", "jump 2·1 = 2 px", "offset −2 − 0·2 = −2 px",
        "output 16·10·10·4 B = 6.25 KiB", "as a dense layer: 1,883,200, ×779", "3.9 % of the network's parameters · 57.6 % of its MACs",
        "weights: 9.44 KiB", "in training, batch 32: 238 KiB",
    ]  # fmt: skip
    assert "as a dense layer: 3,692,640, ×23,671" in lines("conv1")


@pytest.mark.parametrize("name", sorted(set(BLOCK_TYPES) - {"input"}))
def test_every_type_explains_shape_parameters_macs_field_and_memory(name: str) -> None:
    network = alone(BLOCK_TYPES[name]())
    report = analyse(network).reports["x"]
    found = lines("x", network)
    starts = [line.split(" ")[0] for line in found]
    assert {"params", "MACs", "sees", "output"} <= set(starts)
    shape = {"shape", "height", "width", "channels", "units", "values", "value"}
    assert shape & set(starts)
    assert next(line for line in found if line.startswith("params")).endswith(f"= {report.parameters:,}")
    assert next(line for line in found if line.startswith("MACs")).endswith(f"= {report.macs:,}")
    assert any(line.startswith("in training, batch 32: ") for line in found)


def test_the_recurrence_of_the_receptive_field_has_its_result() -> None:
    """Sizes, jumps and offsets written as formulas are what the analysis says, for every block of the templates that has them."""
    compared = 0
    for name in ("lenet5-32", "alexnet", "mobilenet_v2"):
        found = analyse(load_template(name))
        for report in found.reports.values():
            for line in why_lines(report, found):
                if line.about in ("receptive_field", "jump", "offset") and "·" in line.expression:
                    value = eval(line.expression.replace("·", "*").replace("−", "-"))  # arithmetic that the program itself wrote
                    assert str(value).replace("-", "−") == line.result.split(" ")[0].split("×")[0].replace(",", "")
                    compared += 1
    assert compared > 60


def test_dilation_is_written_as_in_the_formula() -> None:
    assert "sees 6 + 2·(5 − 1)·2 = 22×22 px" in lines("conv2", changed("conv2", dilation=(2, 2)))


def test_axes_that_differ_have_a_line_each() -> None:
    found = lines("conv2", changed("conv2", kernel=(5, 3), stride=(1, 2)))
    assert [line for line in found if line.startswith("sees")] == ["sees down 6 + (5 − 1)·2 = 14 px", "sees across 6 + (3 − 1)·2 = 10 px"]
    places = [line for line in found if line.startswith(("jump", "offset"))]
    assert places == ["jump down 2·1 = 2 px", "jump across 2·2 = 4 px", "offset −2 − 0·2 = −2 px"]


def test_only_convolutions_are_compared_with_dense_layers() -> None:
    assert not any("dense layer" in line for block in ("pool1", "relu1", "dense1", "input") for line in lines(block))


def test_dense_layer_says_what_it_flattens_and_that_it_sees_more_than_there_is() -> None:
    assert lines("dense1")[-1] == "flattens 16×5×5"
    assert "sees 16 + (5 − 1)·4 = 32×32 px" in lines("dense1")
    assert "counted with padding; the whole input is 28×28" in lines("dense1")
    assert not any(line.startswith(("jump", "offset")) for line in lines("dense1")), "a vector has no places"
    whole = edits.set_field(alone(BLOCK_TYPES["global_pool"]()), "c0", "padding", "valid")
    assert "that is the whole input" in lines("x", whole)


def test_merges_see_what_their_inputs_see() -> None:
    assert "sees all that its inputs see = 3×3 px" in lines("x", alone(BLOCK_TYPES["add"]()))


def test_final_softmax_is_said_to_be_folded() -> None:
    assert lines("softmax")[-1] == "the final softmax is folded into the loss"


def test_broken_block_has_no_lines() -> None:
    found = analyse(edits.set_field(LENET5, "conv2", "kernel", (25, 25)))
    assert why_lines(found.reports["conv2"], found) == ()


def test_a_frozen_block_says_that_its_share_is_not_trained() -> None:
    assert "3.9 % of the network's parameters · 57.6 % of its MACs · frozen: training leaves them alone" in lines(
        "conv2", edits.set_frozen(LENET5, "conv2", True)
    )


def test_totals_tell_what_is_trained_and_what_is_frozen() -> None:
    assert [line.text for line in total_lines(analyse(LENET5))] == [
        "blocks 13", "parameters 61,706", "MACs for one picture 416,520", "weights 241 KiB", "activations of one picture 60.1 KiB",
        "training at batch 32 about 3.26 MiB", "all as dense layers: 5,634,974, ×91.3",
    ]  # fmt: skip
    frozen = [line.text for line in total_lines(analyse(edits.set_frozen(LENET5, "conv1", True)))]
    assert frozen[2:4] == ["of them trained 61,550", "of them frozen 156"]


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[WhyView]:
    made = WhyView(Themes(ThemeChoice.LIGHT))
    qtbot.addWidget(made)
    found = analyse(LENET5)
    made.show_lines(why_lines(found.reports["conv1"], found))
    made.resize(260, 400)
    made.show()
    yield made
    QToolTip.hideText()


def test_a_line_explains_itself_when_pointed_at_and_to_a_screen_reader(view: WhyView) -> None:
    view.linkHovered.emit("dense_parameters")
    assert QToolTip.text().startswith("<p>Parameters of a dense layer with the same inputs and outputs")
    assert "as a dense layer:: Parameters" not in view.accessibleDescription()
    assert "r ← r + d·(k − 1)·j" in view.accessibleDescription()
    assert "3,692,640, ×23,671" in view.accessibleName()
