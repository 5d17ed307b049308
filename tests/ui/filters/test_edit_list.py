import numpy as np

from designer.ui.filters.edit_list import EditList, FilterEdit, FilterPart, PartChange
from designer.ui.maps.colors import Floats

PART = FilterPart("conv1", 0, 0)


def values(number: float) -> Floats:
    return np.full((3, 3), number, np.float32)


def step(before: float, after: float, key: object = None, label: str = "Change") -> FilterEdit:
    return FilterEdit((PartChange(PART, values(before), values(after)),), label, key)


def test_steps_are_taken_back_and_done_again_in_order() -> None:
    steps = EditList(lambda: 0.0)
    steps.push(step(0, 1, label="one"))
    steps.push(step(1, 2, label="two"))
    assert steps.undo_label == "two"
    undone = steps.undo()
    assert undone is not None and undone.changes[0].before[0, 0] == 1 and (steps.undo_label, steps.redo_label) == ("one", "two")
    redone = steps.redo()
    assert redone is not None and redone.changes[0].after[0, 0] == 2
    steps.undo()
    steps.push(step(1, 5))
    assert steps.redo() is None, "a new step forgets what was undone"


def test_turns_of_the_wheel_within_a_second_are_one_step_and_none_where_they_end_where_they_began() -> None:
    now = [0.0]
    steps = EditList(lambda: now[0])
    for before, after in ((0, 1), (1, 2), (2, 3)):
        steps.push(step(before, after, "cell"))
        now[0] += 0.5
    undone = steps.undo()
    assert undone is not None and undone.changes[0].before[0, 0] == 0 and undone.changes[0].after[0, 0] == 3
    assert steps.undo() is None
    now[0] += 5
    steps.push(step(0, 1, "cell"))
    steps.push(step(1, 0, "cell"))
    assert steps.undo_label == ""
    steps.push(step(0, 1, "cell"))
    now[0] += 2
    steps.push(step(1, 2, "cell"))
    undone = steps.undo()
    assert undone is not None and undone.changes[0].before[0, 0] == 1, "a second later it is another step"
