"""What was done to filters by hand, to be undone and done again; weights are no part of the document, so they have a list of their own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from designer.ui.maps.colors import Floats

__all__ = ["EditList", "FilterEdit", "FilterPart", "PartChange"]

_MOST_STEPS = 200
_MERGED_S = 1.0


@dataclass(frozen=True)
class FilterPart:
    """What a change gives other values: a slice, all channels of a filter, or all filters; with ``weight`` "bias" what a filter adds.

    Args:
        filter: None: all of them.
        channel: None: all of the filter.
    """

    block: str
    filter: int | None
    channel: int | None
    weight: str = "weight"


@dataclass(frozen=True, eq=False)
class PartChange:
    """The values of a part before and after."""

    part: FilterPart
    before: Floats
    after: Floats


@dataclass(frozen=True, eq=False)
class FilterEdit:
    """One step: what it changes.

    Args:
        label: What was done: "Invert filter 3".
        merge_key: Steps of one key within a second are one, as a wheel makes many; none: never.
    """

    changes: tuple[PartChange, ...]
    label: str
    merge_key: object = None

    @property
    def parts(self) -> tuple[FilterPart, ...]:
        """What it changes, in order."""
        return tuple(change.part for change in self.changes)

    def after(self, earlier: FilterEdit) -> FilterEdit:
        """Return both steps as one, where the earlier one changed the same parts."""
        pairs = zip(earlier.changes, self.changes, strict=True)
        return replace(self, changes=tuple(replace(change, before=before.before) for before, change in pairs))


class EditList:
    """Keep the steps of one block.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._done: list[FilterEdit] = []
        self._undone: list[FilterEdit] = []
        self._pushed_at = 0.0

    @property
    def undo_label(self) -> str:
        """What undo would take back; empty: nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What redo would do again; empty: nothing."""
        return self._undone[-1].label if self._undone else ""

    def push(self, edit: FilterEdit) -> None:
        """Take a step that was made; one that changes nothing is none."""
        now = self._clock()
        last = self._done[-1] if self._done else None
        merges = last is not None and edit.merge_key is not None and (edit.merge_key, edit.parts) == (last.merge_key, last.parts)
        if merges and now - self._pushed_at <= _MERGED_S:
            assert last is not None
            self._done.pop()
            edit = edit.after(last)
        self._undone.clear()
        self._pushed_at = now
        if not all(np.array_equal(change.before, change.after) for change in edit.changes):
            self._done = [*self._done[1 - _MOST_STEPS :], edit]

    def undo(self) -> FilterEdit | None:
        """Return the step to take back."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        self._pushed_at = float("-inf")
        return self._undone[-1]

    def redo(self) -> FilterEdit | None:
        """Return the step to do again."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        self._pushed_at = float("-inf")
        return self._done[-1]
