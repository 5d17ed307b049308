"""Receptive fields: what the values of a block see of the input, composed of the blocks' index functions.

What one value sees of every block before it is in `seen_frames`.

Source:
    Araujo, Norris, Sim 2019, doi 10.23915/distill.00021.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from designer.network.windows import Sliding, Window

Span = tuple[int, int]
"""First and last position, both included."""


class AxisField(NamedTuple):
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
        if uniform == (1, 1, 0):
            return self
        if uniform is not None and self.jump is not None and self.offset is not None:
            size, stride, start = uniform
            return AxisField(self.size + (size - 1) * self.jump, self.jump * stride, self.offset + start * self.jump)
        if self.spans and isinstance(window, Sliding):
            return _of_spans(_slid(self.spans, window, positions))
        return _of_spans([_union([self.span(tap) for tap in self._seeing(window.taps(position))]) for position in range(positions)])

    def _seeing(self, taps: range) -> list[int]:
        """Leave out taps in the padding where nothing tells how the field would go on there."""
        return [tap for tap in taps if self.jump is not None or 0 <= tap < len(self.spans)] or list(taps)


def _slid(spans: Sequence[Span], window: Sliding, positions: int) -> list[Span]:
    """Return what a sliding window sees of unlike spans, taps in the padding left out.

    From unions of 1, 2, 4, … spans: one tap after the other took seconds for 1,024 taps at 16,384 positions.
    """
    unions = [list(spans)]  # unions[n][i]: of 2**n spans from i on, a dilation apart
    inside_at_most = min(window.kernel, (len(spans) - 1) // window.dilation + 1)
    while 2 ** len(unions) <= inside_at_most:
        half = unions[-1]
        unions.append([(min(a, c), max(b, d)) for (a, b), (c, d) in zip(half, half[window.dilation * 2 ** (len(unions) - 1) :], strict=False)])
    return [_seen_through(spans, unions, window.taps(position)) for position in range(positions)]


def _seen_through(spans: Sequence[Span], unions: Sequence[Sequence[Span]], taps: range) -> Span:
    """Return the union of the spans under the taps; where all lie in the padding, of what the nearest positions see."""
    skipped = max(0, -(taps.start // taps.step))
    inside = range(taps.start + skipped * taps.step, min(taps.stop, len(spans)), taps.step)
    if not inside:
        return _union([spans[min(max(tap, 0), len(spans) - 1)] for tap in (taps[0], taps[-1])])
    doublings = len(inside).bit_length() - 1
    return _union([unions[doublings][inside[0]], unions[doublings][inside[len(inside) - 2**doublings]]])


PIXEL = AxisField(1, 1, 0)


def merged(fields: Sequence[AxisField], positions: int) -> AxisField:
    """Return what a merge sees: the union over its inputs."""
    first = fields[0]
    if all(field is first or field == first for field in fields):
        return first
    if first.jump is not None and first.offset is not None and all(field.jump == first.jump for field in fields):
        start, end = first.offset, first.offset + first.size
        for field in fields[1:]:
            offset = field.offset or 0
            start, end = min(start, offset), max(end, offset + field.size)
        return AxisField(end - start, first.jump, start)
    return _of_spans([_union([field.span(position) for field in fields]) for position in range(positions)])


def _union(spans: Sequence[Span]) -> Span:
    return min(span[0] for span in spans), max(span[1] for span in spans)


def _of_spans(spans: list[Span]) -> AxisField:
    size = max(last - first + 1 for first, last in spans)
    jumps = {after[0] - before[0] for before, after in itertools.pairwise(spans)}
    # dilated taps in the padding can turn the order round: such positions do not go on evenly
    if len(jumps) == 1 and min(jumps) >= 0 and len({last - first for first, last in spans}) == 1:
        return AxisField(size, jumps.pop(), spans[0][0])
    return AxisField(size, None, None, tuple(spans))


class ReceptiveField(NamedTuple):
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
