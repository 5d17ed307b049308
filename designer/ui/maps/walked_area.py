"""What the grids, the bars and the lists of numbers share: the keys that walk the layers, copying, the menu, the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from designer.ui.theme import Themes
from designer.ui.widgets.scrolled_area import ScrolledArea

_LAYER_STEPS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class WalkedArea(ScrolledArea):
    """A scrolled area that paints only what is in sight and is walked by keys."""

    layer_walked = Signal(int)
    """PgUp (−1) or PgDn (+1): the layer before or after was asked for."""
    copy_asked = Signal()
    """Ctrl+C: what is outlined was asked for."""
    menu_asked = Signal(QPoint)
    """A menu of what is outlined was asked for, at this place of the screen."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self.viewport().setMouseTracking(True)

    def pointer_left(self) -> None:
        """Notice that the pointer is over nothing here any more."""

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice when the pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self.pointer_left()
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the layers by PgUp and PgDn; copy by Ctrl+C."""
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif key in _LAYER_STEPS:
            self.layer_walked.emit(_LAYER_STEPS[key])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu, by the right button or its key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_asked.emit(self.viewport().mapToGlobal(self.viewport().rect().topLeft()) if by_key else event.globalPos())
        event.accept()
