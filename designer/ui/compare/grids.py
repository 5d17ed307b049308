"""The grids of a comparison: scrolled, outlined and resized together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from designer.ui.compare.compared import ComparedMaps
from designer.ui.compare.side_by_side import SideBySide
from designer.ui.maps.colors import ColorScale
from designer.ui.maps.grid import MapGrid
from designer.ui.maps.pointed import MapFrame
from designer.ui.theme import Themes

__all__ = ["ComparedGrids"]


class ComparedGrids(QObject):
    """Makes the second grid, and that of the difference, at the first comparison, and lets all of them follow each other.

    Attributes:
        kept: The grid of what is kept; ``difference``: that of B − A.
    """

    pixel_hovered = Signal(int, int, int)
    """The pointer is over channel, row and column of a grid that is not the live one."""
    pixel_chosen = Signal()
    """A pixel of a grid was clicked that is not the live one."""

    def __init__(self, grid: MapGrid, pair: SideBySide, themes: Themes) -> None:
        super().__init__(pair)
        self._live, self._pair, self._themes = grid, pair, themes
        self.kept: MapGrid | None = None
        self.difference: MapGrid | None = None

    def prepare(self) -> None:
        """Make the grids, where that was not done yet."""
        if self.kept is None or self.difference is None:
            self.kept, self.difference = (MapGrid(self._themes, self._pair, fits=False) for _ in range(2))
            self._pair.add(self.kept, self.difference)
            for grid in (self.kept, self.difference):
                self._join(grid)

    def show_maps(self, compared: ComparedMaps | None, swapped: bool, scale: ColorScale, channels: Sequence[int]) -> None:
        """Show the maps of what is kept, and the difference.

        Args:
            compared: None: they have not come, the tiles stay empty.
            scale: The common one.
            channels: In the order of the live grid's tiles.
        """
        self.prepare()
        assert self.kept is not None and self.difference is not None
        if compared is None:
            self.kept.show_maps(None, None, channels)
            self.difference.show_maps(None, None, channels)
        else:
            self.kept.show_maps(compared.b if swapped else compared.a, scale, channels)
            self.difference.show_maps(compared.difference, compared.difference_scale, channels)
        for grid in (self.kept, self.difference):
            _follow(grid, self._live)

    def show_frame(self, frame: MapFrame | None) -> None:
        """Frame a part of every map, as in the live grid."""
        for grid in (self.kept, self.difference):
            if grid is not None:
                grid.show_frame(frame)

    def _join(self, grid: MapGrid) -> None:
        live = self._live
        for one, other in ((live, grid), (grid, live)):
            one.map_selected.connect(other.select)
            one.tile_resized.connect(other.show_tile_size)
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
        grid.pixel_hovered.connect(self.pixel_hovered)
        grid.pixel_chosen.connect(self._choose)
        grid.hover_left.connect(live.hover_left)
        grid.layer_walked.connect(live.layer_walked)
        grid.copy_asked.connect(live.copy_asked)
        grid.menu_asked.connect(live.menu_asked)

    def _choose(self) -> None:
        self.pixel_chosen.emit()


def _follow(grid: MapGrid, live: MapGrid) -> None:
    """Take over what the live grid has; nothing where it is so already."""
    grid.show_tile_size(live.tile_size())
    if grid.selected() != live.selected():
        grid.select(live.selected())
    if grid.offset() != live.offset():
        grid.verticalScrollBar().setValue(live.offset())
