"""Wires between cards that a person moved: at right angles, around the cards in between, beside the wires that are there."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from itertools import pairwise

from designer.network.architecture import Position
from designer.network.layout_drawing import Route
from designer.network.obstacles import Obstacles, Taken

_LANES = 5
"""How many ways beside the cards are tried on each side."""
_MOST_CARDS = 28
"""With more cards around, a way is not searched for corner by corner."""
_HIT, _ALONG, _BEND, _LENGTH = 10_000.0, 4.0, 14.0, 0.25
"""What it costs to run under a card, for each px along another wire, for each bend, for each px."""


def detour(source: str, start: Position, end: Position, obstacles: Obstacles, taken: Taken) -> Route:
    """Return the corners of a wire from an output to an input.

    Args:
        source: The block that it comes from.
        start: The output port.
        end: The input port.
        obstacles: The cards that it should not run under.
        taken: The wires that it should not lie on.
    """
    best, best_cost = None, 0.0
    for route in _simple_ways(start, end, obstacles):
        if not obstacles.hit(route) and not taken.along(source, route):
            return route
        cost = _cost(source, route, obstacles, taken)
        if best is None or cost < best_cost:
            best, best_cost = route, cost
    assert best is not None
    if best_cost >= _HIT:
        searched = _searched(source, start, end, obstacles, taken)
        if searched is not None and _cost(source, searched, obstacles, taken) < best_cost:
            return searched
    return best


def loose(start: Position, end: Position, obstacles: Obstacles) -> Route:
    """Return the corners of a wire that follows the pointer: around nothing but the card that it begins at."""
    return next(_simple_ways(start, end, obstacles))


def _cost(source: str, route: Sequence[Position], obstacles: Obstacles, taken: Taken) -> float:
    length = sum(abs(x1 - x2) + abs(y1 - y2) for (x1, y1), (x2, y2) in pairwise(route))
    bends = len(route) - 2
    return len(obstacles.hit(route)) * _HIT + taken.along(source, route) * _ALONG + bends * _BEND + length * _LENGTH


def _simple_ways(start: Position, end: Position, obstacles: Obstacles) -> Iterator[Route]:
    """Return ways of at most four bends, the shortest first."""
    spacing = obstacles.spacing
    lead = spacing.gap / 2
    (x1, y1), (x2, y2) = start, end
    if y2 - y1 > 0 and abs(x1 - x2) < 1:
        yield (start, (x1, y2)) if x1 == x2 else (start, (x1, (y1 + y2) / 2), (x2, (y1 + y2) / 2), end)
    if y2 - y1 >= 2 * lead and x1 != x2:
        turns = dict.fromkeys((y1 + lead, y2 - lead, (y1 + y2) / 2, y1 + 2 * lead, y2 - 2 * lead))
        yield from ((start, (x1, turn), (x2, turn), end) for turn in turns if y1 < turn < y2)
    low, high = sorted((y1, y2))
    cards = obstacles.between(low - lead, high + lead)
    middle = {round(x) for x, _ in cards if x < max(x1, x2) + spacing.width and x + 2 * spacing.width > min(x1, x2)}
    rights = {max(x1, x2) + spacing.width / 2, *(x + spacing.width for x in middle)}
    lefts = {min(x1, x2) - spacing.width / 2, *middle}
    near = sorted((abs(edge - x2), edge, side) for edges, side in ((rights, 1), (lefts, -1)) for edge in edges)
    for lane in range(_LANES):
        for _, edge, side in near[:8]:
            x = edge + side * (spacing.margin + lane * spacing.lane)
            above, below = y1 + lead, y2 - lead
            yield start, (x1, above), (x, above), (x, below), (x2, below), end


def _searched(source: str, start: Position, end: Position, obstacles: Obstacles, taken: Taken) -> Route | None:
    """Return the cheapest way over the corners that the cards around give, or ``None`` where they are too many."""
    spacing = obstacles.spacing
    lead, margin = spacing.gap / 2, spacing.margin
    low, high = min(start[1], end[1]) - 2 * spacing.row, max(start[1], end[1]) + 2 * spacing.row
    left, right = min(start[0], end[0]) - 2 * spacing.column, max(start[0], end[0]) + 2 * spacing.column
    cards = [card for card in obstacles.between(low, high) if left < card[0] + spacing.width and card[0] < right]
    if len(cards) > _MOST_CARDS:
        return None
    xs = sorted({start[0], end[0], *(x - margin for x, _ in cards), *(x + spacing.width + margin for x, _ in cards)})
    ys = sorted({start[1] + lead, end[1] - lead, *(y - lead for _, y in cards), *(y + spacing.height + lead for _, y in cards)})
    first, goal = (start[0], start[1] + lead), (end[0], end[1] - lead)
    found = _walk(first, goal, xs, ys, obstacles)
    return None if found is None else _without_idle_corners((start, *found, end))


def _walk(first: Position, goal: Position, xs: Sequence[float], ys: Sequence[float], obstacles: Obstacles) -> list[Position] | None:
    """Return the corners from one crossing of the grid to another, with few bends (A*)."""
    column, row = {x: index for index, x in enumerate(xs)}, {y: index for index, y in enumerate(ys)}
    begin, target = (column[first[0]], row[first[1]], True), (column[goal[0]], row[goal[1]])
    costs, before = {begin: 0.0}, dict[tuple[int, int, bool], tuple[int, int, bool]]()
    waiting = [(0.0, begin)]
    while waiting:
        _, here = heapq.heappop(waiting)
        i, j, upright = here
        if (i, j) == target:
            return _traced(here, before, xs, ys)
        for di, dj in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            a, b = i + di, j + dj
            if not (0 <= a < len(xs) and 0 <= b < len(ys)) or obstacles.hit(((xs[i], ys[j]), (xs[a], ys[b]))):
                continue
            there, turned = (a, b, dj != 0), (dj != 0) != upright
            cost = costs[here] + (abs(xs[a] - xs[i]) + abs(ys[b] - ys[j])) * _LENGTH + turned * _BEND
            if cost < costs.get(there, float("inf")):
                costs[there], before[there] = cost, here
                left = abs(xs[a] - goal[0]) + abs(ys[b] - goal[1])
                heapq.heappush(waiting, (cost + left * _LENGTH, there))
    return None


def _traced(
    here: tuple[int, int, bool], before: dict[tuple[int, int, bool], tuple[int, int, bool]], xs: Sequence[float], ys: Sequence[float]
) -> list[Position]:
    corners = [here]
    while corners[-1] in before:
        corners.append(before[corners[-1]])
    return [(xs[i], ys[j]) for i, j, _ in reversed(corners)]


def _without_idle_corners(route: Sequence[Position]) -> Route:
    kept = [route[0]]
    for corner, after in pairwise(route[1:]):
        if not (kept[-1][0] == corner[0] == after[0] or kept[-1][1] == corner[1] == after[1]) and corner != kept[-1]:
            kept.append(corner)
    return (*kept, route[-1])
