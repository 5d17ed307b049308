"""Which moments of a run are kept, and what goes where there is no room."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.runs.errors import RunFolderError
from designer.runs.history import FOLDER, HistoryFolder, is_marked, kept_steps, moment_path, thinned_out


def test_marked_steps_are_two_for_each_doubling() -> None:
    marked = [step for step in range(1, 100_000) if is_marked(step)]
    ratios = [later / step for step, later in itertools.pairwise(marked[2:])]
    assert set(ratios) == {4 / 3, 3 / 2}


@given(st.lists(st.integers(0, 10_000), unique=True).map(sorted), st.sets(st.integers(0, 10_000)))
def test_thinning_halves_and_keeps_the_ends_and_the_best(steps: list[int], kept: set[int]) -> None:
    dropped = thinned_out(steps, kept)
    assert not kept.intersection(dropped)
    assert not set(steps[:1] + steps[-1:]).intersection(dropped)
    free = [step for step in steps[1:-1] if step not in kept]
    assert len(dropped) == -(-len(free) // 2)


def test_a_history_stays_within_its_room_and_keeps_first_best_and_last(tmp_path: Path) -> None:
    history = HistoryFolder(tmp_path, most_bytes=1_000)
    for step in range(200):
        history.keep(step, bytes(100), best=37 if step >= 37 else None)
        assert sum(path.stat().st_size for path in (tmp_path / FOLDER).iterdir()) <= 1_000
        assert history.steps == kept_steps(tmp_path)
        assert history.steps[0] == 0 and history.steps[-1] == step
        assert step < 37 or 37 in history.steps


def test_moments_larger_than_the_room_leave_first_best_and_last(tmp_path: Path) -> None:
    history = HistoryFolder(tmp_path, most_bytes=10)
    for step in range(5):
        history.keep(step, bytes(100), best=2 if step >= 2 else None)
    assert kept_steps(tmp_path) == (0, 2, 4)


def test_a_run_that_goes_on_forgets_what_lay_after_its_step(tmp_path: Path) -> None:
    for step in (0, 4, 8, 12):
        HistoryFolder(tmp_path).keep(step, b"x", None)
    history = HistoryFolder(tmp_path)
    history.cut_back(8)
    assert history.steps == kept_steps(tmp_path) == (0, 4, 8)


def test_other_files_are_not_taken_for_moments(tmp_path: Path) -> None:
    assert kept_steps(tmp_path) == ()
    HistoryFolder(tmp_path).keep(3, b"x", None)
    for name in ("notes.txt", ".000000004.safetensors.x.tmp", "5.safetensors"):
        (tmp_path / FOLDER / name).write_bytes(b"y")
    assert kept_steps(tmp_path) == (3,)
    assert moment_path(tmp_path, 3).read_bytes() == b"x"


def test_a_history_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_bytes(b"a file in its place")
    with pytest.raises(RunFolderError, match="the history cannot be written") as told:
        HistoryFolder(tmp_path).keep(3, b"x", None)
    assert "\n" not in str(told.value)
