"""Where wires run: along the lanes of the layout where its cards stand in their places, around what is in the way elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from designer.network.architecture import Architecture, Position
from designer.network.detours import detour
from designer.network.layout import Layout, Route, Spacing
from designer.network.obstacles import Obstacles, Taken

Routes = Mapping[str, tuple[Route, ...]]
"""For each block the corners of the wires that enter it, in the order of its inputs."""


def run_wires(architecture: Architecture, layout: Layout, places: Mapping[str, Position], spacing: Spacing) -> Routes:
    """Return where all wires run.

    Args:
        architecture: The wires.
        layout: Where cards and wires would be if no card had been moved.
        places: Where the cards are.
        spacing: Of the cards.
    """
    if places == layout.places and all(all(routes) for routes in layout.routes.values()):
        return layout.routes
    return _run(architecture, layout, places, spacing, architecture.order)


def run_wires_at(architecture: Architecture, layout: Layout, places: Mapping[str, Position], spacing: Spacing, moved: Collection[str]) -> Routes:
    """Return where the wires at some cards run, for those blocks that such a wire enters: for the time of a gesture."""
    touched = {*moved, *(target for name in moved for target in architecture.targets[name])}
    return _run(architecture, layout, places, spacing, [name for name in architecture.order if name in touched])


def _run(
    architecture: Architecture, layout: Layout, places: Mapping[str, Position], spacing: Spacing, names: Collection[str]
) -> dict[str, tuple[Route, ...]]:
    obstacles, taken = Obstacles(places.values(), spacing), Taken()
    found = {(name, port): route for name in names for port, route in _planned(architecture, layout, places, obstacles, name)}
    for (name, port), route in found.items():
        taken.add(architecture.sources[name][port], route)
    for name in names:
        for port, source in enumerate(architecture.sources[name]):
            if (name, port) not in found:
                start = places[source][0] + spacing.width / 2, places[source][1] + spacing.height
                end = places[name][0] + layout.ports[name][port], places[name][1]
                found[name, port] = detour(source, start, end, obstacles, taken)
                taken.add(source, found[name, port])
    return {name: tuple(found[name, port] for port in range(len(architecture.sources[name]))) for name in names}


def _planned(architecture: Architecture, layout: Layout, places: Mapping[str, Position], obstacles: Obstacles, name: str) -> list[tuple[int, Route]]:
    """Return the wires into a block that run as the layout has them: their two cards stand to each other as there, and nothing is in the way."""
    kept: list[tuple[int, Route]] = []
    across, down = _shift(layout, places, name)
    for port, source in enumerate(architecture.sources[name]):
        route = layout.routes[name][port]
        if route and _shift(layout, places, source) == (across, down):
            shifted = tuple((x + across, y + down) for x, y in route) if across or down else route
            if not obstacles.hit(shifted):
                kept.append((port, shifted))
    return kept


def _shift(layout: Layout, places: Mapping[str, Position], name: str) -> Position:
    (x1, y1), (x2, y2) = layout.places[name], places[name]
    return x2 - x1, y2 - y1
