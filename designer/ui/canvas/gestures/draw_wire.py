"""Draw a wire from port to port, or lead the end of one elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF

from designer.network import edits
from designer.network.architecture import Architecture, Wire
from designer.network.detours import detour, loose
from designer.network.errors import EditError
from designer.network.obstacles import Obstacles, Taken
from designer.ui.canvas.gestures.gesture import Gesture, Touch
from designer.ui.canvas.hits import Port, card_at, port_at, ports_of
from designer.ui.canvas.scene import CanvasScene
from designer.ui.canvas.wire import WireItem, WireLook
from designer.ui.canvas.wording import tr


@dataclass(frozen=True)
class LooseEnd:
    """A wire that was let go over empty space.

    Args:
        at: Where, in the scene.
        source: The block it comes from, or nothing.
        target: The block it leads to, or nothing.
        instead_of: The wire whose end was dragged.
    """

    at: QPointF
    source: str | None
    target: str | None
    instead_of: Wire | None


class DrawWire(Gesture):
    """Follow the pointer with a wire; a loop or a full port is refused while dragging, with the reason.

    Args:
        scene: The scene.
        port: Where it was pressed. A taken input: the end of the wire that enters there is dragged.
        let_go: Called with the loose end when the wire is let go over empty space.
    """

    def __init__(self, scene: CanvasScene, port: Port, let_go: Callable[[LooseEnd], None]) -> None:
        super().__init__(scene)
        self._let_go = let_go
        self._taken = None if port.is_output else scene.wiring.key_into(port.block, port.index)
        self._fixed = self._source_port() if self._taken else port
        self._to: Port | None = None
        self._reason: str | None = None
        self._bright: str | None = None
        self._cards = Obstacles(scene.rest.values(), scene.style_used.spacing)
        self._wire = WireItem(scene.style_used)
        self.add_overlay(self._wire)
        self._wire.setZValue(self.note.zValue() - 1)  # over the cards it is led across

    def _source_port(self) -> Port:
        assert self._taken is not None
        return ports_of(self.scene.cards[self._taken.wire.source])[-1]

    def start(self, touch: Touch) -> None:
        """Take the end of a wire that is there already."""
        if self._taken:
            self.scene.wiring.items[self._taken].show_look(WireLook.FADED)

    def move(self, touch: Touch) -> None:
        """Draw the wire to the pointer or the port near it; say why where it may not end there."""
        port = self._port_near(touch)
        self._to = port
        self._reason = self._why_not(port.block) if port else None
        end = port.at if port and not self._reason else touch.at
        start, stop = (self._fixed.at, end) if self._fixed.is_output else (end, self._fixed.at)
        ends = (start.x(), start.y()), (stop.x(), stop.y())
        snapped = port is not None and not self._reason
        self._wire.show_route(detour("", *ends, self._cards, Taken()) if snapped else loose(*ends, self._cards))
        self._wire.show_look(WireLook.REFUSED if self._reason else WireLook.BRIGHT)
        self.note.show_text(self._reason or "", touch.at, refused=True)
        self._show_port(port)

    def finish(self, touch: Touch) -> None:
        """Connect, or offer a new block where the wire ends in empty space."""
        if self._to is None:
            name, outgoing = self._fixed.block, self._fixed.is_output
            taken = self._taken.wire if self._taken else None
            self._let_go(LooseEnd(touch.at, name if outgoing else None, None if outgoing else name, taken))
            return
        if self._reorders(self._to.block):
            label = tr("Move input {0} of {1} to {2}").format(self._own_input() + 1, self._to.block, self._to.index + 1)
        else:
            label = tr("Connect {0} to {1}").format(*self._joined(self._to.block))
        self.scene.document.attempt(label, self._connected)

    def cancel(self) -> None:
        """Put the wire back."""
        if self._taken and self._taken in self.scene.wiring.items:
            self.scene.wiring.items[self._taken].show_look(WireLook.REST)
        self._show_port(None)
        super().cancel()

    def _connected(self, old: Architecture) -> Architecture:
        assert self._to is not None
        if self._reorders(self._to.block):
            return edits.move_input(old, self._to.block, self._own_input(), self._to.index)
        if self._taken:
            return edits.reconnect(old, self._taken.wire, target=self._to.block)
        return edits.connect(old, *self._joined(self._to.block))

    def _reorders(self, other: str) -> bool:
        """Tell whether the end of a wire is led to the block that it entered before: to another of its inputs."""
        return self._taken is not None and self._taken.wire.target == other

    def _own_input(self) -> int:
        assert self._taken is not None
        return self.scene.wiring.input_of(self._taken)

    def _joined(self, other: str) -> tuple[str, str]:
        return (self._fixed.block, other) if self._fixed.is_output else (other, self._fixed.block)

    def _why_not(self, other: str) -> str | None:
        if self._reorders(other):
            return None
        try:
            if self._taken:
                edits.reconnect(self.scene.document.architecture, self._taken.wire, target=other)
                return None
        except EditError as error:
            return str(error)
        return edits.why_not_connect(self.scene.document.architecture, *self._joined(other))

    def _port_near(self, touch: Touch) -> Port | None:
        """Return the port of the other kind near the pointer; a card stands for its free input, or its output."""
        wanted = not self._fixed.is_output
        near = port_at(self.scene, touch.at, touch.zoom, wants_output=wanted)
        card = self.scene.cards[near.block] if near is not None else card_at(self.scene, touch.at)
        if card is None:
            return None
        fitting = [port for port in ports_of(card) if port.is_output == wanted]
        if self._reorders(card.block_id):
            taken = len(self.scene.document.architecture.sources[card.block_id])
            return fitting[min(near.index, taken - 1) if near is not None else self._own_input()]
        return fitting[-1] if fitting else Port(card.block_id, wanted, 0, touch.at)

    def _show_port(self, port: Port | None) -> None:
        if self._bright in self.scene.cards:
            self.scene.cards[self._bright].show_hovered(False)
        self._bright = port.block if port else None
        if port is not None:
            card = self.scene.cards[port.block]
            card.show_hovered(True, port.at - card.pos())
