"""The moments of a run: laws of walking among them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from designer.ui.history.moments import Moments

STEPS = st.lists(st.integers(0, 999), min_size=1, max_size=20, unique=True).map(lambda steps: tuple(sorted(steps)))


@given(STEPS, st.integers(-5, 30))
def test_a_place_leads_to_its_moment_and_back(steps: tuple[int, ...], place: int) -> None:
    moments = Moments("run", steps).at(place)
    assert moments.place == min(max(place, 0), len(steps))
    assert moments.step == (steps[moments.place] if moments.place < len(steps) else None)


@given(STEPS, STEPS, st.integers(0, 30))
def test_thinning_leads_to_a_moment_that_is_kept(steps: tuple[int, ...], later: tuple[int, ...], place: int) -> None:
    before = Moments("run", steps).at(place)
    after = before.told("run", later)
    assert after.step is None if before.step is None else after.step in later
    assert before.step not in later or after.step == before.step
    assert before.told("other", later).step is None


def test_a_step_on_from_the_last_moment_is_the_present() -> None:
    moments = Moments("run", (0, 4, 8), 8)
    assert moments.stepped(1).step is None and moments.stepped(1).stepped(1).step is None
    assert moments.stepped(-2).step == 0 and moments.stepped(-9).step == 0
    assert Moments("run", (0, 4, 8)).stepped(-1).step == 8
