"""Undo for something that is one value: whole values are kept, as many as a person can remember."""

from __future__ import annotations

from typing import Generic, TypeVar

__all__ = ["ValueHistory"]

T = TypeVar("T")


class ValueHistory(Generic[T]):
    """Keep the values that something had.

    Args:
        current: What it is.
        most: Steps that can be undone.

    >>> history = ValueHistory("a", most=2)
    >>> history.push("b")
    >>> history.undo(), history.current, history.redo(), history.redo()
    (True, 'a', True, False)
    """

    def __init__(self, current: T, most: int) -> None:
        self._most = most
        self._before: list[T] = []
        self._after: list[T] = []
        self.current = current

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return bool(self._after)

    def push(self, value: T, joins: bool = False) -> None:
        """Make one step; an equal value is none.

        Args:
            joins: It belongs to the step before, and is undone with it.
        """
        if value == self.current:
            return
        if not joins:
            self._before.append(self.current)
            del self._before[: -self._most]
        self._after.clear()
        self.current = value

    def undo(self) -> bool:
        """Go one step back; return whether there was one."""
        return self._go(self._before, self._after)

    def redo(self) -> bool:
        """Go one step forward again; return whether there was one."""
        return self._go(self._after, self._before)

    def _go(self, source: list[T], target: list[T]) -> bool:
        if not source:
            return False
        target.append(self.current)
        self.current = source.pop()
        return True
