from designer.network import edits
from designer.network.analysis import analyse
from designer.network.templates import load_template
from designer.ui.inspector.network_form import total_lines
from designer.ui.inspector.why import why_lines

LENET5 = load_template("lenet5")


def lines(block: str) -> list[str]:
    found = analyse(LENET5)
    return [line.text for line in why_lines(found.reports[block], found)]


def test_convolution_says_every_number_and_what_a_dense_layer_would_take() -> None:
    assert lines("conv2") == [
        "height ⌊(14 + 2·0 − 5)/1⌋ + 1 = 10", "width ⌊(14 + 2·0 − 5)/1⌋ + 1 = 10", "params (5·5·6 + 1)·16 = 2,416", "MACs 2,400·10·10 = 240,000",
        "sees 14×14 px of the input", "as a dense layer: 1,883,200", "779× more parameters",
    ]  # fmt: skip
    assert "as a dense layer: 3,692,640" in lines("conv1")


def test_only_convolutions_are_compared_with_dense_layers() -> None:
    assert not any("dense layer" in line for block in ("pool1", "relu1", "dense1", "input") for line in lines(block))


def test_dense_layer_says_what_it_flattens_and_that_it_sees_everything() -> None:
    assert "flattens 16×5×5" in lines("dense1")
    assert lines("dense1")[-3:-1] == ["sees 32×32 px", "with padding; the whole input is 28×28"]


def test_final_softmax_is_said_to_be_folded() -> None:
    assert lines("softmax")[-1] == "the final softmax is folded into the loss"


def test_broken_block_has_no_lines() -> None:
    found = analyse(edits.set_field(LENET5, "conv2", "kernel", (25, 25)))
    assert why_lines(found.reports["conv2"], found) == ()


def test_totals_tell_what_is_trained_where_that_is_less() -> None:
    assert "parameters 61,706" in [line.text for line in total_lines(analyse(LENET5))]
    frozen = edits.set_frozen(LENET5, "conv1", True)
    assert "of them trained 61,550" in [line.text for line in total_lines(analyse(frozen))]
