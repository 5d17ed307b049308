"""Places of cards and corners of wires: top to bottom, branches side by side, what a person moved stays where it is.

The longest way is the trunk and stands in one column; branches stand beside it in the order of the inputs that they lead to; a wire past several rows
runs in a lane of its own. Places are computed, never stored: only a card that a person moves gets an ``at``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from designer.network.architecture import Architecture, Position, Wire
from designer.network.layout_drawing import Route, draw
from designer.network.layout_graph import graphs_of
from designer.network.layout_spacing import Spacing

__all__ = ["Layout", "Route", "Spacing", "hold_places", "lay_out", "make_room", "place"]


@dataclass(frozen=True)
class Layout:
    """Where everything stands as long as nobody moves a card.

    Args:
        places: Top left of every card.
        ports: For each block where its wires enter, from the left of its card, in the order of its inputs.
        routes: For each block the corners of the wires that enter it, in the order of its inputs; empty where none was found.
    """

    places: Mapping[str, Position]
    ports: Mapping[str, tuple[float, ...]]
    routes: Mapping[str, tuple[Route, ...]]


def lay_out(architecture: Architecture, spacing: Spacing) -> Layout:
    """Return where everything stands as long as nobody moves a card; the same object while no block or wire comes or goes."""
    starts = frozenset(block.id for block in architecture.blocks if block.spec.MOST_INPUTS == 0)
    return _laid_out(architecture.order, architecture.wires, starts, spacing)


def place(architecture: Architecture, spacing: Spacing) -> dict[str, Position]:
    """Return the top left of every card.

    A card that was moved stands where it was put; the others stand as if none had been moved, and make way downwards where
    a moved card is in their place.
    """
    automatic = lay_out(architecture, spacing).places
    moved = {block.id: block.at for block in architecture.blocks if block.at is not None}
    return _around(architecture, spacing, automatic, moved) if moved else dict(automatic)


def make_room(architecture: Architecture, block_id: str, spacing: Spacing) -> Architecture:
    """Return the architecture with the moved cards behind a new block pushed down by a row, where one is in its way.

    A new block behind a moved one stands below it.
    """
    block = architecture.by_id[block_id]
    sources = [architecture.by_id[name].at for name in architecture.sources[block_id]]
    anchor = next((at for at in sources if at is not None), None)
    moves: dict[str, Position] = {}
    if block.at is None and anchor is not None:
        moves[block_id] = (anchor[0], anchor[1] + spacing.row)
    target = moves.get(block_id) or block.at or lay_out(architecture, spacing).places[block_id]
    later = {name: architecture.by_id[name].at for name in architecture.downstream(block_id) - {block_id}}
    below = {name: at for name, at in later.items() if at is not None and at[1] > target[1] - spacing.height}
    if any(spacing.overlap(at, target) for at in below.values()):
        moves |= {name: (at[0], at[1] + spacing.row) for name, at in below.items()}
    return _moved(architecture, moves)


def hold_places(before: Architecture, after: Architecture, spacing: Spacing) -> Architecture:
    """Return ``after`` with every card kept where it stood ``before``, so that a gap stays a gap."""
    old, new = place(before, spacing), place(after, spacing)
    return _moved(after, {name: old[name] for name, at in new.items() if name in old and old[name] != at})


def _moved(architecture: Architecture, moves: Mapping[str, Position]) -> Architecture:
    if not moves:
        return architecture
    return replace(architecture, blocks=tuple(replace(block, at=moves[block.id]) if block.id in moves else block for block in architecture.blocks))


@lru_cache(maxsize=8)
def _laid_out(order: tuple[str, ...], wires: tuple[Wire, ...], starts: frozenset[str], spacing: Spacing) -> Layout:
    """Draw part by part: the network, beside it the loose parts one below the other."""
    places: dict[str, Position] = {}
    ports: dict[str, tuple[float, ...]] = {}
    routes: dict[str, tuple[Route, ...]] = {}
    beside, top = 0.0, 0.0
    for index, graph in enumerate(graphs_of(order, wires, starts)):
        drawing = draw(graph, spacing)
        across, down = (beside - drawing.left, top) if index else (0.0, 0.0)
        for name, (x, y), entered, found in zip(graph.names, drawing.places, drawing.ports, drawing.routes, strict=True):
            places[name] = x + across, y + down
            ports[name] = entered
            routes[name] = tuple(tuple((x + across, y + down) for x, y in route) for route in found) if across or down else found
        if index == 0:
            beside = drawing.right + spacing.column - spacing.width
        else:
            top += max(y for _, y in drawing.places) + 2 * spacing.row
    return Layout(places, ports, routes)


def _around(architecture: Architecture, spacing: Spacing, automatic: Mapping[str, Position], moved: Mapping[str, Position]) -> dict[str, Position]:
    by_row: dict[int, list[Position]] = {}
    for at in moved.values():
        by_row.setdefault(int(at[1] // spacing.row), []).append(at)
    places: dict[str, Position] = dict(moved)
    for name in architecture.order:
        if name in moved:
            continue
        x, y = automatic[name]
        y = max([y, *(places[source][1] + spacing.row for source in architecture.sources[name] if source not in moved)])
        while blocked := _blocking((x, y), by_row, spacing):
            y = blocked[1] + spacing.row
        places[name] = (x, y)
    return places


def _blocking(at: Position, by_row: Mapping[int, Sequence[Position]], spacing: Spacing) -> Position | None:
    row = int(at[1] // spacing.row)
    near = (other for number in (row - 1, row, row + 1) for other in by_row.get(number, ()))
    return max((other for other in near if spacing.overlap(at, other)), key=lambda other: other[1], default=None)
