"""The window of an explained pixel as a lab: with the map around it where that is of the same moment, else alone."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from designer.network.kernel_lab import Mode
from designer.network.kernel_lab_terms import output
from designer.ui.kernel_lab.opened_window import opened_window
from designer.ui.maps.live import LiveMaps
from tests.ui.arithmetic.samples import LENET, convolution, dense, explanation, formula, maximum, softmax
from tests.ui.maps.frames import Values, exact, frame, ramp

NEAR = 1e-6


def with_maps(live: LiveMaps, around: float, index: int) -> Values:
    """Show maps of pool1 in which the sample's window lies, and return the one of a channel."""
    stage = explanation(convolution()).stages[0]
    maps = np.full((6, 14, 14), around, np.float32)
    maps[:, 4:9, 6:11] = stage.values
    live.show_frame(frame(exact("pool1", maps)))
    chosen: Values = maps[index]
    return chosen


def test_the_whole_map_comes_along_where_it_is_of_the_same_moment(qtbot: QtBot) -> None:
    live, shown = LiveMaps(), explanation(convolution())
    around = with_maps(live, 0.5, 3)
    opened = opened_window(shown, 3, LENET, live)
    assert opened is not None and opened.place == (4, 6) and opened.lab.name == "pool1 map 3"
    assert np.array_equal(opened.lab.matrix, around) and opened.lab.output_size() == (10, 10)
    assert output(opened.lab)[4][6] == pytest.approx(shown.stages[0].sums[3], abs=NEAR)
    assert "map 3 of pool1" in opened.text and "the other 5 channels and the bias come on top" in opened.text


@pytest.mark.parametrize("has_maps", [False, True])
def test_without_the_map_or_with_one_of_another_moment_the_window_opens_alone(qtbot: QtBot, has_maps: bool) -> None:
    live, shown = LiveMaps(), explanation(convolution())
    if has_maps:
        live.show_frame(frame(exact("pool1", ramp(6, 14, 14))))
    opened = opened_window(shown, 3, LENET, live)
    stage = shown.stages[0]
    assert opened is not None and opened.place == (0, 0) and stage.weights is not None
    assert np.array_equal(opened.lab.matrix, stage.values[3]) and np.array_equal(opened.lab.kernel, stage.weights[3])
    assert opened.lab.output_size() == (1, 1) and output(opened.lab)[0][0] == pytest.approx(stage.sums[3], abs=NEAR)
    assert opened.text.endswith("the map around it is of another moment")


def test_of_one_channel_the_bias_comes_along_and_makes_the_value(qtbot: QtBot) -> None:
    shown = explanation(convolution(count=1))
    opened = opened_window(shown, 0, LENET, LiveMaps())
    assert opened is not None and opened.lab.bias == 0.25
    assert output(opened.lab)[0][0] == pytest.approx(shown.stages[0].result, abs=NEAR) and "on top" not in opened.text


def test_a_pool_opens_as_a_pool(qtbot: QtBot) -> None:
    opened = opened_window(explanation(maximum(), "pool1", channel=3), 0, LENET, LiveMaps())
    assert opened is not None and (opened.lab.mode, opened.lab.pool, opened.lab.matrix) == (Mode.MAX, (2, 2), ((1, 2), (4, 3)))
    assert output(opened.lab) == ((4,),)


def test_what_has_no_window_does_not_open(qtbot: QtBot) -> None:
    for stage in (dense(), softmax(), formula("ReLU", 0.0, x=-1.0)):
        assert opened_window(explanation(stage), 0, LENET, LiveMaps()) is None
