"""The pages of the Feature maps tab: a grid of maps, the bars of a vector, or a sentence that says why there are none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from designer.network.shapes import is_image
from designer.ui.compare.comparison import Comparison
from designer.ui.maps.bars import BarsOf, VectorBars
from designer.ui.maps.colors import ColorScale
from designer.ui.maps.grid import MapGrid
from designer.ui.maps.hovered import Hovered
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.pointed import MapFrame, PointedValue
from designer.ui.maps.shown import ShownMaps
from designer.ui.theme import Themes
from designer.ui.widgets.empty_state import EmptyState

__all__ = ["MapViews"]


class MapViews(QStackedWidget):
    """Show one page, and tell what a person does there."""

    hovered = Signal(object)
    """The pointer is over another value: map, row and column, or the unit of a vector; or over none."""
    chosen = Signal(object)
    """A value was clicked, likewise."""
    entered = Signal(object)
    """Enter was pressed on a value, likewise."""
    map_selected = Signal(int)
    """The channel of the tile that is outlined."""
    sight_changed = Signal()
    """Other tiles are in sight."""
    layer_walked = Signal(int)
    """The layer before or after was asked for."""
    copy_asked = Signal()
    """What is outlined was asked for."""
    menu_asked = Signal(QPoint)
    """A menu of what is outlined was asked for, at this place of the screen."""

    def __init__(self, live: LiveMaps, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty, self.grid, self.bars = EmptyState(themes, self), MapGrid(themes, self), VectorBars(themes, self)
        self.comparison = Comparison(live, self.grid, self.bars, themes, self)
        for page in (self.empty, self.comparison.grid_page, self.comparison.bars_page):
            self.addWidget(page)
        self._connect()

    def shows_grid(self) -> bool:
        """Tell whether maps are shown."""
        return self.currentWidget() is self.comparison.grid_page

    def shows_bars(self) -> bool:
        """Tell whether a vector is."""
        return self.currentWidget() is self.comparison.bars_page

    def take_focus(self) -> None:
        """Let the keys go to what is shown."""
        (self.bars if self.shows_bars() else self.grid).setFocus()

    def selected(self) -> int:
        """Return the outlined map, or the unit of a vector."""
        return self.bars.selected() if self.shows_bars() else self.grid.selected()

    def show_empty(self, text: str) -> None:
        """Say why there is nothing to see."""
        self.empty.show_text(text, icon_name="maps")
        self._show_page(self.empty)

    def show_grid(self, maps: ShownMaps, scale: ColorScale, channels: Sequence[int], name: str) -> None:
        """Show maps; ``name`` is for a screen reader."""
        self.grid.show_maps(maps, scale, channels)
        self.grid.setAccessibleName(name)
        self.comparison.show_grids(scale, channels)
        self._show_page(self.comparison.grid_page)

    def show_bars(self, maps: ShownMaps, scale: ColorScale, kind: BarsOf, classes: tuple[str, ...], name: str) -> None:
        """Show a vector; ``name`` is for a screen reader."""
        assert maps.exact is not None  # vectors come with their values
        self.bars.show_values(maps.exact.reshape(-1), scale, kind, classes)
        self.bars.setAccessibleName(name)
        self.comparison.show_bars(scale, kind, classes)
        self._show_page(self.comparison.bars_page)

    def show_frame(self, frame: MapFrame | None) -> None:
        """Frame a part of every map, or of the one that is pointed at."""
        self.grid.show_frame(frame)
        self.comparison.grids.show_frame(frame)

    def mark(self, pixel: PointedValue | None, maps: ShownMaps | None) -> None:
        """Mark the pixel of these maps that is explained; none: no pixel is."""
        if pixel is None or maps is None or not is_image(maps.shape):
            self.grid.show_mark(None)
        else:
            (height, width), (_, rows, columns) = maps.side, maps.shape
            self.grid.show_mark((pixel.channel, pixel.row * height // rows, pixel.column * width // columns))

    def _show_page(self, page: QWidget) -> None:
        if self.currentWidget() is not page:
            self.setCurrentWidget(page)

    def _connect(self) -> None:
        grid, bars, grids = self.grid, self.bars, self.comparison.grids
        grid.map_selected.connect(self.map_selected)
        grid.sight_changed.connect(self.sight_changed)
        for source in (grid, grids):
            source.pixel_hovered.connect(self._hover_pixel)
        grid.pixel_chosen.connect(self._choose)
        grid.pixel_entered.connect(self._enter)
        grid.hover_left.connect(self._leave)
        for told in (bars.row_selected, bars.row_hovered):
            told.connect(self._hover_row)
        bars.row_chosen.connect(self._choose)
        bars.row_entered.connect(self._enter)
        for view in (grid, bars):
            view.layer_walked.connect(self.layer_walked)
            view.copy_asked.connect(self.copy_asked)
            view.menu_asked.connect(self.menu_asked)

    def _choose(self, *place: int) -> None:
        self.chosen.emit(place)

    def _enter(self, *place: int) -> None:
        self.entered.emit(place)

    def _hover_pixel(self, *place: int) -> None:
        self.hovered.emit(place)

    def _leave(self) -> None:
        self.hovered.emit(())

    def _hover_row(self, row: int) -> None:
        place: Hovered = (row,) if row >= 0 else ()
        self.hovered.emit(place)
