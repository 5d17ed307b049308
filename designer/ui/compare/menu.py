"""What can be compared, in one menu."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from designer.ui.actions import Actions

__all__ = ["COMPARE_KEYS", "CompareMenu"]

_ROWS = (("compare", "compare_moment"), ("compare_difference", "swap_compared", "end_comparison"))

COMPARE_KEYS = tuple(key for keys in _ROWS for key in keys)
"""The actions that are in this menu."""


class CompareMenu(QMenu):
    """List the actions of the comparison; a run is compared with from the list of runs."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Side b&y side"))
        for number, keys in enumerate(_ROWS):
            if number:
                self.addSeparator()
            for key in keys:
                self.addAction(actions[key])
