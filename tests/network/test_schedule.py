"""The shapes of the schedules; `tests/engine/test_schedule_beside_torch.py` puts them beside torch's own."""

import pytest

from designer.network.schedule import rate_factor
from designer.network.training import Training

SCHEDULES = ("constant", "step", "cosine", "one-cycle")


def factors(steps: int, steps_per_epoch: int = 10, **settings: object) -> list[float]:
    training = Training()
    for name, value in settings.items():
        training = training.change(name, value)
    return [rate_factor(training, step, steps_per_epoch) for step in range(steps)]


def test_without_settings_the_rate_is_exactly_that_of_the_settings() -> None:
    assert set(factors(300)) == {1.0}


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("warm_up", [0.0, 0.3, 2.0, 100.0])
@pytest.mark.parametrize("epochs", [1, 2, 7])
def test_every_factor_is_above_zero_and_at_most_one(schedule: str, warm_up: float, epochs: int) -> None:
    for steps_per_epoch in (1, 2, 10):
        found = factors(epochs * steps_per_epoch, steps_per_epoch, schedule=schedule, warm_up=warm_up, epochs=epochs)
        assert all(0 < factor <= 1 for factor in found), found


def test_a_warm_up_rises_in_equal_parts_and_ends_at_the_full_rate() -> None:
    assert factors(6, schedule="constant", warm_up=0.4) == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0, 1.0])


def test_drops_come_after_so_many_epochs_counted_from_the_end_of_the_warm_up() -> None:
    found = factors(60, schedule="step", drop_every=2, drop_to=0.5, warm_up=1.0, epochs=6)
    assert found[10:30] == [1.0] * 20 and found[30:50] == [0.5] * 20 and found[50:] == [0.25] * 10


def test_cosine_and_one_cycle_end_near_zero_whatever_the_warm_up() -> None:
    for schedule in ("cosine", "one-cycle"):
        for warm_up in (0.0, 2.0):
            found = factors(100, schedule=schedule, warm_up=warm_up, epochs=10)
            assert max(found) == pytest.approx(1.0, abs=0.005) and found[-1] < 0.001


def test_steps_behind_the_end_go_on_with_the_last_rate() -> None:
    assert factors(130, schedule="cosine", epochs=10)[100:] == [0.0] * 30
    assert len(set(factors(130, schedule="one-cycle", epochs=10)[99:])) == 1
