"""The Feature maps tab: the maps of the selected block, large."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from designer.network.analysis import BlockReport, State
from designer.network.shapes import is_image, shape_text
from designer.ui.document import Document
from designer.ui.maps.bars import BarsOf, VectorBars
from designer.ui.maps.colors import ColorScale, ScaleMode, default_mode
from designer.ui.maps.footer import MapsFooter
from designer.ui.maps.grid import MapGrid
from designer.ui.maps.header import MapsHeader
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.reasons import why_no_maps
from designer.ui.maps.sentences import map_text, moment_text, pixel_text, weight_owners
from designer.ui.maps.shown import MapOrder, ShownMaps
from designer.ui.maps.sight import wanted_maps
from designer.ui.maps.tile_order import TileOrder
from designer.ui.theme import Themes
from designer.ui.widgets.empty_state import EmptyState

_FIRST_TILES = 64
"""How many maps are asked for before it is known how many are in sight."""


class FeatureMapsPanel(QWidget):
    """Show the maps of the first selected block as a grid, or as bars where its output is a vector."""

    probe_stepped = Signal(int)
    """The previous (−1) or next (+1) picture was asked for."""
    sight_changed = Signal(int, int)
    """First map and number of maps of the selected block that are wanted as exact values."""
    map_selected = Signal(int)
    """The channel of the tile that is outlined."""

    def __init__(self, document: Document, live_maps: LiveMaps, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._live = document, live_maps
        self._block: str | None = None
        self._maps: ShownMaps | None = None
        self._sight: tuple[int, int] | None = None
        self._chosen_modes: dict[bool, ScaleMode] = {}
        self._order = TileOrder()
        self._hovered: tuple[int, ...] = ()
        self.header = MapsHeader(themes, self)
        self.empty = EmptyState(themes, self)
        self.grid = MapGrid(themes, self)
        self.bars = VectorBars(themes, self)
        self.footer = MapsFooter(themes, self)
        self._pages = QStackedWidget(self)
        for page in (self.empty, self.grid, self.bars):
            self._pages.addWidget(page)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for widget, stretch in ((self.header, 0), (self._pages, 1), (self.footer, 0)):
            self._column.addWidget(widget, stretch)
        self.footer.slider.setValue(self.grid.tile_size())
        self._connect()
        self._show_block()

    def _connect(self) -> None:
        self._document.selection_changed.connect(self._show_block)
        self._document.analysed.connect(self._show_block)
        self._live.changed.connect(self._live_changed)
        self.header.probe_stepped.connect(self.probe_stepped)
        self.header.mode_chosen.connect(self._choose_mode)
        self.header.order_chosen.connect(self._choose_order)
        self.footer.tile_size_chosen.connect(self.grid.show_tile_size)
        self.grid.tile_resized.connect(self.footer.slider.setValue)
        self.grid.map_selected.connect(self._map_chosen)
        self.grid.pixel_hovered.connect(self._hover_pixel)
        self.grid.hover_left.connect(self._leave)
        self.grid.sight_changed.connect(self._tell_sight)
        self.bars.row_selected.connect(self._hover_row)
        self.bars.row_hovered.connect(self._hover_row)
        for view in (self.grid, self.bars):
            view.layer_walked.connect(self._walk_layer)

    def shown_block(self) -> str | None:
        """Return the id of the block whose maps are wanted."""
        return self._block

    def _report(self) -> BlockReport | None:
        return self._document.analysis.reports.get(self._block) if self._block else None

    def _live_changed(self, ids: tuple[str, ...]) -> None:
        if not ids or self._block in ids:
            self._show_maps()
        else:
            self._show_moment()

    def _show_block(self, _: object = None) -> None:
        selection = self._document.selection
        self._block = selection[0] if selection else None
        self._show_maps()
        self._tell_sight()

    def _show_maps(self) -> None:
        report = self._report()
        self._maps = self._current_maps(report) if report else None
        self._show_moment()
        if report is None or self._maps is None:
            edited = self._block is not None and self._live.is_edited_since(self._block)
            self.empty.show_text(why_no_maps(self._document.analysis, self._block, edited), icon_name="maps")
            self.header.show_tools(tiles=False, scale=False)
            self._show_page(self.empty)
        elif is_image(self._maps.shape):
            self._show_grid(report, self._maps)
        else:
            self._show_bars(report, self._maps)
        self._show_summary()

    def _current_maps(self, report: BlockReport) -> ShownMaps | None:
        """Return the maps of the block as it is now: those of another shape belong to the time before an edit."""
        if report.state is not State.OK:
            return None
        maps = ShownMaps.of(self._live.exact_maps(report.id), self._live.newest_card(report.id))
        return maps if maps is not None and maps.shape == report.output_shape else None

    def _show_grid(self, report: BlockReport, maps: ShownMaps) -> None:
        picture = report.block.spec.type_name == "input"
        mode = self._mode(maps)
        scale = maps.scale(mode, picture)
        self.grid.show_maps(maps, scale, self._order.channels(report.id, maps))
        self.grid.setAccessibleName(self.tr("Feature maps of {0}: {1}").format(report.block.shown_name, shape_text(maps.shape)))
        self.header.show_mode(mode)
        self._show_legend(maps, scale)
        self.header.show_tools(tiles=maps.shape[0] > 1, scale=True, fixed=picture)
        self.header.order.setEnabled(maps.is_whole)
        self._show_page(self.grid)

    def _show_bars(self, report: BlockReport, maps: ShownMaps) -> None:
        softmax = report.block.spec.type_name == "softmax"
        ends = report.id in (self._document.analysis.logits_id, self._document.analysis.end_id)
        mode = self._mode(maps)
        scale = maps.scale(mode)
        assert maps.exact is not None  # vectors come with their values
        values = maps.exact.reshape(-1)
        self.bars.show_values(values, scale, BarsOf.CLASSES if softmax else BarsOf.UNITS, self._live.classes if softmax or ends else ())
        self.bars.setAccessibleName(self.tr("Values of {0}: {1}").format(report.block.shown_name, shape_text(maps.shape)))
        self.header.show_mode(mode)
        self._show_legend(maps, scale)
        self.header.show_tools(tiles=False, scale=not softmax)
        self._show_page(self.bars)

    def _show_page(self, page: QWidget) -> None:
        if self._pages.currentWidget() is not page:
            self._pages.setCurrentWidget(page)
        self.footer.setVisible(page is not self.empty)
        self.footer.slider.setVisible(page is self.grid)

    def _show_legend(self, maps: ShownMaps, scale: ColorScale) -> None:
        common = scale.common_range
        if common is not None:
            self.header.legend.show_range(scale.palette, *common)
        else:
            channel = self.grid.selected() if maps.has(self.grid.selected()) else maps.first
            ends = scale.of(slice(channel - maps.first, channel - maps.first + 1))
            self.header.legend.show_range(scale.palette, float(ends.lows[0]), float(ends.highs[0]), self.tr("map {0}").format(channel))

    def _show_moment(self) -> None:
        self.header.show_probe(self._live.probe, self._live.predicted(self._document.analysis.end_id))
        self.header.show_caption(*moment_text(self._live, self._block, self._maps, weight_owners(self._document.architecture, self._block)))

    def _mode(self, maps: ShownMaps) -> ScaleMode:
        return self._chosen_modes.get(maps.signed, default_mode(maps.signed))

    def _choose_mode(self, mode: ScaleMode) -> None:
        if self._maps is not None:
            self._chosen_modes[self._maps.signed] = mode
            self._show_maps()

    def _choose_order(self, order: MapOrder) -> None:
        self._order.choose(order)
        self._show_maps()

    def _map_chosen(self, channel: int) -> None:
        self._show_maps()
        self.map_selected.emit(channel)

    def _hover_pixel(self, channel: int, row: int, column: int) -> None:
        self._hovered = (channel, row, column)
        self._show_summary()

    def _hover_row(self, row: int) -> None:
        self._hovered = (row,) if row >= 0 else ()
        self._show_summary()

    def _leave(self) -> None:
        self._hovered = ()
        self._show_summary()

    def _show_summary(self) -> None:
        """Tell what is under the pointer, with every frame anew; else of what is outlined."""
        page, maps, hovered = self._pages.currentWidget(), self._maps, self._hovered
        if maps is None:
            self.footer.say("")
        elif page is self.bars:
            row = hovered[0] if len(hovered) == 1 and hovered[0] < maps.shape[0] else self.bars.selected()
            self.footer.say(self.bars.row_text(row))
        elif len(hovered) == 3 and maps.has(hovered[0]) and hovered[1] < maps.side[0] and hovered[2] < maps.side[1]:
            self.footer.say(pixel_text(maps, *hovered))
        else:
            self.footer.say(map_text(maps, self.grid.selected()))

    def _tell_sight(self) -> None:
        report = self._report()
        if report is None or report.output_shape is None:
            return
        in_sight = self.grid.channels_in_sight() if self._pages.currentWidget() is self.grid else range(_FIRST_TILES)
        sight = wanted_maps(report.output_shape, in_sight)
        if sight != self._sight:
            self._sight = sight
            self.sight_changed.emit(*sight)

    def _walk_layer(self, step: int) -> None:
        order = self._document.analysis.order
        if self._block in order:
            index = order.index(self._block) + step
            if 0 <= index < len(order):
                self._document.select((order[index],))
