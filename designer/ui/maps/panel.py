"""The Feature maps tab: the maps of the selected block, large."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from designer.network.analysis import BlockReport, State
from designer.network.shapes import is_image, shape_text
from designer.ui.arithmetic.panel import ArithmeticPanel
from designer.ui.document import Document
from designer.ui.maps.bars import BarsOf, VectorBars
from designer.ui.maps.colors import Floats
from designer.ui.maps.footer import MapsFooter
from designer.ui.maps.grid import MapGrid
from designer.ui.maps.header import MapsHeader
from designer.ui.maps.hovered import exact_value, is_there, pointed_value
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.map_content import MapContent, map_content
from designer.ui.maps.pointed import MapFrame, PointedValue, seen_text
from designer.ui.maps.reasons import why_no_maps
from designer.ui.maps.scale_tools import ScaleTools
from designer.ui.maps.sentences import map_text, moment_text, pixel_text, statistics_text, weight_owners
from designer.ui.maps.shown import MapOrder, ShownMaps
from designer.ui.maps.sight import wanted_maps
from designer.ui.maps.tile_order import TileOrder
from designer.ui.theme import Themes
from designer.ui.widgets.empty_state import EmptyState

_FIRST_TILES = 64
"""How many maps are asked for before it is known how many are in sight."""


class FeatureMapsPanel(QWidget):
    """Show the maps of the block selected last, or of the pinned one, as a grid, or as bars where its output is a vector."""

    probe_stepped = Signal(int)
    """The previous (−1) or next (+1) picture was asked for."""
    sight_changed = Signal(int, int)
    """First map and number of maps of the selected block that are wanted as exact values."""
    map_selected = Signal(int)
    """The channel of the tile that is outlined."""
    value_chosen = Signal(object)
    """A value was clicked, or Enter pressed: a `PointedValue` that is to be explained."""
    value_pointed = Signal(object)
    """The pointer is over another value, a `PointedValue`, or over none."""
    block_pinned = Signal(object)
    """Id of the block that stays, whatever is selected; ``None``: the selected one is shown again."""
    deed_asked = Signal(str)
    """What to do with the outlined map: ``copy``, ``png``, ``npy`` or ``all_npy``."""

    def __init__(self, document: Document, live_maps: LiveMaps, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._document, self._live = document, live_maps
        self._block: str | None = None
        self._maps: ShownMaps | None = None
        self._sight: tuple[int, int] | None = None
        self._pinned: str | None = None
        self._order = TileOrder()
        self._hovered: tuple[int, ...] = ()
        self._pointed: PointedValue | None = None
        self._frames: Mapping[str, MapFrame] = {}
        self.header = MapsHeader(themes, self)
        self._scales = ScaleTools(self.header)
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
        self.arithmetic = ArithmeticPanel(themes, self)
        self._halves = QSplitter(Qt.Orientation.Vertical, self)
        for index, half in enumerate((self._pages, self.arithmetic)):
            self._halves.addWidget(half)
            self._halves.setStretchFactor(index, 1 + index)
            self._halves.setCollapsible(index, False)
        for widget, stretch in ((self.header, 0), (self._halves, 1), (self.footer, 0)):
            self._column.addWidget(widget, stretch)
        self.footer.slider.setValue(self.grid.tile_size())
        self._connect()
        self._show_block()

    def _connect(self) -> None:
        self._document.selection_changed.connect(self._show_block)
        self._document.analysed.connect(self._show_block)
        self._live.changed.connect(self._live_changed)
        self.header.probe_stepped.connect(self.probe_stepped)
        self._scales.changed.connect(self._show_maps)
        self.header.order_chosen.connect(self._choose_order)
        self.header.menu.deed_asked.connect(self.deed_asked)
        self.header.menu.aboutToShow.connect(self._offer)
        self.header.pinned.connect(self._pin)
        self.footer.tile_size_chosen.connect(self.grid.show_tile_size)
        self.grid.tile_resized.connect(self.footer.slider.setValue)
        self.grid.map_selected.connect(self._map_chosen)
        self.grid.pixel_hovered.connect(self._hover_pixel)
        self.grid.pixel_chosen.connect(self._choose_pixel)
        self.bars.row_chosen.connect(self._choose_pixel)
        self.grid.pixel_entered.connect(self._enter_pixel)
        self.bars.row_entered.connect(self._enter_pixel)
        self.grid.hover_left.connect(self._leave)
        self.grid.sight_changed.connect(self._tell_sight)
        self.bars.row_selected.connect(self._hover_row)
        self.bars.row_hovered.connect(self._hover_row)
        for view in (self.grid, self.bars):
            view.layer_walked.connect(self._walk_layer)
            view.copy_asked.connect(partial(self.deed_asked.emit, "copy"))
            view.menu_asked.connect(self.header.menu.popup)

    def show_below_header(self, widget: QWidget) -> None:
        """Take a widget that stands above the maps while it is visible."""
        self._column.insertWidget(1, widget)

    def mark(self, pixel: PointedValue | None) -> None:
        """Mark the pixel that is explained; none: no pixel is."""
        maps = self._maps
        if pixel is None or maps is None or not is_image(maps.shape):
            self.grid.show_mark(None)
        else:
            (height, width), (_, rows, columns) = maps.side, maps.shape
            self.grid.show_mark((pixel.channel, pixel.row * height // rows, pixel.column * width // columns))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the arithmetic with Esc."""
        if event.key() == Qt.Key.Key_Escape and self.arithmetic.isVisible():
            self.arithmetic.close_panel()
            (self.bars if self._pages.currentWidget() is self.bars else self.grid).setFocus()
        else:
            super().keyPressEvent(event)

    def shown_block(self) -> str | None:
        """Return the id of the block whose maps are wanted."""
        return self._block

    def show_frames(self, pointed: PointedValue | None, frames: Mapping[str, MapFrame]) -> None:
        """Frame what a value, here or on a card, sees of the maps that are shown."""
        self._pointed, self._frames = pointed, frames
        self.grid.show_frame(frames.get(self._block or ""))
        self._show_summary()

    def _report(self) -> BlockReport | None:
        return self._document.analysis.reports.get(self._block) if self._block else None

    def _live_changed(self, ids: tuple[str, ...]) -> None:
        if not ids or self._block in ids:
            self._show_maps()
        else:
            self._show_moment()

    def _show_block(self, _: object = None) -> None:
        if self._pinned is not None and self._pinned not in self._document.architecture.by_id:
            self._pinned = None
            self.block_pinned.emit(None)
        shown = self._pinned or next(reversed(self._document.selection), None)
        if shown != self._block:
            self._block, self._sight = shown, None
            self._leave()
            self.grid.show_frame(self._frames.get(shown or ""))
        report = self._report()
        self.header.show_pinned(report.block.shown_name if report else "", self._pinned is not None)
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
        scale = self._scales.scale(maps, picture)
        self.grid.show_maps(maps, scale, self._order.channels(report.id, maps))
        self.grid.setAccessibleName(self.tr("Feature maps of {0}: {1}").format(report.block.shown_name, shape_text(maps.shape)))
        self._scales.show_maps(maps, scale, self.grid.selected())
        self.header.show_tools(tiles=maps.shape[0] > 1, scale=True, fixed=picture)
        self.header.order.setEnabled(maps.is_whole)
        self._show_page(self.grid)

    def _show_bars(self, report: BlockReport, maps: ShownMaps) -> None:
        softmax = report.block.spec.type_name == "softmax"
        ends = report.id in (self._document.analysis.logits_id, self._document.analysis.end_id)
        scale = self._scales.scale(maps)
        assert maps.exact is not None  # vectors come with their values
        values = maps.exact.reshape(-1)
        self.bars.show_values(values, scale, BarsOf.CLASSES if softmax else BarsOf.UNITS, self._live.classes if softmax or ends else ())
        self.bars.setAccessibleName(self.tr("Values of {0}: {1}").format(report.block.shown_name, shape_text(maps.shape)))
        self._scales.show_maps(maps, scale, self.grid.selected())
        self.header.show_tools(tiles=False, scale=not softmax)
        self._show_page(self.bars)

    def _show_page(self, page: QWidget) -> None:
        if self._pages.currentWidget() is not page:
            self._pages.setCurrentWidget(page)
        self.footer.setVisible(page is not self.empty)
        self.footer.slider.setVisible(page is self.grid)

    def _show_moment(self) -> None:
        self.header.show_probe(self._live.probe, self._live.predicted(self._document.analysis.end_id))
        self.header.show_caption(*moment_text(self._live, self._block, self._maps, weight_owners(self._document.architecture, self._block)))

    def _offer(self) -> None:
        """Offer in the menu what there is."""
        content, maps, report = self.content(), self._maps, self._report()
        if content is None or maps is None or report is None:
            self.header.menu.show_state("", exact=False, whole=False, colored=False, palette=None)
        else:
            colored = report.block.spec.type_name not in ("input", "softmax")
            whole = is_image(maps.shape) and self.all_values() is not None
            self.header.menu.show_state(content.short_title, content.values is not None, whole, colored, self._scales.palette(maps))

    def content(self) -> MapContent | None:
        """Return the outlined map, or the vector, as something to take along; none where there is none."""
        report, maps = self._report(), self._maps
        if report is None or maps is None or (is_image(maps.shape) and not maps.has(self.grid.selected())):
            return None
        scale = self._scales.scale(maps, report.block.spec.type_name == "input")
        return map_content(maps, scale, report.block.shown_name, self.grid.selected(), self._themes.current())

    def all_values(self) -> tuple[str, Floats] | None:
        """Return the block's name and its exact values, ``(maps, height, width)`` or ``(features,)``; none where not all are here."""
        report, maps = self._report(), self._maps
        if report is None or maps is None or maps.exact is None or not maps.is_whole:
            return None
        return report.block.shown_name, maps.exact.reshape(maps.shape)

    def _pin(self, pinned: bool) -> None:
        wanted = self._block if pinned else None
        if wanted != self._pinned:
            self._pinned = wanted
            self.block_pinned.emit(wanted)
            self._show_block()

    def _choose_order(self, order: MapOrder) -> None:
        self._order.choose(order)
        self._show_maps()

    def _map_chosen(self, channel: int) -> None:
        self._show_maps()
        self.map_selected.emit(channel)

    def _hover_pixel(self, channel: int, row: int, column: int) -> None:
        self._hovered = (channel, row, column)
        self._tell_pointed()

    def _hover_row(self, row: int) -> None:
        self._hovered = (row,) if row >= 0 else ()
        self._tell_pointed()

    def _leave(self) -> None:
        self._hovered = ()
        self._tell_pointed()

    def _choose_pixel(self, channel: int, row: int = 0, column: int = 0) -> None:
        if self._maps is not None:
            place = (channel, row, column) if is_image(self._maps.shape) else (channel,)
            chosen = pointed_value(self._block, self._maps, place)
            if chosen is not None:
                self.value_chosen.emit(chosen)

    def _enter_pixel(self, channel: int, row: int = 0, column: int = 0) -> None:
        self.arithmetic.take_focus()
        self._choose_pixel(channel, row, column)

    def _tell_pointed(self) -> None:
        self._show_summary()
        self.value_pointed.emit(pointed_value(self._block, self._maps, self._hovered))

    def _show_summary(self) -> None:
        """Tell what is under the pointer, with every frame anew; else of what is outlined."""
        page, maps, hovered = self._pages.currentWidget(), self._maps, self._hovered
        self.footer.say_detail(self._detail_text())
        self.footer.histogram.show_statistics(maps.statistics if maps is not None else None)
        self.footer.histogram.mark(exact_value(maps, hovered))
        if maps is None:
            self.footer.say("")
        elif page is self.bars:
            row = hovered[0] if is_there(maps, hovered) else self.bars.selected()
            self.footer.say(self.bars.row_text(row))
        elif is_there(maps, hovered):
            self.footer.say(pixel_text(maps, *hovered))
        else:
            self.footer.say(map_text(maps, self.grid.selected()))

    def _detail_text(self) -> str:
        """Return what the value under the pointer sees; else what is known of all maps."""
        seen = seen_text(self._document.analysis, self._frames, self._pointed) if self._hovered else ""
        if seen or self._maps is None or self._maps.statistics is None:
            return seen
        return statistics_text(self._maps.statistics, vector=not is_image(self._maps.shape))

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
        """Go to the layer before or after; a pin goes along."""
        order = self._document.analysis.order
        index = order.index(self._block) + step if self._block in order else -1
        if 0 <= index < len(order):
            if self._pinned is not None:
                self._pinned = order[index]
                self.block_pinned.emit(self._pinned)
                self._show_block()
            self._document.select((order[index],))
