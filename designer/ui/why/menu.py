"""The methods in the menu bar; what can be done with the map that is laid over the probe: copy it, save it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from designer.ui.actions import Actions
from designer.ui.why.questions import Method

WHY_KEYS = {method: f"why_{method.value}" for method in Method}
"""The action of each method."""


class WhyMethodsMenu(QMenu):
    """List the actions of the methods."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Why, by &method"))
        for key in WHY_KEYS.values():
            self.addAction(actions[key])


class WhyMenu(QMenu):
    """Offer what a map can be made into."""

    deed_asked = Signal(str)
    """``copy``, ``png`` or ``npy`` was chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        # only shown: the view answers the key itself, as the canvas does
        copy_key = QKeySequence(QKeySequence.StandardKey.Copy).toString(QKeySequence.SequenceFormat.NativeText)
        texts = {
            "copy": f"{self.tr('&Copy this map')}\t{copy_key}", "png": self.tr("Save this map over the picture as &PNG…"),
            "npy": self.tr("Save its values as &NPY…"),
        }  # fmt: skip
        self._deeds = {key: self.addAction(text, partial(self.deed_asked.emit, key)) for key, text in texts.items()}

    def action(self, key: str) -> QAction:
        """Return one of the deeds."""
        return self._deeds[key]
