"""A plain barycentre sweep, as textbooks have it: what the layout is measured against."""

from __future__ import annotations

from itertools import combinations, pairwise

from designer.network.architecture import Architecture

SWEEPS = 24


def crossings_left(architecture: Architecture) -> int:
    """Return how many wires cross after the best of many sweeps, with a lane of its own for each wire and ports left out."""
    rank: dict[str, int] = {}
    for name in architecture.order:
        rank[name] = max((rank[source] + 1 for source in architecture.sources[name]), default=0)
    nodes, links = dict(rank), list[tuple[str, str]]()
    for index, (source, target) in enumerate(architecture.wires):
        chain = [source, *(f"{index}:{row}" for row in range(rank[source] + 1, rank[target])), target]
        nodes |= {lane: rank[source] + 1 + step for step, lane in enumerate(chain[1:-1])}
        links += pairwise(chain)
    rows: list[list[str]] = [[] for _ in range(max(nodes.values()) + 1)]
    for node, row in nodes.items():
        rows[row].append(node)
    best = _crossings(rows, links)
    for sweep in range(SWEEPS):
        _sweep(rows, links, downwards=sweep % 2 == 0)
        best = min(best, _crossings(rows, links))
    return best


def _sweep(rows: list[list[str]], links: list[tuple[str, str]], downwards: bool) -> None:
    near: dict[str, list[str]] = {}
    for upper, lower in links:
        near.setdefault(lower if downwards else upper, []).append(upper if downwards else lower)
    numbers = range(1, len(rows)) if downwards else range(len(rows) - 2, -1, -1)
    for number in numbers:
        fixed = {node: index for index, node in enumerate(rows[number + (-1 if downwards else 1)])}
        wanted: dict[str, float] = {}
        for index, node in enumerate(rows[number]):
            found = [fixed[other] for other in near.get(node, ())]
            wanted[node] = sum(found) / len(found) if found else index
        rows[number].sort(key=wanted.__getitem__)


def _crossings(rows: list[list[str]], links: list[tuple[str, str]]) -> int:
    place = {node: (number, index) for number, row in enumerate(rows) for index, node in enumerate(row)}
    by_row: dict[int, list[tuple[int, int]]] = {}
    for upper, lower in links:
        by_row.setdefault(place[upper][0], []).append((place[upper][1], place[lower][1]))
    return sum((a - c) * (b - d) < 0 for pairs in by_row.values() for (a, b), (c, d) in combinations(pairs, 2))
