"""The learning-rate finder: what it tries, where it stops, what it suggests, and that it leaves no trace."""

import math

import numpy as np
import pytest
import torch

from designer.engine.pictures import Shelf
from designer.engine.rate_finder import HIGHEST, LOWEST, RATES, RateFinder, rates_tried, suggest
from designer.engine.rate_trial import RateTrials
from designer.engine.store import WeightStore
from designer.engine.wiring import training_network
from designer.network.analysis import analyse
from designer.network.errors import DesignerError
from designer.network.file_format import save
from designer.protocol.commands import FindLearningRate
from designer.protocol.events import AnyEvent, LearningRateFound, RatesTried
from tests.engine.networks import CPU, lenet5, small, trainer_of


def finder_of(**settings: object) -> RateFinder:
    return RateFinder(trainer_of(small(**settings), count=200))


def test_rates_rise_by_the_same_factor() -> None:
    rates = rates_tried()
    assert len(rates) == RATES and rates[0] == pytest.approx(LOWEST) and rates[-1] == pytest.approx(HIGHEST)
    assert np.diff(np.log(rates)) == pytest.approx(np.full(RATES - 1, math.log(HIGHEST / LOWEST) / (RATES - 1)))


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "rmsprop"])
def test_the_suggestion_trains_well(optimizer: str) -> None:
    finder = finder_of(optimizer=optimizer, batch_size=16)
    for _ in finder.steps():
        pass
    found = finder.suggestion()
    assert 1e-5 < found.rate < 2.0, found
    losses = {}
    for rate in (found.rate, found.rate / 100):
        trainer = trainer_of(small(optimizer=optimizer, learning_rate=rate, batch_size=16, epochs=2), count=200)
        list(trainer.moments())
        losses[rate] = trainer.epochs[-1].validation.loss
    assert losses[found.rate] < 0.9 * losses[found.rate / 100]


def test_it_stops_where_the_loss_runs_away() -> None:
    finder = finder_of(optimizer="sgd", momentum=0.9, batch_size=16)
    steps = sum(1 for _ in finder.steps())
    assert len(finder.tried.rates) <= RATES and steps <= len(finder.tried.rates)
    assert all(math.isfinite(loss) for loss in finder.tried.losses)
    assert finder.tried.rates == rates_tried()[: len(finder.tried.rates)]


def test_other_random_numbers_are_not_touched() -> None:
    torch.manual_seed(77)
    before = torch.get_rng_state()
    finder = finder_of(batch_size=16)
    for _ in finder.steps():
        assert torch.equal(before, torch.get_rng_state())


def test_nothing_is_suggested_where_nothing_falls() -> None:
    flat = suggest(np.geomspace(1e-7, 10, 50), np.full(50, 2.3))
    assert flat.rate == 0 and "never fell" in flat.text
    assert suggest(np.array([1e-7]), np.array([2.3])).rate == 0
    assert suggest(np.geomspace(1e-4, 1, 9), np.array([2.3, 2.3, 2.2, 1.8, 1.2, 0.9, 0.8, 1.5, 9.0])).rate == 0.0032


def trials() -> tuple[RateTrials, list[AnyEvent], WeightStore]:
    events: list[AnyEvent] = []
    store = WeightStore()
    return RateTrials(events.append, Shelf(), store), events, store


def command(run: int = 3, **settings: object) -> FindLearningRate:
    return FindLearningRate(run=run, revision=1, architecture=save(lenet5(dataset="digits", batch_size=16, **settings)))


def test_a_trial_tells_every_rate_and_leaves_the_weights_alone() -> None:
    trying, events, store = trials()
    architecture = lenet5()
    before = training_network(architecture, analyse(architecture), store, CPU, fresh=False).copy_state()
    trying.begin(command(), CPU)
    while not any(isinstance(event, LearningRateFound) for event in events):
        trying.advance()
    assert trying.number is None
    told = [event for event in events if isinstance(event, RatesTried)]
    rates = np.concatenate([np.frombuffer(event.rates, np.float32) for event in told])
    losses = np.concatenate([np.frombuffer(event.losses, np.float32) for event in told])
    assert rates.tolist() == pytest.approx(rates_tried()[: len(rates)], rel=1e-6) and len(losses) == len(rates) > 50
    shares = [event.share for event in told]
    assert shares == sorted(shares) and shares[-1] == 1.0
    found = events[-1]
    assert isinstance(found, LearningRateFound) and 1e-5 < found.learning_rate < 1 and "falls fastest at" in found.text and not found.cancelled
    after = training_network(architecture, analyse(architecture), store, CPU, fresh=False).copy_state()
    assert all(torch.equal(before[name], tensor) for name, tensor in after.items())


def test_a_trial_can_be_broken_off() -> None:
    trying, events, _ = trials()
    trying.begin(command(run=9), CPU)
    trying.advance()
    trying.stop()
    assert trying.number is None
    assert events[-1] == LearningRateFound(run=9, learning_rate=0.0, cancelled=True)
    trying.stop()
    assert len([event for event in events if isinstance(event, LearningRateFound)]) == 1


def test_a_second_trial_at_the_same_time_is_refused() -> None:
    trying, _, _ = trials()
    trying.begin(command(), CPU)
    with pytest.raises(DesignerError, match="being tried already"):
        trying.begin(command(run=4), CPU)
    assert trying.number == 3
