"""Where a thumbnail has its boxes and wires: the network's own layout turned to run from left to right, broken into lines like a text.

Everything is in units of the grid: a column for each row of the layout, a track for each of its columns.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from designer.network.architecture import Architecture
from designer.network.layout import Spacing, place

_SPACING = Spacing(width=540, height=46, row=60, column=600)
_MOST_LINES = 6
_GAP_TRACKS = 0.5
"""Free room between two lines."""
ARC_TRACKS = 0.5
"""How far a wire goes aside to pass the boxes of its own track: half way to the next."""


@dataclass(frozen=True)
class WirePart:
    """One wire, or the part of it that is in a line.

    Args:
        start, end: Column and track; the column of a part that comes from the line before, or goes on, lies outside the line.
        turns_early: It changes its track right behind its start, else right before its end.
        arc: Tracks that it goes aside to pass boxes; 0: none are in its way.
    """

    line: int
    start: tuple[float, float]
    end: tuple[float, float]
    turns_early: bool = True
    arc: float = 0.0


@dataclass(frozen=True)
class PicturePlan:
    """A network in lines.

    Args:
        boxes: For each block its line, and its column and track within it.
        columns: Of the longest line.
        tracks: Of every line together, the gaps between them included.
        tops: First track of each line.
    """

    boxes: Mapping[str, tuple[int, float, float]]
    parts: tuple[WirePart, ...]
    columns: float
    tracks: float
    tops: tuple[float, ...]


def best_plan(architecture: Architecture, width: float, height: float) -> PicturePlan:
    """Return the plan whose boxes come out largest in a rectangle; of equal ones that with fewest lines.

    Args:
        width, height: Of the rectangle, in the largest room that a block may have.
    """
    grid = {name: (y / _SPACING.row, x / _SPACING.column) for name, (x, y) in place(architecture, _SPACING).items()}
    columns = sorted({column for column, _ in grid.values()})
    cuts = _cuts(architecture, grid, columns)
    plans = [_planned(architecture, grid, _line_starts(columns, cuts, lines)) for lines in range(1, _MOST_LINES + 1)]
    return max(plans, key=lambda plan: min(width / (plan.columns + 1), height / plan.tracks, 1.0))


def _planned(architecture: Architecture, grid: Mapping[str, tuple[float, float]], starts: Sequence[float]) -> PicturePlan:
    boxes: dict[str, tuple[int, float, float]] = {}
    used: list[dict[float, list[float]]] = [{} for _ in starts]
    for name, (column, track) in grid.items():
        line = bisect.bisect_right(starts, column) - 1
        boxes[name] = (line, column - starts[line], track)
        used[line].setdefault(track, []).append(column - starts[line])
    ends = [max(max(columns) for columns in tracks.values()) for tracks in used]
    parts = [part for wire in architecture.wires for part in _parts(boxes[wire.source], boxes[wire.target], used, ends)]
    return _stacked(boxes, tuple(parts), max(ends) + 1, len(starts))


def _stacked(boxes: Mapping[str, tuple[int, float, float]], parts: tuple[WirePart, ...], columns: float, lines: int) -> PicturePlan:
    """Return the plan with its lines below one another, each as high as its tracks and arcs are."""
    tops, below = [], 0.0
    for line in range(lines):
        used = [track for of, _, track in boxes.values() if of == line]
        bent = [part.start[1] + part.arc for part in parts if part.line == line and part.arc]
        first, last = min([min(used), *(at + ARC_TRACKS / 2 for at in bent)]), max([max(used), *(at - ARC_TRACKS / 2 for at in bent)])
        tops.append(below - first)
        below += last - first + 1 + _GAP_TRACKS
    return PicturePlan(boxes, parts, columns, below - _GAP_TRACKS, tuple(tops))


def _line_starts(columns: Sequence[float], cuts: Sequence[float], lines: int) -> list[float]:
    """Return the columns at which lines begin, about equally far apart."""
    length = math.ceil(len(columns) / lines)
    starts = [columns[0]]
    while columns[-1] >= starts[-1] + length and starts[-1] < cuts[-1]:
        later = cuts[bisect.bisect_right(cuts, starts[-1]) :]
        starts.append(max([column for column in later if column <= starts[-1] + length], default=later[0]))
    return starts


def _cuts(architecture: Architecture, grid: Mapping[str, tuple[float, float]], columns: list[float]) -> list[float]:
    """Return the columns where a line may begin: all wires from before come from one and the same block."""
    feeding: dict[float, set[str]] = {column: set() for column in columns}
    for source, target in architecture.wires:
        first, last = (bisect.bisect_right(columns, grid[name][0]) for name in (source, target))
        for column in columns[first:last]:
            feeding[column].add(source)
    return columns[:1] + [column for column, sources in feeding.items() if len(sources) == 1]


def _parts(
    source: tuple[int, float, float], target: tuple[int, float, float], tracks_used: Sequence[Mapping[float, list[float]]], ends: Sequence[float]
) -> list[WirePart]:
    (from_line, column, track), (to_line, to_column, to_track) = source, target
    if from_line != to_line:
        leaving = WirePart(from_line, (column, track), (ends[from_line] + 1, track))
        return [leaving, _part(to_line, (-1, track), (to_column, to_track), tracks_used[to_line])]
    return [_part(from_line, (column, track), (to_column, to_track), tracks_used[from_line])]


def _part(line: int, start: tuple[float, float], end: tuple[float, float], used: Mapping[float, list[float]]) -> WirePart:
    def blocked(track: float) -> bool:
        return any(start[0] < column < end[0] for column in used.get(track, ()))

    if not blocked(end[1]):
        return WirePart(line, start, end)
    if start[1] != end[1] and not blocked(start[1]):
        return WirePart(line, start, end, turns_early=False)
    return WirePart(line, start, end, arc=-ARC_TRACKS if end[1] <= start[1] else ARC_TRACKS)
