"""Columns: what stands straight below what, and how far from the trunk."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from itertools import pairwise

from designer.network.layout_layers import Layers
from designer.network.layout_spacing import Spacing

Apart = dict[tuple[int, int], float]
"""How far the middles of two columns are apart at least, the left one named first."""


def align(layers: Layers) -> None:
    """Give every spot a column: the longest way is the trunk, lanes and chains run straight where nothing crosses them."""
    place = {spot: index for row in layers.rows for index, spot in enumerate(row)}
    below: dict[int, int] = {}
    above: dict[int, int] = {}
    taken: list[list[tuple[int, int]]] = [[] for _ in layers.rows]

    def join(one: int, other: int) -> None:
        """Let two spots stand straight below each other, unless that crosses others that do."""
        if one in below or other in above:
            return
        pairs, pair = taken[layers.rank[one]], (place[one], place[other])
        index = bisect.bisect(pairs, pair)
        if (index == 0 or pairs[index - 1][1] < pair[1]) and (index == len(pairs) or pair[1] < pairs[index][1]):
            pairs.insert(index, pair)
            below[one], above[other] = other, one

    trunk = _trunk(layers)
    for one, other in pairwise(trunk):
        join(one, other)
    for lanes in (2, 1, 0):  # lanes first: a bend in a long wire is worse than one right below a card
        for row in layers.rows:
            for spot in row:
                for other in _middle(layers.below[spot]):
                    if layers.is_lane(spot) + layers.is_lane(other) == lanes:
                        join(spot, other)
    layers.column = [-1] * len(layers.rank)
    columns = 0
    for spot in (*trunk[:1], *(spot for row in layers.rows for spot in row)):
        if layers.column[spot] < 0 and spot not in above:
            follower: int | None = spot
            while follower is not None:
                layers.column[follower] = columns
                follower = below.get(follower)
            columns += 1


def _trunk(layers: Layers) -> list[int]:
    """Return the blocks of a longest way, from the top."""
    last = [spot for spot in layers.rows[-1] if not layers.is_lane(spot)]
    trunk = last[:1]
    while trunk:
        fed = [spot for spot in layers.above[trunk[-1]] if not layers.is_lane(spot)]
        if not fed:
            break
        trunk.append(fed[0])
    return trunk[::-1]


def _middle(spots: list[int]) -> Iterable[int]:
    """Return spots from the middle outwards."""
    middle = (len(spots) - 1) / 2
    return [spot for _, spot in sorted(enumerate(spots), key=lambda found: abs(found[0] - middle))]


def across(layers: Layers, spacing: Spacing) -> list[float]:
    """Return the middle of every spot: the trunk at 0, other columns as near to it as they fit."""
    apart = _apart(layers, spacing)
    following: dict[int, list[int]] = {}
    leading: dict[int, list[int]] = {}
    for left, right in apart:
        following.setdefault(left, []).append(right)
        leading.setdefault(right, []).append(left)
    count = max(layers.column, default=0) + 1
    order = _sorted_columns(count, following, leading)
    left_side = _reaching(0, leading)
    middle: dict[int, float] = {0: 0.0}
    for column in reversed(order):
        if column in left_side:
            middle[column] = min(middle[right] - apart[column, right] for right in following[column] if right in middle)
    for column in order:
        if column not in middle:
            middle[column] = max((middle[left] + apart[left, column] for left in leading.get(column, ()) if left in middle), default=0.0)
    return [middle.get(column, 0.0) for column in layers.column]  # a lane that became part of another has none


def _apart(layers: Layers, spacing: Spacing) -> Apart:
    apart: Apart = {}
    beside = spacing.width / 2 + spacing.margin
    for row in layers.rows:
        for left, right in pairwise(row):
            lanes = layers.is_lane(left) + layers.is_lane(right)
            room = (spacing.column, beside, spacing.lane)[lanes]
            pair = layers.column[left], layers.column[right]
            apart[pair] = max(apart.get(pair, 0.0), room)
    return apart


def _sorted_columns(count: int, following: Mapping[int, list[int]], leading: Mapping[int, list[int]]) -> list[int]:
    """Return the columns so that each comes after those to its left."""
    missing = [len(leading.get(column, ())) for column in range(count)]
    ready = [column for column in reversed(range(count)) if not missing[column]]
    order: list[int] = []
    while ready:
        column = ready.pop()
        order.append(column)
        for other in following.get(column, ()):
            missing[other] -= 1
            if not missing[other]:
                ready.append(other)
    return order


def _reaching(column: int, leading: Mapping[int, list[int]]) -> set[int]:
    """Return the columns to the left of one, itself excluded."""
    found: set[int] = set()
    waiting = [column]
    while waiting:
        for left in leading.get(waiting.pop(), ()):
            if left not in found:
                found.add(left)
                waiting.append(left)
    return found
