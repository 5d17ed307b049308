"""Where tiles of one size lie in rows; pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect


@dataclass(frozen=True)
class TileRows:
    """Tiles in rows that fill a width, all sizes in px.

    Args:
        width: Of the view.
        tile_width: Of a tile; ``tile_height`` likewise, its words included.
    """

    count: int
    width: int
    tile_width: int
    tile_height: int
    gap: int

    @property
    def columns(self) -> int:
        """Tiles in a row."""
        return max(1, (self.width - self.gap) // (self.tile_width + self.gap))

    @property
    def height(self) -> int:
        """Height of all rows."""
        return self.gap + -(-self.count // self.columns) * (self.tile_height + self.gap)

    def rect(self, number: int) -> QRect:
        """Return where a tile lies."""
        row, column = divmod(number, self.columns)
        pitch_x, pitch_y = self.tile_width + self.gap, self.tile_height + self.gap
        return QRect(self.gap + column * pitch_x, self.gap + row * pitch_y, self.tile_width, self.tile_height)

    def index_at(self, x: int, y: int) -> int | None:
        """Return the tile at a point; none between tiles."""
        column, across = divmod(x - self.gap, self.tile_width + self.gap)
        row, down = divmod(y - self.gap, self.tile_height + self.gap)
        inside = 0 <= column < self.columns and row >= 0 and across < self.tile_width and down < self.tile_height
        number = row * self.columns + column
        return number if inside and number < self.count else None

    def in_sight(self, top: int, page: int) -> range:
        """Return the tiles that are at least partly between ``top`` and ``top + page``."""
        pitch = self.tile_height + self.gap
        return range(min(self.count, max(0, top // pitch) * self.columns), min(self.count, ((top + page) // pitch + 1) * self.columns))
