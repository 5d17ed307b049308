"""Select by a rectangle; a mere click on empty space selects nothing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt

from designer.ui.canvas.gestures.gesture import Gesture, Touch
from designer.ui.canvas.overlays import FrameItem
from designer.ui.canvas.scene import CanvasScene


class RubberBand(Gesture):
    """Draw a rectangle; the cards that it touches are selected at the end. Shift or Ctrl adds them."""

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__(scene)
        self._from = QPointF()
        self._frame: FrameItem | None = None

    def start(self, touch: Touch) -> None:
        """Remember the first corner."""
        self._from = touch.at

    def move(self, touch: Touch) -> None:
        """Draw the rectangle to the pointer, and the cards in it as those that would be selected."""
        rect = self._rect(touch)
        if self._frame is None:
            self._frame = FrameItem(self.scene.style_used, rect)
            self.add_overlay(self._frame)
        self._frame.show_rect(rect)
        inside = self._inside(rect)
        for name, card in self.scene.cards.items():
            card.show_hovered(name in inside)

    def finish(self, touch: Touch) -> None:
        """Select."""
        inside = self._inside(self._rect(touch)) if self._frame else set()
        adds = touch.holds(Qt.KeyboardModifier.ShiftModifier) or touch.holds(Qt.KeyboardModifier.ControlModifier)
        before = self.scene.document.selection if adds else ()
        self.scene.select_wires(())
        self.scene.document.select([*before, *(name for name in self.scene.cards if name in inside)])

    def cancel(self) -> None:
        """Remove the rectangle."""
        if self._frame is not None:
            for card in self.scene.cards.values():
                card.show_hovered(False)
        super().cancel()

    def _rect(self, touch: Touch) -> QRectF:
        return QRectF(self._from, touch.at).normalized()

    def _inside(self, rect: QRectF) -> set[str]:
        card_rect, rect = self.scene.style_used.card_rect, rect.adjusted(0, 0, 1, 1)  # a level stroke counts too
        return {name for name, place in self.scene.rest.items() if card_rect.translated(*place).intersects(rect)}
