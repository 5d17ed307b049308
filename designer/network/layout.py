"""Places of cards: top to bottom by the longest path, branches side by side, what a person moved stays where it is.

A block stands below its leftmost source where that is free, else beside the block that does: a new branch moves no card sideways.
Places are computed, never stored: only a card that a person moves gets an ``at``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from designer.network.architecture import Architecture, Position


@dataclass(frozen=True)
class Spacing:
    """Sizes of the grid that cards stand on, in px at 100 %.

    Args:
        width: Of a card.
        height: Of a card.
        row: From the top of a card to the top of the next below.
        column: From the left of a card to the left of the next beside it.
    """

    width: float
    height: float
    row: float
    column: float

    def overlap(self, one: Position, other: Position) -> bool:
        """Tell whether cards at these two places would cover each other."""
        return abs(one[0] - other[0]) < self.width and abs(one[1] - other[1]) < self.height


def place(architecture: Architecture, spacing: Spacing) -> dict[str, Position]:
    """Return the top left of every card.

    A card that was moved stands where it was put; the others stand as if none had been moved, and make way downwards where
    a moved card is in their place.
    """
    automatic = _automatic(architecture, spacing)
    moved = {block.id: block.at for block in architecture.blocks if block.at is not None}
    return _around(architecture, spacing, automatic, moved) if moved else automatic


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
    target = moves.get(block_id) or block.at or _automatic(architecture, spacing)[block_id]
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


def _automatic(architecture: Architecture, spacing: Spacing) -> dict[str, Position]:
    parts = sorted(_parts(architecture), key=lambda part: _importance(architecture, part))
    places: dict[str, Position] = {}
    beside, top = 0.0, 0.0
    for index, part in enumerate(parts):
        layered = _layered(architecture, part, spacing)
        left = min(x for x, _ in layered.values())
        shift = beside - left if index else 0.0
        places |= {name: (x + shift, y + top) for name, (x, y) in layered.items()}
        if index == 0:
            beside = max(x for x, _ in layered.values()) + spacing.column
        else:
            top += max(y for _, y in layered.values()) + 2 * spacing.row
    return places


def _parts(architecture: Architecture) -> list[list[str]]:
    """Return the ids that hang together, each part in the order of the network."""
    part_of: dict[str, int] = {}
    for block in architecture.blocks:
        if block.id in part_of:
            continue
        number, waiting = len(part_of), [block.id]
        while waiting:
            name = waiting.pop()
            if name not in part_of:
                part_of[name] = number
                waiting += [*architecture.sources[name], *architecture.targets[name]]
    parts: dict[int, list[str]] = {}
    for name in architecture.order:
        parts.setdefault(part_of[name], []).append(name)
    return list(parts.values())


def _importance(architecture: Architecture, part: Sequence[str]) -> tuple[bool, int]:
    """Return what sorts the network before loose parts, and larger parts before smaller ones."""
    return not any(architecture.by_id[name].spec.MOST_INPUTS == 0 for name in part), -len(part)


def _layered(architecture: Architecture, part: Iterable[str], spacing: Spacing) -> dict[str, Position]:
    rank: dict[str, int] = {}
    rows: dict[int, list[str]] = {}
    for name in part:
        rank[name] = max((rank[source] + 1 for source in architecture.sources[name]), default=0)
        rows.setdefault(rank[name], []).append(name)
    x_of: dict[str, float] = {}
    for number in sorted(rows):
        wanted = {name: min((x_of[source] for source in architecture.sources[name]), default=0.0) for name in rows[number]}
        free = -math.inf
        for name in sorted(rows[number], key=lambda name: wanted[name]):
            x_of[name] = max(wanted[name], free)
            free = x_of[name] + spacing.column
    return {name: (x_of[name], rank[name] * spacing.row) for name in rank}


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
