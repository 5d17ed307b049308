"""Draw one part of a network: from its wires to places of cards, ports and corners of wires."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from designer.network.architecture import Position
from designer.network.layout_columns import across, align
from designer.network.layout_graph import Graph, ranks_of
from designer.network.layout_layers import Layers, merge_lanes, own_layers, read_layers, shared_layers
from designer.network.layout_order import order_rows
from designer.network.layout_series_parallel import read_series_parallel
from designer.network.layout_spacing import Spacing
from designer.network.layout_tracks import NONE, Tracks, crossings_of, tracks_of

_MOST_OWN_LANES = 1_000
"""With more, a lane for each wire is not tried: it takes long and few would see the difference."""

Route = tuple[Position, ...]


@dataclass(frozen=True)
class Drawing:
    """Where one part's cards and wires are.

    Args:
        places: Top left of each block's card; that of the first card of the trunk is at 0.
        ports: For each block where its wires enter, from the left of its card, in the order of its inputs.
        routes: For each block the corners of the wires that enter it, in the order of its inputs; empty: none was found.
        left: Of all that is drawn.
        right: Of all that is drawn.
        crossings: How often wires cross, where that is needed to choose between two drawings.
    """

    places: list[Position]
    ports: list[tuple[float, ...]]
    routes: list[tuple[Route, ...]]
    left: float
    right: float
    crossings: int = 0


def draw(graph: Graph, spacing: Spacing) -> Drawing:
    """Return where the cards and wires of one part are."""
    ranks = ranks_of(graph)
    reading = read_series_parallel(graph)
    layers = read_layers(graph, ranks, reading) if reading else None
    if layers is not None and reading is not None:
        return _drawn(graph, layers, _read_slots(graph, reading.wire_place), spacing, counted=False)
    found = list(_swept(graph, ranks))
    swept = [_drawn(graph, layers, _slots(layers), spacing, counted=len(found) > 1) for layers in found]
    return min(swept, key=lambda drawing: drawing.crossings) if swept else _without_lanes(graph, ranks, spacing)


def _swept(graph: Graph, ranks: list[int]) -> Iterator[Layers]:
    """Return rows in orders with few crossings: with lanes that the wires of a block share, and with one for each wire."""
    shared = shared_layers(graph, ranks)
    if shared is None:
        return
    crossings = order_rows(shared)
    align(shared)
    yield shared
    own, _ = own_layers(graph, ranks, _MOST_OWN_LANES) if crossings else (None, [])
    if own is not None:
        order_rows(own)
        merge_lanes(own)
        align(own)
        yield own


def _read_slots(graph: Graph, wire_place: Sequence[int]) -> list[list[int]]:
    """Return for each block its inputs from left to right."""
    slots, first = [], 0
    for sources in graph.sources:
        slots.append(sorted(range(len(sources)), key=wire_place[first : first + len(sources)].__getitem__))
        first += len(sources)
    return slots


def _slots(layers: Layers) -> list[list[int]]:
    """Return for each block its inputs from left to right: where their wires come from."""
    place = {spot: index for row in layers.rows for index, spot in enumerate(row)}
    return [sorted(range(len(above)), key=[place[spot] for spot in above].__getitem__) for above in layers.above[: layers.blocks]]


def _drawn(graph: Graph, layers: Layers, slots: list[list[int]], spacing: Spacing, counted: bool) -> Drawing:
    middle = across(layers, spacing)
    ports = [_ports(layers, number, slots[number], spacing) for number in range(len(graph))]
    nets = [_nets(layers, row, middle, ports, spacing) for row in layers.rows[:-1]]
    tracks = [tracks_of(found) if found else NONE for found in nets]
    crossings = sum(crossings_of(found, chosen, layers.owner) for found, chosen in zip(nets, tracks, strict=True)) if counted else 0
    tops, top = [0.0], 0.0
    for found in tracks:
        top += spacing.height + max(spacing.gap, 2 * spacing.lead + (found.count - 1) * spacing.track if found.count else 0.0)
        tops.append(top)
    half = spacing.width / 2
    places = [(middle[number], tops[layers.rank[number]]) for number in range(len(graph))]
    routes = [
        tuple(_route(layers, number, port, middle, ports, tracks, tops, spacing) for port in range(len(graph.sources[number])))
        for number in range(len(graph))
    ]
    left = min(middle[row[0]] - (0.0 if layers.is_lane(row[0]) else half) for row in layers.rows) + half
    right = max(middle[row[-1]] + (0.0 if layers.is_lane(row[-1]) else half) for row in layers.rows) + half
    return Drawing(places, ports, routes, left, right, crossings)


def _ports(layers: Layers, number: int, slots: Sequence[int], spacing: Spacing) -> tuple[float, ...]:
    """Return where wires enter a card, by input: the one that comes from straight above in the middle."""
    if len(slots) < 2:
        return (spacing.width / 2,) * len(slots)
    anchor = (len(slots) - 1) / 2
    for slot, port in enumerate(slots):
        if layers.column[layers.above[number][port]] == layers.column[number]:
            anchor = float(slot)
            break
    return spread(slots, anchor, spacing)


def spread(slots: Sequence[int], anchor: float, spacing: Spacing) -> tuple[float, ...]:
    """Return where wires enter a card, by input.

    Args:
        slots: The inputs from left to right.
        anchor: The slot in the middle of the card.
        spacing: Of the cards.
    """
    furthest = max(anchor, len(slots) - anchor)  # one more to the right, for the next wire
    pitch = min(spacing.port, (spacing.width / 2 - spacing.port) / max(1.0, furthest))
    ports = [0.0] * len(slots)
    for slot, port in enumerate(slots):
        ports[port] = spacing.width / 2 + (slot - anchor) * pitch
    return tuple(ports)


def _is_straight(layers: Layers, row: Sequence[int]) -> bool:
    """Tell quickly whether nothing but one wire leads straight down from a row, as in most."""
    below = layers.below[row[0]]
    return len(row) == len(below) == 1 and layers.column[row[0]] == layers.column[below[0]] and len(layers.above[below[0]]) == 1


def _nets(
    layers: Layers, row: Sequence[int], middle: Sequence[float], ports: Sequence[tuple[float, ...]], spacing: Spacing
) -> dict[int, tuple[float, list[float]]]:
    """Return for the spots of a row where their wires come down and where they go on."""
    nets: dict[int, tuple[float, list[float]]] = {}
    if _is_straight(layers, row):
        return nets
    for spot in row:
        drops: list[float] = []
        for below in dict.fromkeys(layers.below[spot]):
            if layers.is_lane(below):
                drops.append(middle[below])
            else:
                entered = zip(layers.above[below], ports[below], strict=True)
                drops += [middle[below] - spacing.width / 2 + at for above, at in entered if above == spot]
        if drops:
            nets[spot] = middle[spot], drops
    return nets


def _route(
    layers: Layers, number: int, port: int, middle: Sequence[float], ports: Sequence[tuple[float, ...]], tracks: Sequence[Tracks],
    tops: Sequence[float], spacing: Spacing,
) -> Route:  # fmt: skip
    """Return the corners of the wire into one input of a block."""
    chain, half = layers.chain(number, port), spacing.width / 2
    corners = [(middle[chain[0]] + half, tops[layers.rank[chain[0]]] + spacing.height)]
    for spot, below in pairwise(chain):
        x, end = middle[spot], middle[below] - half + ports[number][port] if below == number else middle[below]
        if x != end:
            rank = layers.rank[spot]
            track = (tracks[rank].left if end < x else tracks[rank].right)[spot]
            y = tops[rank] + spacing.height + spacing.lead + track * spacing.track
            corners += [(x + half, y), (end + half, y)]
    corners.append((middle[number] + ports[number][port], tops[layers.rank[number]]))
    return tuple(corners)


def _without_lanes(graph: Graph, ranks: Sequence[int], spacing: Spacing) -> Drawing:
    """Return places row by row, for a network so tangled that its wires cannot be followed anyway."""
    taken: dict[int, int] = {}
    places: list[Position] = []
    for rank in ranks:
        places.append((taken.get(rank, 0) * spacing.column, rank * spacing.row))
        taken[rank] = taken.get(rank, 0) + 1
    ports = [spread(range(len(sources)), (len(sources) - 1) / 2, spacing) for sources in graph.sources]
    return Drawing(places, ports, [((),) * len(sources) for sources in graph.sources], 0.0, max(x for x, _ in places) + spacing.width)
