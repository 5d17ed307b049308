"""The Kernel lab's own undo list: what is tried there is no edit of the network."""

from __future__ import annotations

from designer.network.kernel_lab import KernelLab
from designer.network.value_history import ValueHistory

MOST_STEPS = 200


class LabHistory(ValueHistory[KernelLab]):
    """Keep the values that the lab had.

    >>> history = LabHistory(KernelLab())
    >>> history.push(history.current.with_cell(0, 0, 1.0))
    >>> history.undo(), history.current == KernelLab(), history.redo(), history.redo()
    (True, True, True, False)
    """

    def __init__(self, lab: KernelLab) -> None:
        super().__init__(lab, MOST_STEPS)

    def amend(self, lab: KernelLab) -> None:
        """Make another value of the present one without a step: what it shows has changed by itself."""
        self.current = lab
