"""Move cards; onto a wire: splice in there; with Ctrl: take out of the chain."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from designer.network import edits
from designer.network.architecture import Architecture, Position
from designer.network.layout import make_room
from designer.ui.canvas.gestures.gesture import Gesture, Touch
from designer.ui.canvas.hits import wire_at
from designer.ui.canvas.scene import CanvasScene
from designer.ui.canvas.wire import WireKey
from designer.ui.canvas.wording import tr

_LIFTED = 10


class MoveCards(Gesture):
    """Move the card that was pressed, and with it the others selected."""

    def __init__(self, scene: CanvasScene, block_id: str) -> None:
        super().__init__(scene)
        self._block_id = block_id
        self._from = QPointF()
        self._ids: tuple[str, ...] = ()
        self._onto: WireKey | None = None
        self._moved = False

    def start(self, touch: Touch) -> None:
        """Select the card, unless it is one of several selected; Ctrl or Shift adds it or takes it away at the end."""
        self._from = touch.at
        if not self._adds(touch) and self._block_id not in self.scene.document.selection:
            self.scene.document.select((self._block_id,))

    def move(self, touch: Touch) -> None:
        """Move the cards along, and show the wire that would take a single one."""
        document = self.scene.document
        if not self._moved:
            self._moved = True
            if self._block_id not in document.selection:
                document.select((self._block_id,))
            self._ids = document.selection
            for name in self._ids:
                self.scene.cards[name].setZValue(_LIFTED)
        takes_out = self._takes_out(touch)
        self._onto = None if takes_out or not self._may_splice() else wire_at(self.scene, touch.at, self._band(touch), but=self._ids)
        self.scene.show_places(self._places(touch))
        self.scene.show_bright(self._onto)
        hint = tr("Release to put {0} here") if self._onto else tr("Release to take {0} out of the chain") if takes_out else ""
        self.note.show_text(hint.format(document.architecture.by_id[self._block_id].shown_name), touch.at)

    def finish(self, touch: Touch) -> None:
        """Write the new places, or splice in, or take out."""
        document, name = self.scene.document, self._block_id
        if not self._moved:
            self._click(touch)
            return
        places = self._places(touch)
        if self._onto is not None:
            document.attempt(tr("Move {0} to another place in the chain").format(name), self._respliced)
        elif self._takes_out(touch):
            document.attempt(tr("Take {0} out of the chain").format(name), lambda old: edits.move_cards(edits.take_out(old, name), places))
        else:
            label = tr("Move {0}").format(name) if len(self._ids) == 1 else tr("Move {0} blocks").format(len(self._ids))
            document.attempt(label, lambda old: edits.move_cards(old, places))

    def cancel(self) -> None:
        """Put the cards back."""
        for name in self._ids:
            if name in self.scene.cards:
                self.scene.cards[name].setZValue(0)
        super().cancel()

    def _click(self, touch: Touch) -> None:
        selection = self.scene.document.selection
        if not self._adds(touch):
            self.scene.document.select((self._block_id,))
        elif self._block_id in selection:
            self.scene.document.select(name for name in selection if name != self._block_id)
        else:
            self.scene.document.select((*selection, self._block_id))

    def _respliced(self, old: Architecture) -> Architecture:
        assert self._onto is not None
        wire, name = self._onto.wire, self._block_id
        loose = edits.move_cards(edits.resplice(old, name, wire), {name: None})
        return make_room(loose, name, self.scene.style_used.spacing)

    def _may_splice(self) -> bool:
        architecture = self.scene.document.architecture
        return len(self._ids) == 1 and len(architecture.sources[self._block_id]) <= 1 and architecture.by_id[self._block_id].spec.MOST_INPUTS != 0

    def _takes_out(self, touch: Touch) -> bool:
        return touch.holds(Qt.KeyboardModifier.ControlModifier) and len(self._ids) == 1 and self.scene.is_wired(self._block_id)

    def _adds(self, touch: Touch) -> bool:
        return touch.holds(Qt.KeyboardModifier.ControlModifier) or touch.holds(Qt.KeyboardModifier.ShiftModifier)

    def _band(self, touch: Touch) -> float:
        return self.scene.style_used.px("wire_band") / touch.zoom

    def _places(self, touch: Touch) -> dict[str, Position]:
        by = touch.at - self._from
        left, _ = self.scene.place_of(self._block_id)
        across = self._snapped(left + by.x()) - left
        rest = {name: self.scene.place_of(name) for name in self._ids}
        return {name: (float(round(x + across)), float(round(y + by.y()))) for name, (x, y) in rest.items()}

    def _snapped(self, left: float) -> float:
        """Return the left that makes the nearest neighbour's wire straight, where it is nearly so."""
        architecture = self.scene.document.architecture
        around = (*architecture.sources[self._block_id], *architecture.targets[self._block_id])
        columns = (self.scene.place_of(name)[0] for name in around if name not in self._ids)
        reach = self.scene.style_used.px("space")
        return next((column for column in columns if abs(column - left) <= reach), left)
