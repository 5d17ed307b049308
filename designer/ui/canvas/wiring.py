"""The wires of the scene: made and removed with the architecture's, run between the cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from designer.network.analysis import Analysis
from designer.network.architecture import Architecture, Wire
from designer.network.wire_routes import Routes
from designer.ui.canvas.style import CanvasStyle
from designer.ui.canvas.wire import WireItem, WireKey
from designer.ui.canvas.wording import wire_texts


def keys_of(architecture: Architecture) -> Iterator[WireKey]:
    """Return a key for every wire, also where two blocks are joined twice."""
    seen: Counter[Wire] = Counter()
    for wire in architecture.wires:
        yield WireKey(wire, seen[wire])
        seen[wire] += 1


class Wiring:
    """Keep one item for each wire of the architecture shown."""

    def __init__(self, scene: QGraphicsScene, layer: QGraphicsItem) -> None:
        self._scene = scene
        self._layer = layer
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
        news = frozenset(changed)
        for key, item in self.items.items():
            if rewired or not news.isdisjoint(key.wire):
                item.show_texts(*wire_texts(analysis, *key.wire, self._input_index[key]))
        return rewired

    def _match_items(self, architecture: Architecture, style: CanvasStyle) -> None:
        self._matched = architecture.wires
        keys = list(keys_of(architecture))
        for key in self.items.keys() - set(keys):
            self._scene.removeItem(self.items.pop(key))
        entered: Counter[str] = Counter()
        self._input_index = {}
        for key in keys:
            if key not in self.items:
                self.items[key] = WireItem(style, key)
                self.items[key].setParentItem(self._layer)
            self._input_index[key] = entered[key.wire.target]
            entered[key.wire.target] += 1

    def keys_into(self, block_id: str) -> list[WireKey]:
        """Return the wires that enter a block, by input."""
        return sorted((key for key in self.items if key.wire.target == block_id), key=self._input_index.__getitem__)

    def key_into(self, block_id: str, index: int) -> WireKey | None:
        """Return the wire that enters a block at this place, if one does."""
        return next((key for key, place in self._input_index.items() if key.wire.target == block_id and place == index), None)

    def run(self, routes: Routes, rest: bool = True) -> None:
        """Run the wires along the given corners; those that are not named stay as they are.

        Args:
            routes: For each block the wires that enter it.
            rest: Whether this is where they run at rest, not for the time of a gesture.
        """
        for key, item in self.items.items():
            entering = routes.get(key.wire.target)
            if entering is not None:
                item.show_route(entering[self._input_index[key]])
        if rest:
            self.at_rest = {key: (item.points, item.path_bounds()) for key, item in self.items.items()}

    def run_to(self, architecture: Architecture, routes: Routes, new: str) -> None:
        """Run the wires as they will when a new block is there: one that it would be spliced into runs through its place."""
        for key, item in self.items.items():
            (source, target), port = key.wire, self._input_index[key]
            entering = routes.get(target, ())
            if port < len(entering):
                spliced = architecture.sources[target][port] == new != source and routes[new]
                item.show_route((*routes[new][0], *entering[port]) if spliced else entering[port])

    def input_of(self, key: WireKey) -> int:
        """Return which input of its target a wire enters, counted from 0."""
        return self._input_index[key]
