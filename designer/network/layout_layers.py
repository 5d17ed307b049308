"""Rows of blocks, and of the lanes in which long wires pass the rows in between."""

from __future__ import annotations

from dataclasses import dataclass, field

from designer.network.layout_graph import Graph
from designer.network.layout_series_parallel import Reading

MOST_LANES = 30_000
"""With more lanes than this, wires are not given any: a network so tangled cannot be followed anyway."""


@dataclass
class Layers:
    """Spots in rows: the blocks under their own numbers, then the lanes.

    Args:
        blocks: How many blocks there are; larger spot numbers are lanes.
        rank: The row of each spot.
        above: For each spot those that feed it: for a block in the order of its inputs, for a lane one.
        below: For each spot those that it feeds.
        owner: For each spot the block whose output it carries: for a block itself.
        rows: The spots of each row from left to right.
        column: Spots of one column stand straight below each other; 0 is the trunk. Known where the network was read as series and parallel.
    """

    blocks: int
    rank: list[int]
    above: list[list[int]]
    below: list[list[int]]
    owner: list[int]
    rows: list[list[int]] = field(default_factory=list)
    column: list[int] = field(default_factory=list)

    def is_lane(self, spot: int) -> bool:
        """Tell whether a spot is a lane."""
        return spot >= self.blocks

    def chain(self, target: int, port: int) -> list[int]:
        """Return the spots along a wire, from its source to its target."""
        spots = [target, self.above[target][port]]
        while spots[-1] >= self.blocks:
            spots.append(self.above[spots[-1]][0])
        return spots[::-1]

    def fill_rows(self, place: list[int]) -> None:
        """Put the spots into their rows, by their place in an order from left to right."""
        self.rows = [[] for _ in range(max(self.rank, default=-1) + 1)]
        for spot in sorted(range(len(self.rank)), key=lambda spot: place[spot]):
            self.rows[self.rank[spot]].append(spot)

    def add_lane(self, source: int) -> int:
        """Add a lane below a spot and return it."""
        lane = len(self.rank)
        self.rank.append(self.rank[source] + 1)
        self.above.append([source])
        self.owner.append(self.owner[source])
        self.below.append([])
        self.below[source].append(lane)
        return lane


def shared_layers(graph: Graph, ranks: list[int]) -> Layers | None:
    """Return rows in which all wires of one block share a lane; ``None``: they would be too many."""
    layers = _bare(graph, ranks)
    last = [max((ranks[target] for target in targets), default=0) for targets in graph.targets]
    if sum(max(0, low - rank - 1) for low, rank in zip(last, ranks, strict=True)) > MOST_LANES:
        return None
    at: dict[tuple[int, int], int] = {}
    for number, low in enumerate(last):
        spot = number
        for rank in range(ranks[number] + 1, low):
            spot = at[number, rank] = layers.add_lane(spot)
    for number, sources in enumerate(graph.sources):
        for source in sources:
            spot = at.get((source, ranks[number] - 1), source)
            layers.above[number].append(spot)
            layers.below[spot].append(number)
    return layers


def read_layers(graph: Graph, ranks: list[int], reading: Reading) -> Layers | None:
    """Return rows in the order that a decomposition gives; ``None``: there would be too many lanes."""
    layers, wires = own_layers(graph, ranks, MOST_LANES)
    if layers is None:
        return None
    layers.column = reading.block_column + [reading.wire_column[wire] for wire in wires]
    layers.fill_rows(reading.block_place + [reading.wire_place[wire] for wire in wires])
    merge_lanes(layers)
    return layers


def own_layers(graph: Graph, ranks: list[int], most_lanes: int) -> tuple[Layers | None, list[int]]:
    """Return rows in which every wire has a lane of its own, and the number of the wire of each lane; ``None``: they would be too many.

    Wires are numbered by target, then by input.
    """
    pairs = [(source, number) for number, sources in enumerate(graph.sources) for source in sources]
    wires: list[int] = []
    if sum(ranks[target] - ranks[source] - 1 for source, target in pairs) > most_lanes:
        return None, wires
    layers = _bare(graph, ranks)
    for wire, (source, target) in enumerate(pairs):
        spot = source
        for _ in range(ranks[source] + 1, ranks[target]):
            spot = layers.add_lane(spot)
            wires.append(wire)
        layers.above[target].append(spot)
        layers.below[spot].append(target)
    return layers, wires


def _bare(graph: Graph, ranks: list[int]) -> Layers:
    return Layers(len(graph), list(ranks), [[] for _ in ranks], [[] for _ in ranks], list(range(len(graph))))


def merge_lanes(layers: Layers) -> None:
    """Let neighbouring lanes that begin at the same block be one, as long as they run side by side; the longer keeps its column."""
    for row in layers.rows:
        kept: list[int] = []
        for spot in row:
            if kept and layers.is_lane(spot) and layers.is_lane(kept[-1]) and layers.above[spot] == layers.above[kept[-1]]:
                kept[-1] = _merged(layers, kept[-1], spot)
            else:
                kept.append(spot)
        row[:] = kept


def _merged(layers: Layers, one: int, other: int) -> int:
    stays, goes = (one, other) if _length(layers, one) >= _length(layers, other) else (other, one)
    for spot in layers.below[goes]:
        layers.above[spot] = [stays if found == goes else found for found in layers.above[spot]]
    layers.below[stays] += layers.below[goes]
    layers.below[layers.above[goes][0]].remove(goes)
    return stays


def _length(layers: Layers, lane: int) -> int:
    """Return how many rows a lane goes on for; it forks nowhere below yet."""
    length = 1
    while layers.is_lane(layers.below[lane][0]):
        lane = layers.below[lane][0]
        length += 1
    return length
