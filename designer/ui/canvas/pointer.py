"""Which gesture a press begins, and the one that is active: it gets every event until it ends."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from designer.ui.canvas.gestures.draw_wire import DrawWire, LooseEnd
from designer.ui.canvas.gestures.gesture import Gesture, Touch
from designer.ui.canvas.gestures.move_cards import MoveCards
from designer.ui.canvas.gestures.rubber_band import RubberBand
from designer.ui.canvas.hits import Port, card_at, port_at, wire_at
from designer.ui.canvas.scene import CanvasScene


class Pointer:
    """Forward presses, moves and releases to gestures.

    A press near a port becomes a wire only once the pointer moves: a click there selects what is under it.
    """

    def __init__(self, scene: CanvasScene, let_go: Callable[[LooseEnd], None]) -> None:
        self._scene = scene
        self._let_go = let_go
        self._gesture: Gesture | None = None
        self._pressed_at: QPoint | None = None
        self._moving = False
        self._hovered: Port | None = None
        scene.document.changed.connect(self._document_changed)

    @property
    def gesture(self) -> Gesture | None:
        """The gesture that is active."""
        return self._gesture

    def press(self, touch: Touch, at: QPoint) -> None:
        """Begin the gesture that belongs to what is under the pointer."""
        self.cancel()
        self._pressed_at, self._moving = at, False
        port, card = port_at(self._scene, touch.at, touch.zoom), card_at(self._scene, touch.at)
        if port is not None:
            self.begin(DrawWire(self._scene, port, self._let_go), touch)
        elif card is not None:
            self.begin(MoveCards(self._scene, card.block_id), touch)
        else:
            self.begin(RubberBand(self._scene), touch)

    def begin(self, gesture: Gesture, touch: Touch) -> None:
        """Make a gesture the active one."""
        self.cancel()
        self._gesture = gesture
        gesture.start(touch)

    def move(self, touch: Touch, at: QPoint) -> None:
        """Follow the pointer once it has left the spot where it was pressed."""
        if self._gesture is None:
            return
        if not self._moving and self._pressed_at is not None:
            self._moving = (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if self._moving:
            self._gesture.move(touch)

    def release(self, touch: Touch) -> bool:
        """End the gesture; one that never moved is a click.

        Returns:
            Whether it was a click on a card that selected nothing but this card.
        """
        gesture, self._gesture = self._gesture, None
        if gesture is None:
            return False
        if isinstance(gesture, DrawWire) and not self._moving:
            gesture.cancel()
            self._click(touch)
            return self._is_plain(touch)
        if self._moving:
            gesture.move(touch)
        if isinstance(gesture, RubberBand) and not self._moving and self._select_wire(touch):
            gesture.cancel()
            return False
        self._gesture = gesture
        self.end(touch)
        return isinstance(gesture, MoveCards) and not self._moving and self._is_plain(touch)

    def end(self, touch: Touch) -> None:
        """Finish the gesture that is active."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.finish(touch)
            gesture.cancel()

    def cancel(self) -> bool:
        """Put everything back; tell whether there was a gesture."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def hover(self, touch: Touch) -> Port | None:
        """Show the port under the pointer and return it."""
        port = port_at(self._scene, touch.at, touch.zoom)
        if port != self._hovered:
            for found in (self._hovered, port):
                if found is not None and found.block in self._scene.cards:
                    card = self._scene.cards[found.block]
                    card.show_hovered(found is port, found.at - card.pos() if found is port else None)
            self._hovered = port
        return port

    def select_for_menu(self, touch: Touch) -> None:
        """Select what is under the pointer, unless it is one of several selected; empty canvas: nothing."""
        self.cancel()
        card, document = card_at(self._scene, touch.at), self._scene.document
        if card is None:
            if not self._select_wire(touch):
                self._scene.select_wires(())
                document.select(())
        elif card.block_id not in document.selection:
            document.select((card.block_id,))

    def _click(self, touch: Touch) -> None:
        card = card_at(self._scene, touch.at)
        if card is None:
            self._select_wire(touch)
            return
        gesture = MoveCards(self._scene, card.block_id)
        gesture.start(touch)
        gesture.finish(touch)
        gesture.cancel()

    def _is_plain(self, touch: Touch) -> bool:
        return not touch.holds(Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier)

    def _select_wire(self, touch: Touch) -> bool:
        key = wire_at(self._scene, touch.at, self._scene.style_used.px("wire_hit") / 2 / min(touch.zoom, 1.0))
        if key is not None:
            self._scene.document.select(())
            adds = touch.holds(Qt.KeyboardModifier.ControlModifier)
            self._scene.select_wires((*(self._scene.selected_wires if adds else ()), key))
        return key is not None

    def _document_changed(self, _old: object, _new: object) -> None:
        """Cancel: what the gesture knew is no longer so."""
        self.cancel()
