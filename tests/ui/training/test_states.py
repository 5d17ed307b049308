from __future__ import annotations

import itertools

import pytest

from designer.ui.training.states import ENABLED, PRIMARY, TRANSITIONS, Happening, TrainingState, next_state

PRESSES = {Happening.TRAIN, Happening.PAUSE, Happening.RESUME, Happening.STEP, Happening.STOP, Happening.FIND}


@pytest.mark.parametrize(("state", "happening"), list(itertools.product(TrainingState, Happening)))
def test_every_happening_in_every_state_is_a_transition_or_ignored(state: TrainingState, happening: Happening) -> None:
    after = next_state(state, happening)
    assert after is TRANSITIONS.get((state, happening), state)
    if (state, happening) in TRANSITIONS:
        assert after is not state, "a transition that goes nowhere would be a press without an answer"


@pytest.mark.parametrize("state", TrainingState)
def test_from_everywhere_a_lost_worker_leads_to_no_worker_and_an_end_to_ready(state: TrainingState) -> None:
    assert next_state(state, Happening.WORKER_LOST) is TrainingState.NO_WORKER
    assert next_state(state, Happening.RUN_ENDED) is (TrainingState.READY if state.is_active else state)


@pytest.mark.parametrize("state", TrainingState)
def test_a_button_is_enabled_exactly_where_it_does_something(state: TrainingState) -> None:
    assert ENABLED[state] == {press for press in PRESSES if next_state(state, press) is not state}
    assert PRIMARY[state] in PRESSES


def test_stop_is_possible_in_every_run_and_train_only_outside() -> None:
    for state in TrainingState:
        assert (Happening.STOP in ENABLED[state]) == (state.is_active and state is not TrainingState.STOPPING)
        assert (Happening.TRAIN in ENABLED[state]) == (not state.is_active)


def test_every_state_can_be_reached_and_left() -> None:
    reached = {TrainingState.NO_WORKER}
    while True:
        further = {next_state(state, happening) for state in reached for happening in Happening} | reached
        if further == reached:
            break
        reached = further
    assert reached == set(TrainingState)


def test_nothing_that_the_worker_tells_starts_a_run() -> None:
    told = set(Happening) - PRESSES
    for state, happening in itertools.product(TrainingState, told):
        assert state.is_active or not next_state(state, happening).is_active
