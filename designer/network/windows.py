"""Which input positions an output position sees, along one axis: index functions (decided by every block type).

Receptive fields are composed of these, so that rounding up, SAME, adaptive and global pooling come out exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Window(Protocol):
    """The index function of a block along one axis."""

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
