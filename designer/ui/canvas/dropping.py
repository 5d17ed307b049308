"""Blocks and texts dropped on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from designer.ui.canvas.gestures.drop_block import DropBlock
from designer.ui.canvas.gestures.gesture import Touch
from designer.ui.canvas.mime import entry_of
from designer.ui.canvas.navigation import NavigatingView
from designer.ui.canvas.pointer import Pointer
from designer.ui.canvas.scene import CanvasScene
from designer.ui.theme import Themes


class DroppingView(NavigatingView):
    """Turn a drag from the palette into a gesture, and a dropped text into a paste."""

    def __init__(self, scene: CanvasScene, pointer: Pointer, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(scene, themes, parent)
        self.pointer = pointer
        self.last_pointer: QPoint | None = None
        self.setAcceptDrops(True)

    def touch(self, at: QPointF, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Touch:
        """Return where the pointer is in the scene."""
        return Touch(self.mapToScene(at.toPoint()), self.zoom(), keys)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let a ghost card follow a block; a text that may be a network is welcome too."""
        entry = entry_of(event.mimeData())
        if entry is not None:
            self.pointer.begin(DropBlock(self.canvas_scene, entry), self.touch(event.position(), event.modifiers()))
            event.acceptProposedAction()
        elif _may_be_network(event.mimeData().text()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Let the ghost follow."""
        if self.pointer.gesture is not None:
            self.pointer.gesture.move(self.touch(event.position(), event.modifiers()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Remove the ghost: the drag was cancelled, or is elsewhere."""
        self.pointer.cancel()

    def dropEvent(self, event: QDropEvent) -> None:
        """Do what the ghost showed, or paste the text."""
        gesture = self.pointer.gesture
        self.last_pointer = event.position().toPoint()
        if gesture is not None:
            self.pointer.end(self.touch(event.position(), event.modifiers()))
        else:
            self.drop_text(event.mimeData().text())
        event.acceptProposedAction()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop_text(self, text: str) -> None:
        """Take a text that was dropped."""
        raise NotImplementedError


def _may_be_network(text: str) -> bool:
    return text.lstrip().startswith("{")
