"""Which input positions an output position sees, along one axis: index functions (decided by every block type).

Receptive fields are composed of these, so that rounding up, SAME, adaptive and global pooling come out exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

Positions = int
"""A set of positions: bit i tells whether position i is in it. Sets of Python objects took a hundred times as long."""

_KEPT = 1 << 14
"""Sets that are remembered: the blocks of a network share few windows, and a pointer comes by the same places again."""


class Window(Protocol):
    """The index function of a block along one axis; equal windows have one hash, for what is under them is remembered."""

    def __hash__(self) -> int: ...

    def taps(self, position: int) -> range:
        """Return the input positions under the window, those in the padding included."""

    def uniform(self) -> tuple[int, int, int] | None:
        """Return (size, stride, start) in input positions where every position sees an equal window, else ``None``."""


@dataclass(frozen=True)
class Identity:
    """Every position sees itself."""

    def taps(self, position: int) -> range:
        return range(position, position + 1)

    def uniform(self) -> tuple[int, int, int] | None:
        return 1, 1, 0


class Sliding(NamedTuple):
    """A window of ``kernel`` cells, ``dilation`` apart, that moves by ``stride`` and starts ``before`` positions early.

    A tuple, for each convolution makes two of them at every analysis.
    """

    kernel: int
    stride: int
    before: int
    dilation: int = 1

    def taps(self, position: int) -> range:
        first = position * self.stride - self.before
        return range(first, first + self.dilation * (self.kernel - 1) + 1, self.dilation)

    def uniform(self) -> tuple[int, int, int] | None:
        return self.dilation * (self.kernel - 1) + 1, self.stride, -self.before


IDENTITY = Identity()


@dataclass(frozen=True)
class Whole:
    """Every position sees the whole axis of ``size`` positions (flatten, dense, global pooling)."""

    size: int

    def taps(self, position: int) -> range:
        return range(self.size)

    def uniform(self) -> tuple[int, int, int] | None:
        return self.size, 1, 0


@dataclass(frozen=True)
class Adaptive:
    """Position i sees the pixels from ⌊i·size/output⌋ up to ⌈(i + 1)·size/output⌉ (adaptive pooling)."""

    size: int
    output: int

    def taps(self, position: int) -> range:
        return range(position * self.size // self.output, -(-(position + 1) * self.size // self.output))

    def uniform(self) -> tuple[int, int, int] | None:
        stride, rest = divmod(self.size, self.output)
        return None if rest else (stride, stride, 0)


@dataclass(frozen=True)
class Spread:
    """Every position sees the only one there is (an input of one pixel, spread over an image)."""

    def taps(self, position: int) -> range:
        return range(1)

    def uniform(self) -> tuple[int, int, int] | None:
        return None


@lru_cache(_KEPT)
def under(window: Window, positions: Positions, size: int) -> Positions:
    """Return the input positions, of ``size``, under the windows of some positions; those in the padding are left out.

    >>> bin(under(Sliding(3, 1, 1), 0b0001, 4)), bin(under(Sliding(2, 3, 0), 0b0011, 9))
    ('0b11', '0b11011')
    """
    inside = (1 << size) - 1
    if window == IDENTITY:
        return positions & inside
    found = 0
    if isinstance(window, Sliding):
        start, last = (positions & -positions).bit_length() - 1, positions.bit_length() - 1
        if positions and window.dilation == 1 and window.stride <= window.kernel and positions.bit_count() == last - start + 1:
            return inside & ~((1 << max(0, window.taps(start).start)) - 1) & ((1 << max(0, window.taps(last).stop)) - 1)  # no holes
        taps = sum(1 << tap * window.dilation for tap in range(window.kernel))
        for position in _each(positions):
            first = position * window.stride - window.before
            found |= taps << first if first >= 0 else taps >> -first
        return found & inside
    for position in _each(positions):
        taken = window.taps(position)
        found |= (1 << taken.stop) - (1 << taken.start)
    return found & inside


def _each(positions: Positions) -> list[int]:
    """Return the members of a set in order."""
    return [position for position, bit in enumerate(f"{positions:b}"[::-1]) if bit == "1"]
