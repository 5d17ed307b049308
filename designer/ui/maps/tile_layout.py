"""Where the tiles of a grid are; pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QRect


@dataclass(frozen=True)
class TileLayout:
    """Square tiles in rows that fill the width: as many columns as fit, tiles stretched to what is left over.

    Args:
        number: Of tiles.
        wanted_px: Smallest side of a tile, unless the width is smaller.
        gap_px: Between tiles, and around all of them.
        width_px: Of the panel.
    """

    number: int
    wanted_px: int
    gap_px: int
    width_px: int

    @cached_property
    def columns(self) -> int:
        """Tiles in a row."""
        return max(1, (self.width_px - self.gap_px) // (self.wanted_px + self.gap_px))

    @cached_property
    def side(self) -> int:
        """Side of a tile, in px."""
        if self.number <= self.columns:
            return max(1, min(self.wanted_px, self.width_px - 2 * self.gap_px))
        return max(1, (self.width_px - self.gap_px) // self.columns - self.gap_px)

    @property
    def pitch(self) -> int:
        """Distance from tile to tile, in px."""
        return self.side + self.gap_px

    @property
    def height(self) -> int:
        """Height of all rows, in px."""
        return self.gap_px + -(-self.number // self.columns) * self.pitch

    def rect(self, index: int) -> QRect:
        """Return where a tile is."""
        row, column = divmod(index, self.columns)
        return QRect(self.gap_px + column * self.pitch, self.gap_px + row * self.pitch, self.side, self.side)

    def index_at(self, x: int, y: int) -> int | None:
        """Return the tile at a point, or none between tiles and outside."""
        column, across = divmod(x - self.gap_px, self.pitch)
        row, down = divmod(y - self.gap_px, self.pitch)
        index = row * self.columns + column
        inside = 0 <= column < self.columns and row >= 0 and across < self.side and down < self.side
        return index if inside and index < self.number else None

    def in_sight(self, top: int, page: int) -> range:
        """Return the tiles that are at least partly between ``top`` and ``top + page``."""
        first = max(0, (top - self.gap_px) // self.pitch)
        last = max(0, (top + page - self.gap_px) // self.pitch + 1)
        return range(min(self.number, first * self.columns), min(self.number, last * self.columns))


def fitting_side(number: int, gap_px: int, width_px: int, height_px: int, least_px: int, most_px: int) -> int | None:
    """Return the largest side of tiles that are all in sight without scrolling, in px; none where that would be below ``least_px``.

    >>> fitting_side(6, gap_px=6, width_px=520, height_px=300, least_px=48, most_px=160)
    121
    """
    most_columns = min(number, width_px // (least_px + gap_px))
    # one less than fills the width: a grid beside it may be a pixel narrower
    sides = (
        min(most_px, (width_px - gap_px) // columns - gap_px - 1, (height_px - gap_px) // -(-number // columns) - gap_px)
        for columns in range(1, most_columns + 1)
    )
    fitting = [side for side in sides if side >= least_px and TileLayout(number, side, gap_px, width_px).height <= height_px]
    return max(fitting, default=None)
