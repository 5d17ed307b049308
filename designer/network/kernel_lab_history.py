"""The Kernel lab's own undo list: what is tried there is no edit of the network."""

from __future__ import annotations

from designer.network.kernel_lab import KernelLab

MOST_STEPS = 200


class LabHistory:
    """Keep the values that the lab had.

    >>> history = LabHistory(KernelLab())
    >>> history.push(history.current.with_cell(0, 0, 1.0))
    >>> history.undo(), history.current == KernelLab(), history.redo(), history.redo()
    (True, True, True, False)
    """

    def __init__(self, lab: KernelLab) -> None:
        self._before: list[KernelLab] = []
        self._after: list[KernelLab] = []
        self.current = lab

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return bool(self._after)

    def push(self, lab: KernelLab) -> None:
        """Make one step; an equal value is none."""
        if lab == self.current:
            return
        self._before.append(self.current)
        del self._before[:-MOST_STEPS]
        self._after.clear()
        self.current = lab

    def amend(self, lab: KernelLab) -> None:
        """Make another value of the present one without a step: what it shows has changed by itself."""
        self.current = lab

    def undo(self) -> bool:
        """Go one step back; return whether there was one."""
        if self._before:
            self._after.append(self.current)
            self.current = self._before.pop()
            return True
        return False

    def redo(self) -> bool:
        """Go one step forward again; return whether there was one."""
        if self._after:
            self._before.append(self.current)
            self.current = self._after.pop()
            return True
        return False
