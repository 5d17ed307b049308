"""Where the pairs of filter and map are; pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QRect

__all__ = ["PairLayout"]


@dataclass(frozen=True)
class PairLayout:
    """Pairs of squares in rows: a filter, beside it a map, a line of text below.

    Args:
        number: Of pairs.
        side_px: Of a square, unless the width is smaller.
        gap_px: Around a pair, and between its squares.
        text_px: Height of the line.
        width_px: Of the panel.
    """

    number: int
    side_px: int
    gap_px: int
    text_px: int
    width_px: int

    @cached_property
    def side(self) -> int:
        """Side of a square, in px: a little less than wanted where that lets two pairs stand side by side instead of one."""
        whole = min(self.side_px, (self.width_px - 4 * self.gap_px) // 2)
        two = ((self.width_px - self.gap_px) // 2 - 3 * self.gap_px) // 2
        return max(1, two if self.number > 1 and 2 * whole <= 3 * two < 3 * whole else whole)

    @cached_property
    def columns(self) -> int:
        """Pairs in a row."""
        return max(1, (self.width_px - self.gap_px) // self._least_pitch)

    @property
    def _least_pitch(self) -> int:
        return 2 * self.side + 3 * self.gap_px

    @property
    def pitch(self) -> tuple[int, int]:
        """Distance from pair to pair, across and down, in px; what is left of the width is shared."""
        spread = (self.width_px - self.gap_px) // self.columns if self.number >= self.columns else self._least_pitch
        return max(spread, self._least_pitch), self.side + self.text_px + 2 * self.gap_px

    @property
    def height(self) -> int:
        """Height of all rows, in px."""
        return self.gap_px + -(-self.number // self.columns) * self.pitch[1]

    def rect(self, index: int) -> QRect:
        """Return where a pair with its line is."""
        row, column = divmod(index, self.columns)
        (across, down), gap = self.pitch, self.gap_px
        return QRect(gap + column * across, gap + row * down, across - gap, down - gap)

    def filter_rect(self, index: int) -> QRect:
        """Return where the filter of a pair is."""
        rect = self.rect(index)
        return QRect(rect.x() + self.gap_px // 2, rect.y() + self.gap_px // 2, self.side, self.side)

    def map_rect(self, index: int) -> QRect:
        """Return where the map of a pair is."""
        return self.filter_rect(index).translated(self.side + self.gap_px, 0)

    def text_rect(self, index: int) -> QRect:
        """Return where the line of a pair is."""
        rect = self.rect(index)
        return QRect(rect.x() + self.gap_px // 2, rect.bottom() + 1 - self.text_px - self.gap_px // 2, rect.width() - self.gap_px, self.text_px)

    def index_at(self, x: int, y: int) -> int | None:
        """Return the pair at a point, or none between pairs and outside."""
        column, row = ((place - self.gap_px) // pitch for place, pitch in zip((x, y), self.pitch, strict=True))
        index = row * self.columns + column
        inside = 0 <= column < self.columns and row >= 0 and index < self.number
        return index if inside and self.rect(index).contains(x, y) else None

    def in_sight(self, top: int, page: int) -> range:
        """Return the pairs that are at least partly between ``top`` and ``top + page``."""
        first = max(0, (top - self.gap_px) // self.pitch[1])
        last = max(0, (top + page - self.gap_px) // self.pitch[1] + 1)
        return range(min(self.number, first * self.columns), min(self.number, last * self.columns))
