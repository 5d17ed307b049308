"""What lies under the pointer: a port, a card, a wire, an open end.

Everything is asked of the places at rest, so that cards which make room do not move away under the pointer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QPointF

from designer.ui.canvas.card import CardItem
from designer.ui.canvas.routing import distance_to_line
from designer.ui.canvas.scene import CanvasScene
from designer.ui.canvas.wire import WireKey


@dataclass(frozen=True)
class Port:
    """Where a wire starts or ends.

    Args:
        index: Which input; 0 for the output.
        at: Where it lies in the scene.
    """

    block: str
    is_output: bool
    index: int
    at: QPointF


def card_at(scene: CanvasScene, point: QPointF, but: Collection[str] = ()) -> CardItem | None:
    """Return the topmost card under a point."""
    rect = scene.style_used.card_rect
    hit = (name for name, place in scene.rest.items() if name not in but and rect.translated(*place).contains(point))
    return max((scene.cards[name] for name in hit), key=lambda card: card.zValue(), default=None)


def ports_of(card: CardItem) -> list[Port]:
    """Return a card's ports: inputs, then the output."""
    inputs = [Port(card.block_id, False, index, card.pos() + at) for index, at in enumerate(card.input_ports())]
    return [*inputs, Port(card.block_id, True, 0, card.pos() + card.output_port())]


def port_at(scene: CanvasScene, point: QPointF, zoom: float, wants_output: bool | None = None) -> Port | None:
    """Return the nearest port within reach of the pointer.

    Args:
        scene: The scene.
        point: Where the pointer is.
        zoom: 1.0 is 100 %; the reach is one of the screen.
        wants_output: Only outputs, only inputs, or both.
    """
    reach = scene.style_used.px("port_hit") / 2 / min(zoom, 1.0)
    around = scene.style_used.card_rect.adjusted(-reach, -reach, reach, reach)
    near = [card for name, card in scene.cards.items() if around.translated(*scene.rest[name]).contains(point)]
    ports = [port for card in near for port in ports_of(card) if wants_output in (None, port.is_output)]
    distances = [((port.at - point).manhattanLength(), index) for index, port in enumerate(ports)]
    nearest = min(distances, default=None)
    return ports[nearest[1]] if nearest and nearest[0] <= reach else None


def wire_at(scene: CanvasScene, point: QPointF, band: float, but: Collection[str] = ()) -> WireKey | None:
    """Return the nearest wire within a band around the point.

    Args:
        scene: The scene.
        point: Where the pointer is.
        band: In px at 100 %.
        but: Blocks whose wires do not count.
    """
    found: tuple[float, WireKey] | None = None
    for key, (points, bounds) in scene.wiring.at_rest.items():
        if key.wire.source in but or key.wire.target in but or not bounds.adjusted(-band, -band, band, band).contains(point):
            continue
        distance = distance_to_line(point, points)
        if distance <= band and (found is None or distance < found[0]):
            found = distance, key
    return found[1] if found else None


def open_end_at(scene: CanvasScene, point: QPointF) -> tuple[str, bool] | None:
    """Return the block with an open end near the point: ``(id, True)`` below an open output, ``(id, False)`` above an open input."""
    style, architecture = scene.style_used, scene.document.architecture
    for name, (x, y) in scene.rest.items():
        if not x <= point.x() <= x + style.width:
            continue
        if not architecture.targets[name] and 0 < point.y() - (y + style.height) <= style.spacing.row:
            return name, True
        needs = architecture.by_id[name].spec.FEWEST_INPUTS
        if needs and not architecture.sources[name] and 0 < y - point.y() <= style.spacing.row:
            return name, False
    return None
