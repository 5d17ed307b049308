import dataclasses

import numpy as np
import pytest

from designer.ui.arithmetic.playing import Play, SumPlace
from tests.ui.arithmetic.samples import convolution, maximum, stage


def test_the_sum_grows_product_by_product_to_the_result() -> None:
    found = stage(convolution(count=3, kernel=2))
    play = Play(found, np.array([2, 0, 1], np.int32))
    products = found.products[[2, 0, 1]].reshape(-1)
    assert len(play) == 13, "twelve products and the bias"
    assert play.at(0) == SumPlace(2, -1, 0.0)
    for step in range(1, 13):
        moment = play.at(step)
        assert (moment.channel, moment.cell) == ([2, 0, 1][(step - 1) // 4], (step - 1) % 4)
        assert moment.running == pytest.approx(products[:step].sum())
    assert play.at(13).cell == -1 and play.at(13).running == pytest.approx(found.result)
    assert play.at(99) == play.at(13)
    assert [play.start_of(channel) for channel in (2, 0, 1)] == [0, 4, 8]


def test_a_maximum_grows_to_its_winner() -> None:
    play = Play(stage(maximum()), np.array([0], np.int32))
    assert [play.at(step).running for step in range(1, 5)] == [1, 2, 4, 4]


def test_channels_that_were_not_sent_are_one_step() -> None:
    found = dataclasses.replace(stage(convolution(count=1, kernel=2)), left_out=7, left_out_sum=5.0)
    play = Play(found, np.array([0], np.int32))
    assert len(play) == 6
    assert play.at(5).running == pytest.approx(float(found.sums[0]) + 5)
    assert play.at(6).running == pytest.approx(float(found.sums[0]) + 5.25)
