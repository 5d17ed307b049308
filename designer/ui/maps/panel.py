"""The Feature maps tab: the maps of the selected block, large."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from designer.network.analysis import BlockReport, State
from designer.ui.arithmetic.panel import ArithmeticPanel
from designer.ui.document import Document
from designer.ui.maps.colors import Floats
from designer.ui.maps.followed_block import FollowedBlock
from designer.ui.maps.footer import MapsFooter
from designer.ui.maps.header import MapsHeader
from designer.ui.maps.hovered import Hovered, pointed_value
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.map_content import MapContent
from designer.ui.maps.pointed import MapFrame, PointedValue
from designer.ui.maps.reasons import why_no_maps
from designer.ui.maps.sentences import moment_text
from designer.ui.maps.shown import ShownMaps
from designer.ui.maps.shown_block import ShownBlock
from designer.ui.maps.sight import wanted_maps
from designer.ui.maps.summary import MapsSummary
from designer.ui.maps.views import MapViews
from designer.ui.theme import Themes

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
        self._themes, self._document, self._live = themes, document, live_maps
        self._block = FollowedBlock(document, self)
        self._maps: ShownMaps | None = None
        self._sight: tuple[int, int] | None = None
        self.header = MapsHeader(themes, self)
        self.views = MapViews(live_maps, themes, self)
        self.empty, self.grid, self.bars, self.comparison = self.views.empty, self.views.grid, self.views.bars, self.views.comparison
        self._shown = ShownBlock(document, live_maps, self.header, self.views, themes)
        self.footer = MapsFooter(themes, self)
        self._summary = MapsSummary(self.footer, self.views, document, live_maps, self._block)
        self.arithmetic = ArithmeticPanel(themes, self)
        self._lay_out()
        self.footer.slider.setValue(self.grid.tile_size())
        self._connect()
        self._show_block(True)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._halves = QSplitter(Qt.Orientation.Vertical, self)
        for index, half in enumerate((self.views, self.arithmetic)):
            self._halves.addWidget(half)
            self._halves.setStretchFactor(index, 1 + index)
            self._halves.setCollapsible(index, False)
        for widget, stretch in ((self.header, 0), (self.comparison.bar, 0), (self._halves, 1), (self.footer, 0)):
            self._column.addWidget(widget, stretch)

    def _connect(self) -> None:
        self._block.shown_anew.connect(self._show_block)
        self._block.pinned.connect(self.block_pinned)
        self._live.changed.connect(self._live_changed)
        self.header.probe_stepped.connect(self.probe_stepped)
        self._shown.changed.connect(self._show_maps)
        self.header.menu.deed_asked.connect(self.deed_asked)
        self.header.pinned.connect(self._block.pin)
        self.footer.tile_size_chosen.connect(self.grid.show_tile_size)
        self.grid.tile_resized.connect(self.footer.slider.setValue)
        self.header.menu.fit_asked.connect(self.grid.fit_tiles)
        self.arithmetic.toggled.connect(self._show_footer)
        views = self.views
        views.map_selected.connect(self._map_chosen)
        views.hovered.connect(self._hover)
        views.chosen.connect(self._choose)
        views.entered.connect(self._enter)
        views.sight_changed.connect(self._tell_sight)
        views.layer_walked.connect(self._block.walk)
        views.copy_asked.connect(partial(self.deed_asked.emit, "copy"))
        views.menu_asked.connect(self.header.menu.popup)

    def show_below_header(self, widget: QWidget) -> None:
        """Take a widget that stands above the maps while it is visible."""
        self._column.insertWidget(1, widget)

    def mark(self, pixel: PointedValue | None) -> None:
        """Mark the pixel that is explained; none: no pixel is."""
        self.views.mark(pixel, self._maps)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the arithmetic with Esc, then end the comparison."""
        if event.key() == Qt.Key.Key_Escape and self.arithmetic.isVisible():
            self.arithmetic.close_panel()
            self.views.take_focus()
        elif event.key() == Qt.Key.Key_Escape and self.comparison.is_on:
            self.comparison.ended.emit()
        else:
            super().keyPressEvent(event)

    def shown_block(self) -> str | None:
        """Return the id of the block whose maps are wanted."""
        return self._block.id

    def content(self) -> MapContent | None:
        """Return the outlined map, or the vector, as something to take along; none where there is none."""
        return self._shown.content()

    def all_values(self) -> tuple[str, Floats] | None:
        """Return the block's name and its exact values, ``(maps, height, width)`` or ``(features,)``; none where not all are here."""
        return self._shown.all_values()

    def show_frames(self, pointed: PointedValue | None, frames: Mapping[str, MapFrame]) -> None:
        """Frame what a value, here or on a card, sees of the maps that are shown."""
        self._summary.pointed, self._summary.frames = pointed, frames
        self._show_frame()
        self._show_summary()

    def _live_changed(self, ids: tuple[str, ...]) -> None:
        if not ids or self._block.id in ids:
            self._show_maps()
        else:
            self._show_moment()

    def _show_block(self, is_another: bool) -> None:
        if is_another:
            self._sight = None
            self._hover(())
            self._show_frame()
        report = self._block.report()
        self.header.show_pinned(report.block.shown_name if report else "", self._block.is_pinned)
        self._show_maps()
        self._tell_sight()

    def _show_frame(self) -> None:
        self.views.show_frame(self._summary.frames.get(self._block.id or ""))

    def _show_maps(self) -> None:
        report = self._block.report()
        self._maps = self._current_maps(report) if report else None
        self.comparison.take(report, self._maps, self._document.analysis)
        self._show_moment()
        if report is None or self._maps is None:
            edited = self._block.id is not None and self._live.is_edited_since(self._block.id)
            self._shown.show_none(why_no_maps(self._document.analysis, self._block.id, edited))
        else:
            self._shown.show_maps(report, self._maps)
        self._show_footer()
        self.footer.slider.setVisible(self.views.shows_grid())
        self._show_summary()

    def _show_footer(self, _: object = None) -> None:
        """Show the footer, but not in a low panel while the arithmetic needs the room."""
        is_low = self.height() < self._themes.current().px("maps_low_height")
        self.footer.setVisible(self._maps is not None and not (is_low and self.arithmetic.isVisible()))

    def _current_maps(self, report: BlockReport) -> ShownMaps | None:
        """Return the maps of the block as it is now: those of another shape belong to the time before an edit."""
        if report.state is not State.OK:
            return None
        maps = ShownMaps.of(self._live.exact_maps(report.id), self._live.newest_card(report.id))
        return maps if maps is not None and maps.shape == report.output_shape else None

    def _show_moment(self) -> None:
        self.header.show_probe(self._live.probe, self._live.predicted(self._document.analysis.end_id))
        self.header.show_caption(*moment_text(self._live, self._block.id, self._maps, self._document.architecture))

    def _show_summary(self) -> None:
        self._summary.show(self._maps)

    def _map_chosen(self, channel: int) -> None:
        self._show_maps()
        self.map_selected.emit(channel)

    def _hover(self, place: Hovered) -> None:
        self._summary.hovered = place
        self._show_summary()
        self.value_pointed.emit(pointed_value(self._block.id, self._maps, place))

    def _choose(self, place: Hovered) -> None:
        chosen = pointed_value(self._block.id, self._maps, place) if self._maps is not None else None
        if chosen is not None:
            self.value_chosen.emit(chosen)

    def _enter(self, place: Hovered) -> None:
        self.arithmetic.take_focus()
        self._choose(place)

    def _tell_sight(self) -> None:
        report = self._block.report()
        if report is None or report.output_shape is None:
            return
        in_sight = self.grid.channels_in_sight() if self.views.shows_grid() else range(_FIRST_TILES)
        sight = wanted_maps(report.output_shape, in_sight)
        if sight != self._sight:
            self._sight = sight
            self.sight_changed.emit(*sight)
