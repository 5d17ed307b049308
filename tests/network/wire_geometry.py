"""What can be wrong with a drawing: wires that cross, lie on each other or run under cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from designer.network.architecture import Architecture, Position
from designer.network.layout import Layout, Spacing

_HAIR_PX = 0.01


@dataclass(frozen=True)
class Segment:
    """A straight part of a wire, from its smaller to its larger end."""

    source: str
    level: bool
    at: float
    low: float
    high: float


def wires_of(architecture: Architecture, layout: Layout) -> list[tuple[str, Sequence[Position]]]:
    """Return for every wire its source and its corners."""
    return [
        (source, route)
        for block in architecture.blocks
        for source, route in zip(architecture.sources[block.id], layout.routes[block.id], strict=True)
    ]


def segments_of(wires: Iterable[tuple[str, Sequence[Position]]]) -> list[Segment]:
    """Return the straight parts, each once where several wires of one block run along it."""
    return list(dict.fromkeys(_segments(wires)))


def _segments(wires: Iterable[tuple[str, Sequence[Position]]]) -> Iterator[Segment]:
    for source, route in wires:
        for (x1, y1), (x2, y2) in pairwise(route):
            assert x1 == x2 or y1 == y2, f"{source}: a wire runs aslant from {(x1, y1)} to {(x2, y2)}"
            if x1 == x2:
                yield Segment(source, False, x1, *sorted((y1, y2)))
            else:
                yield Segment(source, True, y1, *sorted((x1, x2)))


def crossings_of(segments: Sequence[Segment]) -> set[tuple[frozenset[str], float, float]]:
    """Return where wires of different blocks cross."""
    level = [segment for segment in segments if segment.level]
    upright = [segment for segment in segments if not segment.level]
    return {
        (frozenset((one.source, other.source)), other.at, one.at)
        for one in level
        for other in upright
        if one.source != other.source
        and one.low - _HAIR_PX <= other.at <= one.high + _HAIR_PX
        and other.low - _HAIR_PX <= one.at <= other.high + _HAIR_PX
    }


def overlaps_of(segments: Sequence[Segment], nearer_px: float = 4.0, longer_px: float = 4.0) -> list[tuple[Segment, Segment]]:
    """Return pairs of parts of different blocks' wires that run along each other."""
    by_way = sorted(segments, key=lambda segment: (segment.level, segment.at))
    found = []
    for index, one in enumerate(by_way):
        for other in by_way[index + 1 :]:
            if other.level != one.level or other.at - one.at >= nearer_px:
                break
            if one.source != other.source and min(one.high, other.high) - max(one.low, other.low) > longer_px:
                found.append((one, other))
    return found


def covered(segments: Sequence[Segment], places: Mapping[str, Position], spacing: Spacing) -> list[tuple[str, Segment]]:
    """Return the cards under which wires run."""
    return [
        (name, segment)
        for name, (x, y) in places.items()
        for segment in segments
        if (
            (y < segment.at < y + spacing.height and segment.low < x + spacing.width and segment.high > x)
            if segment.level
            else (x < segment.at < x + spacing.width and segment.low < y + spacing.height and segment.high > y)
        )
    ]


def cards_on_each_other(places: Mapping[str, Position], spacing: Spacing) -> list[tuple[str, str]]:
    """Return pairs of cards that cover each other."""
    return [(one, other) for one, other in combinations(places, 2) if spacing.overlap(places[one], places[other])]
