"""The wires of a network as numbers, and the rank of every block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from designer.network.architecture import Wire


@dataclass(frozen=True)
class Graph:
    """Blocks that hang together, as the numbers 0, 1, … in the order of the network: a wire leads to a larger number.

    Args:
        names: Id of each block.
        sources: For each block those that its inputs come from, in order.
        targets: For each block those that its output goes to.
        starts: The blocks that take no wires: where the network begins.
    """

    names: tuple[str, ...]
    sources: tuple[tuple[int, ...], ...]
    targets: tuple[tuple[int, ...], ...]
    starts: frozenset[int]

    def __len__(self) -> int:
        """Return how many blocks there are."""
        return len(self.names)


def graphs_of(order: Sequence[str], wires: Iterable[Wire], starts: frozenset[str]) -> list[Graph]:
    """Return the parts that hang together: what has a start comes first, then the larger part.

    Args:
        order: All ids, each after its sources.
        wires: In the order of the architecture: that of the inputs of each block.
        starts: Ids of the blocks that take no wires.
    """
    entering: dict[str, list[str]] = {name: [] for name in order}
    leaving: dict[str, list[str]] = {name: [] for name in order}
    for source, target in wires:
        entering[target].append(source)
        leaving[source].append(target)
    parts: dict[int, list[str]] = {}
    part_of: dict[str, int] = {}
    for name in order:
        if name not in part_of:
            _mark(name, len(parts), part_of, entering, leaving)
            parts[len(parts)] = []
        parts[part_of[name]].append(name)
    graphs = [_numbered(part, entering, leaving, starts) for part in parts.values()]
    return sorted(graphs, key=lambda graph: (not graph.starts, -len(graph)))


def _mark(name: str, number: int, part_of: dict[str, int], entering: dict[str, list[str]], leaving: dict[str, list[str]]) -> None:
    waiting = [name]
    while waiting:
        found = waiting.pop()
        if found not in part_of:
            part_of[found] = number
            waiting += entering[found]
            waiting += leaving[found]


def _numbered(part: list[str], entering: dict[str, list[str]], leaving: dict[str, list[str]], starts: frozenset[str]) -> Graph:
    number = {name: index for index, name in enumerate(part)}
    sources = tuple(tuple(number[other] for other in entering[name]) for name in part)
    targets = tuple(tuple(number[other] for other in leaving[name]) for name in part)
    return Graph(tuple(part), sources, targets, frozenset(number[name] for name in part if name in starts))


def ranks_of(graph: Graph) -> list[int]:
    """Return the row of every block: right below its deepest input.

    What feeds the network from aside, without being fed by its start, stands as low as it can: right above what it feeds.
    """
    ranks: list[int] = []
    follows: list[bool] = []
    for number, sources in enumerate(graph.sources):
        ranks.append(max((ranks[source] + 1 for source in sources), default=0))
        follows.append(number in graph.starts or any(follows[source] for source in sources))
    if any(follows):
        for number in reversed(range(len(graph))):
            if not follows[number] and graph.targets[number]:
                ranks[number] = min(ranks[target] for target in graph.targets[number]) - 1
    return ranks
