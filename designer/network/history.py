"""Undo and redo over immutable architectures: every step keeps the value itself, and values share what did not change.

A new step starts with every `push`, except that pushes with the same merge key within a second of each other are one step,
as long as nothing was undone or saved between them. A merged step that comes back to where it began vanishes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from designer.network.architecture import Architecture
from designer.network.edits_labels import StepLabel
from designer.network.errors import EditError

MOST_STEPS = 1_000
MERGE_SECONDS = 1.0


@dataclass(frozen=True)
class _Step:
    label: str
    before: Architecture
    after: Architecture


class History:
    """The values a document had, and where it stands among them.

    Args:
        architecture: The value at the start, taken as saved.
        clock: Returns seconds; tests move it by hand.
    """

    def __init__(self, architecture: Architecture, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._current = architecture
        self._saved: Architecture | None = architecture
        self._merge_key: Hashable | None = None
        self._pushed_at = 0.0

    @property
    def current(self) -> Architecture:
        """The value that is shown."""
        return self._current

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return bool(self._undone)

    @property
    def undo_label(self) -> str | None:
        """What undo would undo."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """What redo would redo."""
        return self._undone[-1].label if self._undone else None

    @property
    def labels(self) -> tuple[str, ...]:
        """The steps that can be undone, oldest first."""
        return tuple(step.label for step in self._done)

    @property
    def is_edited(self) -> bool:
        """Whether the value differs from the saved one."""
        return self._saved is None or (self._current is not self._saved and self._current != self._saved)

    def mark_saved(self) -> None:
        """Take the present value as saved."""
        self._saved = self._current
        self._merge_key = None

    def forget_saved(self) -> None:
        """Take the document as edited until it is saved: a recovered one."""
        self._saved = None

    def push(self, label: str | StepLabel, architecture: Architecture, merge_key: Hashable | None = None) -> bool:
        """Make one step to a new value; return whether anything changed.

        Args:
            label: Text, or a function of the values before and after the (merged) step.
            architecture: The new value.
            merge_key: Pushes of the same key within a second are one step: ``("field", "conv1", "kernel")``.
        """
        if architecture is self._current or architecture == self._current:
            return False
        now = self._clock()
        merges = merge_key is not None and merge_key == self._merge_key and now - self._pushed_at <= MERGE_SECONDS
        before = self._done.pop().before if merges and self._done else self._current
        if before != architecture:
            self._done.append(_Step(label if isinstance(label, str) else label(before, architecture), before, architecture))
            self._current = architecture
            self._merge_key, self._pushed_at = merge_key, now
        else:
            self._current = before
            self._merge_key = None
        self._undone.clear()
        del self._done[:-MOST_STEPS]
        return True

    def undo(self) -> Architecture:
        """Go one step back and return the value there.

        Raises:
            EditError: There is no step.
        """
        if not self._done:
            raise EditError("there is nothing to undo")
        self._undone.append(self._done.pop())
        self._current = self._undone[-1].before
        self._merge_key = None
        return self._current

    def redo(self) -> Architecture:
        """Go one step forward again and return the value there.

        Raises:
            EditError: There is no step.
        """
        if not self._undone:
            raise EditError("there is nothing to redo")
        self._done.append(self._undone.pop())
        self._current = self._done[-1].after
        self._merge_key = None
        return self._current
