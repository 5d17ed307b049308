"""Undo and redo, merging within a second, the saved mark, the limit."""

from __future__ import annotations

import pytest

from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.edits_labels import set_field_label
from designer.network.errors import EditError
from designer.network.history import MOST_STEPS, History
from tests.network.small_networks import network

START = network("input conv1")
KEY = ("field", "conv1", "filters")


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def filters(number: int) -> Architecture:
    return edits.set_field(START, "conv1", "filters", number)


def steps(history: History) -> int:
    return len(history.labels)


def edited(history: History) -> bool:
    return history.is_edited


def set_filters(history: History, number: int) -> bool:
    return history.push(set_field_label("conv1", "filters"), filters(number), KEY)


def test_undo_and_redo_give_back_the_very_values() -> None:
    history, one, two = History(START), filters(1), filters(2)
    history.push("one", one)
    history.push("two", two)
    assert (history.labels, history.undo_label, history.redo_label) == (("one", "two"), "two", None)
    assert history.undo() is one and history.undo() is START
    assert (history.can_undo, history.can_redo, history.redo_label) == (False, True, "one")
    assert history.redo() is one and history.redo() is two
    assert history.current is two and not history.can_redo


def test_nothing_to_undo_or_redo_is_an_error() -> None:
    history = History(START)
    with pytest.raises(EditError):
        history.undo()
    with pytest.raises(EditError):
        history.redo()


def test_an_equal_value_is_no_step() -> None:
    history = History(START)
    assert not history.push("same", START)
    assert not history.push("equal", network("input conv1"))
    assert not history.labels


def test_a_new_step_forgets_what_was_undone() -> None:
    history = History(START)
    history.push("one", filters(1))
    history.undo()
    history.push("two", filters(2))
    assert not history.can_redo and history.labels == ("two",)


def test_pushes_of_one_field_within_a_second_are_one_step() -> None:
    clock = Clock()
    history = History(START, clock)
    for number in (9, 10, 11):
        assert set_filters(history, number)
        clock.seconds += 0.9
    assert history.labels == ("Set filters 8 → 11 in conv1",)
    assert history.undo() is START
    assert history.redo() == filters(11)


def test_a_pause_another_field_undo_and_saving_start_a_new_step() -> None:
    clock = Clock()
    history = History(START, clock)
    set_filters(history, 9)
    clock.seconds += 1.1
    set_filters(history, 10)
    assert steps(history) == 2
    history.push("other", filters(11), ("field", "conv1", "kernel"))
    assert steps(history) == 3
    history.undo()
    history.push("again", filters(12), ("field", "conv1", "kernel"))
    assert steps(history) == 3
    history.mark_saved()
    history.push("saved", filters(13), ("field", "conv1", "kernel"))
    assert steps(history) == 4
    history.push("no key", filters(14))
    history.push("no key", filters(15))
    assert steps(history) == 6


def test_back_at_the_start_there_is_no_step() -> None:
    history = History(START, Clock())
    set_filters(history, 9)
    assert set_filters(history, 8)
    assert not history.labels and history.current == START and not edited(history)
    set_filters(history, 9)
    assert history.labels == ("Set filters 8 → 9 in conv1",)


def test_the_edited_mark_compares_with_what_was_saved() -> None:
    history = History(START)
    assert not edited(history)
    history.push("one", filters(1))
    assert edited(history)
    history.mark_saved()
    assert not edited(history)
    history.undo()
    assert edited(history)
    history.push("one again", filters(1))
    assert not edited(history)
    history.forget_saved()
    assert edited(history)


def test_only_the_last_thousand_steps_are_kept() -> None:
    history = History(START)
    for number in range(1, MOST_STEPS + 51):
        history.push(str(number), edits.set_title(START, "conv1", str(number)))
    assert steps(history) == MOST_STEPS and history.labels[0] == "51"
    for _ in range(MOST_STEPS):
        history.undo()
    assert not history.can_undo and history.current.by_id["conv1"].title == "50"
