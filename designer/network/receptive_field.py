"""Receptive fields: the input region that one value sees, composed of the blocks' index functions.

Source:
    Araujo, Norris, Sim 2019, doi 10.23915/distill.00021.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from designer.network.architecture import Architecture
from designer.network.shapes import Shape, is_image
from designer.network.windows import Window

Span = tuple[int, int]
"""First and last position, both included."""


@dataclass(frozen=True)
class AxisField:
    """What the positions of a block see along one axis of the input, the padding included.

    Args:
        size: Pixels that one position sees; the most where positions differ.
        jump: Input pixels between neighbouring positions, ``None`` where they differ.
        offset: First input pixel that position 0 sees, ``None`` where ``jump`` is.
        spans: For every position its first and last pixel; only where there is no jump.
    """

    size: int
    jump: int | None
    offset: int | None
    spans: tuple[Span, ...] = ()

    def span(self, position: int) -> Span:
        """Return the first and last input pixel that a position sees; positions in the padding are extrapolated."""
        if self.jump is None or self.offset is None:
            return self.spans[min(max(position, 0), len(self.spans) - 1)]
        first = self.offset + position * self.jump
        return first, first + self.size - 1

    def through(self, window: Window, positions: int) -> AxisField:
        """Return what a block's ``positions`` see whose index function is ``window`` and whose input sees this."""
        uniform = window.uniform()
        if uniform is not None and self.jump is not None and self.offset is not None:
            size, stride, start = uniform
            return AxisField(self.size + (size - 1) * self.jump, self.jump * stride, self.offset + start * self.jump)
        return _of_spans([_union([self.span(tap) for tap in self._seeing(window.taps(position))]) for position in range(positions)])

    def _seeing(self, taps: range) -> list[int]:
        """Leave out taps in the padding where nothing tells how the field would go on there."""
        return [tap for tap in taps if self.jump is not None or 0 <= tap < len(self.spans)] or list(taps)


PIXEL = AxisField(1, 1, 0)


def merged(fields: Sequence[AxisField], positions: int) -> AxisField:
    """Return what a merge sees: the union over its inputs."""
    first = fields[0]
    if all(field == first for field in fields):
        return first
    if first.jump is not None and all(field.jump == first.jump for field in fields):
        start = min(field.span(0)[0] for field in fields)
        return AxisField(max(field.span(0)[1] for field in fields) - start + 1, first.jump, start)
    return _of_spans([_union([field.span(position) for field in fields]) for position in range(positions)])


def _union(spans: Sequence[Span]) -> Span:
    return min(span[0] for span in spans), max(span[1] for span in spans)


def _of_spans(spans: list[Span]) -> AxisField:
    size = max(last - first + 1 for first, last in spans)
    jumps = {after[0] - before[0] for before, after in itertools.pairwise(spans)}
    if len(jumps) <= 1 and len({last - first for first, last in spans}) == 1 and len(spans) > 1:
        return AxisField(size, jumps.pop(), spans[0][0])
    return AxisField(size, None, None, tuple(spans))


@dataclass(frozen=True)
class ReceptiveField:
    """What one value of a block sees of the input: rows, then columns."""

    rows: AxisField
    columns: AxisField

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in input pixels, unclipped."""
        return self.rows.size, self.columns.size

    @property
    def jump(self) -> tuple[int, int] | None:
        """Input pixels between neighbouring values, where uniform."""
        return None if self.rows.jump is None or self.columns.jump is None else (self.rows.jump, self.columns.jump)

    @property
    def offset(self) -> tuple[int, int] | None:
        """First input row and column that the value at (0, 0) sees; negative in the padding."""
        return None if self.rows.offset is None or self.columns.offset is None else (self.rows.offset, self.columns.offset)


def seen_region(
    architecture: Architecture, shapes: Mapping[str, Shape], block_id: str, row: int = 0, column: int = 0
) -> dict[str, tuple[Span, Span] | None]:
    """Return, for every block upstream, the smallest rectangle of positions that can change one value of ``block_id``.

    Args:
        shapes: Output shapes of the blocks; a vector has one position.
        row: Of the value (0 in a vector).
        column: Of the value (0 in a vector).

    Returns:
        Rows and columns, first and last included, clipped to the maps; ``None`` where nothing is seen but padding.
    """
    rows: dict[str, set[int]] = {block_id: {row}}
    columns: dict[str, set[int]] = {block_id: {column}}
    for name in reversed(architecture.order):
        if name not in rows:
            continue
        inputs = tuple(shapes[source] for source in architecture.sources[name])
        if not inputs:
            continue
        spec = architecture.by_id[name].spec
        for index, (source, shape) in enumerate(zip(architecture.sources[name], inputs, strict=True)):
            windows = spec.windows(inputs, shapes[name], index)
            height, width = shape[1:] if is_image(shape) else (1, 1)
            for found, window, size in ((rows, windows[0], height), (columns, windows[1], width)):
                taps = {tap for position in found[name] for tap in window.taps(position) if 0 <= tap < size}
                found.setdefault(source, set()).update(taps)
    return {name: _box(rows[name], columns[name]) for name in rows}


def _box(rows: set[int], columns: set[int]) -> tuple[Span, Span] | None:
    return ((min(rows), max(rows)), (min(columns), max(columns))) if rows and columns else None
