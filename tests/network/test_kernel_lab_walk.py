"""The walk over the Kernel lab's windows, and its undo list."""

from hypothesis import given
from hypothesis import strategies as st

from designer.network.kernel_lab import KernelLab
from designer.network.kernel_lab_history import MOST_STEPS, LabHistory
from designer.network.kernel_lab_walk import Walk

walks = st.builds(Walk, st.integers(1, 9), st.integers(1, 9)).flatmap(
    lambda walk: st.builds(Walk, st.just(walk.cells), st.just(walk.terms), st.integers(1, walk.cells * walk.terms))
)


def places(walk: Walk, by_term: bool) -> list[Walk]:
    """Return the walk from its first place to its last."""
    found = [walk.first(by_term)]
    while (further := found[-1].forwards(by_term)) != found[-1]:
        found.append(further)
    return found


@given(walks)
def test_by_windows_every_result_is_finished_once_in_order(walk: Walk) -> None:
    found = places(walk, by_term=False)
    assert [place.cell for place in found] == list(range(walk.cells)) and all(place.is_whole for place in found)
    assert found[-1].is_at_end and found[-1] == walk.last()


@given(walks)
def test_by_terms_every_term_is_taken_once_in_order(walk: Walk) -> None:
    found = [(place.cell, place.taken) for place in places(walk, by_term=True)]
    assert found == [(cell, taken) for cell in range(walk.cells) for taken in range(1, walk.terms + 1)]


@given(walks, st.booleans())
def test_backwards_undoes_forwards(walk: Walk, by_term: bool) -> None:
    found = places(walk, by_term)
    back = [found[-1]]
    while (before := back[-1].backwards(by_term)) != back[-1]:
        back.append(before)
    assert back == found[::-1]


@given(walks)
def test_from_amid_a_window_whole_steps_finish_it_or_go_to_the_one_before(walk: Walk) -> None:
    if not walk.is_whole:
        assert (walk.forwards().cell, walk.forwards().is_whole) == (walk.cell, True)
        assert walk.backwards().cell == max(0, walk.cell - 1)


@given(walks, st.integers(1, 9), st.integers(1, 9))
def test_another_length_keeps_the_end_or_the_result(walk: Walk, cells: int, terms: int) -> None:
    over = walk.over(cells, terms)
    assert 1 <= over.step <= cells * terms
    if (cells, terms) != (walk.cells, walk.terms):
        assert over.is_at_end if walk.is_at_end else over.cell == min(walk.cell, cells - 1)


def test_the_undo_list_forgets_what_was_undone_at_a_new_step_and_the_oldest_of_many() -> None:
    history = LabHistory(KernelLab())
    history.push(KernelLab())
    assert not history.can_undo
    for number in range(1, MOST_STEPS + 11):
        history.push(KernelLab().with_cell(0, 0, float(number)))
    assert history.undo() and history.current.matrix[0][0] == MOST_STEPS + 9
    history.push(KernelLab())
    assert not history.can_redo
    steps = 0
    while history.undo():
        steps += 1
    assert steps == MOST_STEPS and history.current.matrix[0][0] == 10
