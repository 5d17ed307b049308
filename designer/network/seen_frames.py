"""What one value sees of every block before it: the smallest rectangles that can change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from designer.network.architecture import Architecture
from designer.network.receptive_field import Span
from designer.network.shapes import Shape, is_image
from designer.network.windows import IDENTITY, Positions, Window, under

Box = tuple[Span, Span]
"""Rows and columns, first and last included."""

Region = tuple[Positions, Positions]
"""Rows and columns: every value at the crossing of one of each."""


class Overhang(NamedTuple):
    """How many rows and columns of what a value would see lie beyond the edges of a map."""

    above: int
    below: int
    left: int
    right: int


class SeenFrame(NamedTuple):
    """What a value sees of one block.

    Args:
        inside: Smallest rectangle of positions that can change the value; ``None`` where it sees nothing but padding.
        reach: What it would see if the maps went on beyond their edges.
    """

    inside: Box | None
    reach: Box

    def overhang(self, shape: Shape) -> Overhang:
        """Return how much of the reach lies beyond a map of this shape."""
        (top, bottom), (left, right) = self.reach
        height, width = _sides(shape)
        return Overhang(max(0, -top), max(0, bottom - height + 1), max(0, -left), max(0, right - width + 1))


class _Way(NamedTuple):
    """From a block to one of its inputs: windows and sizes of rows and columns."""

    source: str
    rows: Window
    columns: Window
    height: int
    width: int


class SeenFrames:
    """Answer for one architecture what any value sees; what an answer needs of a block is found once.

    Args:
        shapes: Output shapes of the blocks; a vector has one position.
    """

    def __init__(self, architecture: Architecture, shapes: Mapping[str, Shape]) -> None:
        self._architecture, self._shapes = architecture, shapes
        self._places = {name: place for place, name in enumerate(architecture.order)}
        self._ways: dict[str, tuple[_Way, ...]] = {}
        self._before: dict[str, list[str]] = {}

    def of(self, block_id: str, row: int = 0, column: int = 0) -> dict[str, SeenFrame]:
        """Return what one value sees of its own block and of every block before it.

        Args:
            row: Of the value (0 in a vector); ``column`` likewise.
        """
        seen: dict[str, list[Region]] = {block_id: [(1 << row, 1 << column)]}
        reach: dict[str, Box] = {block_id: ((row, row), (column, column))}
        for name in self._upstream(block_id):
            regions, reached = seen[name], reach[name]
            for way in self._ways_from(name):
                found = seen.setdefault(way.source, [])
                for rows, columns in regions:
                    _include(found, (under(way.rows, rows, way.height), under(way.columns, columns, way.width)))
                _extend(reach, way.source, (_through(way.rows, reached[0]), _through(way.columns, reached[1])))
        return {name: SeenFrame(_box(regions), reach[name]) for name, regions in seen.items()}

    def _upstream(self, block_id: str) -> list[str]:
        """Return a block and all before it, each after those that it is an input of."""
        if block_id not in self._before:
            found, ahead = {block_id}, [block_id]
            for name in ahead:
                new = [source for source in self._architecture.sources[name] if source not in found]
                found.update(new)
                ahead += new
            self._before[block_id] = sorted(found, key=self._places.__getitem__, reverse=True)
        return self._before[block_id]

    def _ways_from(self, name: str) -> tuple[_Way, ...]:
        if name not in self._ways:
            sources = self._architecture.sources[name]
            inputs, spec = tuple(self._shapes[source] for source in sources), self._architecture.by_id[name].spec
            self._ways[name] = tuple(
                _Way(source, *spec.windows(inputs, self._shapes[name], index), *_sides(inputs[index])) for index, source in enumerate(sources)
            )
        return self._ways[name]


def seen_region(architecture: Architecture, shapes: Mapping[str, Shape], block_id: str, row: int = 0, column: int = 0) -> dict[str, Box | None]:
    """Return, for every block upstream, the smallest rectangle of positions that can change one value of ``block_id``, clipped to the maps."""
    return {name: frame.inside for name, frame in SeenFrames(architecture, shapes).of(block_id, row, column).items()}


def _sides(shape: Shape) -> tuple[int, int]:
    return (shape[1], shape[2]) if is_image(shape) else (1, 1)


def _through(window: Window, span: Span) -> Span:
    """Return what a span of positions sees; windows keep the order of positions."""
    return span if window is IDENTITY else (window.taps(span[0])[0], window.taps(span[1])[-1])


def _extend(reach: dict[str, Box], name: str, box: Box) -> None:
    known = reach.get(name)
    if known is None:
        reach[name] = box
    elif known != box:
        (rows, columns), (more_rows, more_columns) = known, box
        reach[name] = _around(rows, more_rows), _around(columns, more_columns)


def _around(one: Span, other: Span) -> Span:
    return min(one[0], other[0]), max(one[1], other[1])


def _include(regions: list[Region], found: Region) -> None:
    """Add what one path sees, unless it is nothing or seen already.

    Paths are kept apart: where one sees only padding along one axis it sees nothing, whatever another sees there.
    """
    rows, columns = found
    if not rows or not columns or any(not (rows & ~known[0] or columns & ~known[1]) for known in regions):
        return
    regions[:] = [known for known in regions if known[0] & ~rows or known[1] & ~columns]
    regions.append(found)


def _box(regions: list[Region]) -> Box | None:
    if not regions:
        return None
    rows = columns = 0
    for region in regions:
        rows, columns = rows | region[0], columns | region[1]
    return _span(rows), _span(columns)


def _span(positions: Positions) -> Span:
    return (positions & -positions).bit_length() - 1, positions.bit_length() - 1
