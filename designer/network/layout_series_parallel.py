"""Take a network apart into what lies one behind the other and what lies side by side.

Where that works for the whole network (all usual ones: residual, inception, U-shaped), drawing the parts in the order found crosses no wires.

Source:
    Valdes, Tarjan, Lawler 1982, "The recognition of series parallel digraphs".
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from designer.network.layout_graph import Graph


@dataclass
class Branch:
    """What leads from one block to another, both excluded.

    Args:
        items: Block numbers, ``~`` numbers of wires, and forks, from top to bottom.
        weight: Blocks on the longest way along it.
        port: The first input of the block below that it enters.
    """

    items: deque[int | Fork]
    weight: int
    port: int


@dataclass
class Fork:
    """Branches between the same two blocks."""

    branches: list[Branch] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """The order from left to right and the columns that a decomposition gives.

    Args:
        block_place: For each block its place in the order; of two in one row the smaller is further left.
        block_column: For each block the number of its column; 0 is the trunk.
        wire_place: The same for each wire; wires are numbered by target, then by input.
        wire_column: The same for each wire.
    """

    block_place: list[int]
    block_column: list[int]
    wire_place: list[int]
    wire_column: list[int]


def read_series_parallel(graph: Graph) -> Reading | None:
    """Return the order of a series-parallel network, or ``None`` where the network is none.

    Branches stand in the order of the inputs that they enter; the one with the most blocks is the trunk of its fork.
    """
    blocks, wires = len(graph), sum(len(sources) for sources in graph.sources)
    if wires == blocks - 1 and all(len(sources) < 2 for sources in graph.sources) and all(len(targets) < 2 for targets in graph.targets):
        return Reading([0] * blocks, [0] * blocks, [0] * wires, [0] * wires)  # a chain, as most networks are: there is nothing to take apart
    branch = _Reduction(graph).whole()
    if branch is None:
        return None
    reading = Reading([0] * blocks, [0] * blocks, [0] * wires, [0] * wires)
    columns, place = 1, 0
    waiting: list[tuple[int | Fork, int]] = [(item, 0) for item in reversed(branch.items)]
    while waiting:
        item, column = waiting.pop()
        if isinstance(item, Fork):
            branches = sorted(item.branches, key=lambda found: found.port)
            trunk = max(branches, key=lambda found: found.weight)
            for found in reversed(branches):
                columns += found is not trunk
                waiting += [(inner, column if found is trunk else columns - 1) for inner in reversed(found.items)]
            continue
        places, in_columns = (reading.block_place, reading.block_column) if item >= 0 else (reading.wire_place, reading.wire_column)
        number = item if item >= 0 else ~item
        places[number], in_columns[number] = place, column
        place += 1
    return reading


class _Reduction:
    """Join wires one behind the other and side by side until one is left, or nothing can be joined."""

    def __init__(self, graph: Graph) -> None:
        top, bottom = len(graph), len(graph) + 1  # what stands for all that begins, and for all that ends
        self._ends: dict[int, tuple[int, int]] = {}
        self._branches: dict[int, Branch] = {}
        self._between: dict[tuple[int, int], int] = {}
        self._into: list[set[int]] = [set() for _ in range(bottom + 1)]
        self._out_of: list[set[int]] = [set() for _ in range(bottom + 1)]
        self._waiting: list[int] = []
        self._blocks = len(graph)
        self._made = wire = 0
        for number, sources in enumerate(graph.sources):
            for port, source in enumerate(sources):
                self._add(source, number, Branch(deque([~wire]), 0, port))
                wire += 1
            if not sources:
                self._add(top, number, Branch(deque(), 0, 0))
            if not graph.targets[number]:
                self._add(number, bottom, Branch(deque(), 0, number))
        self._waiting = list(reversed(range(self._blocks)))

    def whole(self) -> Branch | None:
        while self._waiting:
            number = self._waiting.pop()
            if number < self._blocks and len(self._into[number]) == len(self._out_of[number]) == 1:
                self._join(number)
        return next(iter(self._branches.values())) if len(self._branches) == 1 else None

    def _join(self, number: int) -> None:
        """Join what leads into a block and out of it."""
        above, below = self._into[number].pop(), self._out_of[number].pop()
        (start, _), (_, end) = self._ends.pop(above), self._ends.pop(below)
        del self._between[start, number], self._between[number, end]
        self._out_of[start].discard(above)
        self._into[end].discard(below)
        first, second = self._branches.pop(above), self._branches.pop(below)
        if len(first.items) >= len(second.items):
            items = first.items
            items.append(number)
            items.extend(second.items)
        else:
            items = second.items
            items.appendleft(number)
            items.extendleft(reversed(first.items))
        self._add(start, end, Branch(items, first.weight + 1 + second.weight, second.port))

    def _add(self, start: int, end: int, branch: Branch) -> None:
        known = self._between.get((start, end))
        if known is None:
            self._between[start, end] = self._made
            self._ends[self._made], self._branches[self._made] = (start, end), branch
            self._out_of[start].add(self._made)
            self._into[end].add(self._made)
            self._made += 1
            return
        beside = self._branches[known]
        fork = beside.items[0] if len(beside.items) == 1 else None
        if not isinstance(fork, Fork):
            fork = Fork([Branch(beside.items, beside.weight, beside.port)])
        fork.branches.append(branch)
        self._branches[known] = Branch(deque([fork]), max(beside.weight, branch.weight), min(beside.port, branch.port))
        self._waiting += (start, end)
