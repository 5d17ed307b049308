"""What every gesture is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QGraphicsItem

from designer.ui.canvas.overlays import NoteItem
from designer.ui.canvas.scene import CanvasScene

_NONE = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True)
class Touch:
    """Where the pointer is.

    Args:
        at: In the scene.
        zoom: 1.0 is 100 %.
        keys: Which of Shift, Ctrl and Alt are held.
    """

    at: QPointF
    zoom: float = 1.0
    keys: Qt.KeyboardModifier = _NONE

    def holds(self, key: Qt.KeyboardModifier) -> bool:
        """Tell whether a key is held."""
        return bool(self.keys & key)


class Gesture(ABC):
    """One gesture from press to release. The document changes in `finish` alone; `cancel` leaves no trace."""

    def __init__(self, scene: CanvasScene) -> None:
        self.scene = scene
        self.note = NoteItem(scene.style_used)
        self._overlays: list[QGraphicsItem] = []
        self.add_overlay(self.note)

    @abstractmethod
    def start(self, touch: Touch) -> None:
        """Begin where the button went down."""

    @abstractmethod
    def move(self, touch: Touch) -> None:
        """Follow the pointer and show what letting go would do."""

    @abstractmethod
    def finish(self, touch: Touch) -> None:
        """Do it: as one undo step."""

    def cancel(self) -> None:
        """Put everything back; called after `finish` too."""
        for item in self._overlays:
            if item.scene() is not None:
                self.scene.removeItem(item)
        self._overlays = []
        self.scene.show_bright(None)
        self.scene.show_places(None)

    def add_overlay(self, item: QGraphicsItem) -> None:
        """Show an item for the time of the gesture."""
        self._overlays.append(item)
        self.scene.addItem(item)
