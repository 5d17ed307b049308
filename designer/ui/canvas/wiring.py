"""The wires of the scene: made and removed with the architecture's, run between the cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from designer.network.analysis import Analysis
from designer.network.architecture import Architecture, Position, Wire
from designer.network.shapes import shape_text
from designer.ui.canvas.card import CardItem
from designer.ui.canvas.routing import Obstacles, route
from designer.ui.canvas.style import CanvasStyle
from designer.ui.canvas.wire import WireItem, WireKey

_REMEMBERED = 12
"""How many wires that run beside cards are kept apart from a further one."""


def keys_of(architecture: Architecture) -> Iterator[WireKey]:
    """Return a key for every wire, also where two blocks are joined twice."""
    seen: Counter[Wire] = Counter()
    for wire in architecture.wires:
        yield WireKey(wire, seen[wire])
        seen[wire] += 1


class Wiring:
    """Keep one item for each wire of the architecture shown."""

    def __init__(self, scene: QGraphicsScene, layer: QGraphicsItem, cards: Mapping[str, CardItem]) -> None:
        self._scene = scene
        self._layer = layer
        self._cards = cards
        self._touching: dict[str, list[WireItem]] = {}
        self._input_index: dict[WireKey, int] = {}
        self.items: dict[WireKey, WireItem] = {}
        self.at_rest: dict[WireKey, tuple[list[QPointF], QRectF]] = {}
        self._matched: tuple[Wire, ...] = ()

    def match(self, analysis: Analysis, style: CanvasStyle, changed: Iterable[str]) -> bool:
        """Make and remove items so that there is one for each wire; the others stay the same objects.

        Args:
            analysis: The architecture and its shapes.
            style: For new items.
            changed: Ids of blocks whose reports are new.

        Returns:
            Whether wires came or went.
        """
        rewired = analysis.architecture.wires != self._matched
        if rewired:
            self._match_items(analysis.architecture, style)
        for name in changed:
            shape = analysis.reports[name].output_shape
            for item in self._touching.get(name, ()):
                if item.key is not None and item.key.wire.source == name:
                    item.show_shape(shape_text(shape) if shape else "")
        return rewired

    def _match_items(self, architecture: Architecture, style: CanvasStyle) -> None:
        self._matched = architecture.wires
        keys = list(keys_of(architecture))
        for key in self.items.keys() - set(keys):
            self._scene.removeItem(self.items.pop(key))
        entered: Counter[str] = Counter()
        self._touching, self._input_index = {}, {}
        for key in keys:
            if key not in self.items:
                self.items[key] = WireItem(style, key)
                self.items[key].setParentItem(self._layer)
            item, (source, target) = self.items[key], key.wire
            self._input_index[key] = entered[target]
            entered[target] += 1
            self._touching.setdefault(source, []).append(item)
            self._touching.setdefault(target, []).append(item)

    def ends(self, key: WireKey) -> tuple[QPointF, QPointF]:
        """Return where a wire starts and ends, in the scene."""
        source, target = (self._cards[name] for name in key.wire)
        return source.pos() + source.output_port(), target.pos() + target.input_port(self._input_index[key])

    def key_into(self, block_id: str, index: int) -> WireKey | None:
        """Return the wire that enters a block at this place, if one does."""
        return next((key for key, place in self._input_index.items() if key.wire.target == block_id and place == index), None)

    def run(self, places: Mapping[str, Position], style: CanvasStyle, moved: Iterable[str] | None = None) -> None:
        """Run the wires between the cards, all or those at the moved cards."""
        touched = {item.key: item for name in moved or () for item in self._touching.get(name, ())}
        items = list((self.items if moved is None else touched).values())
        obstacles = Obstacles(places.values(), style.spacing)
        beside: list[tuple[float, float]] = []
        for item in items:
            assert item.key is not None
            start, end = self.ends(item.key)
            leftwards = end.x() < self._cards[item.key.wire.target].x() + style.width / 2 - 1
            points = route(start, end, style.spacing, obstacles, 0, leftwards)
            if len(points) > 4:
                low, high = sorted((start.y(), end.y()))
                lane = sum(1 for top, bottom in beside[-_REMEMBERED:] if top < high and bottom > low)
                beside.append((low, high))
                points = route(start, end, style.spacing, obstacles, lane, leftwards)
            item.show_route(points)
        if moved is None:
            self.at_rest = {item.key: (item.points, item.path_bounds()) for item in items if item.key is not None}
