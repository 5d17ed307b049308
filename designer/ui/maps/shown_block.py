"""How the maps of a block are shown: their page, scale and order; and what can be taken along of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from designer.network.analysis import BlockReport
from designer.network.shapes import is_image, shape_text
from designer.ui.compare.side_by_side import CompareView
from designer.ui.document import Document
from designer.ui.maps.bars import BarsOf
from designer.ui.maps.colors import ColorScale, Floats
from designer.ui.maps.header import MapsHeader
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.map_content import MapContent, map_content
from designer.ui.maps.scale_tools import ScaleTools
from designer.ui.maps.shown import MapOrder, ShownMaps
from designer.ui.maps.tile_order import TileOrder
from designer.ui.maps.views import MapViews
from designer.ui.theme import Themes

__all__ = ["ShownBlock"]


class ShownBlock(QObject):
    """Shows maps as a person chose in the header, and offers them in its menu."""

    changed = Signal()
    """Another scale or order was chosen."""

    def __init__(self, document: Document, live: LiveMaps, header: MapsHeader, views: MapViews, themes: Themes) -> None:
        super().__init__(header)
        self._document, self._live, self._header, self._views, self._themes = document, live, header, views, themes
        self._scales, self._order = ScaleTools(header), TileOrder()
        self._comparison = views.comparison
        self._shown: tuple[BlockReport, ShownMaps] | None = None
        self._scales.changed.connect(self.changed)
        self._comparison.chosen.connect(self.changed)
        header.order_chosen.connect(self._choose_order)
        header.menu.aboutToShow.connect(self._offer)

    def show_maps(self, report: BlockReport, maps: ShownMaps) -> None:
        """Show the maps of a block, and those beside them."""
        self._shown = report, maps
        if is_image(maps.shape):
            self._show_grid(report, maps)
        else:
            self._show_bars(report, maps)
        compared = self._comparison.compared
        if compared is not None and self._differs():
            self._scales.show_difference(compared.difference_scale)

    def show_none(self, text: str) -> None:
        """Show a sentence that says why there are no maps."""
        self._shown = None
        self._views.show_empty(text)
        self._header.show_tools(tiles=False, scale=False)

    def content(self) -> MapContent | None:
        """Return the outlined map, or the vector, as something to take along; none where there is none."""
        if self._shown is None:
            return None
        report, shown = self._shown
        channel = self._views.grid.selected()
        if is_image(shown.shape) and not shown.has(channel):
            return None
        maps, letter, scale = self._comparison.in_hand(shown, self._scale(report, shown))
        return map_content(maps, scale, f"{report.block.shown_name}{letter}", channel, self._themes.current())

    def all_values(self) -> tuple[str, Floats] | None:
        """Return the block's name and its exact values, ``(maps, height, width)`` or ``(features,)``; none where not all are here."""
        if self._shown is None:
            return None
        report, shown = self._shown
        maps, letter, _ = self._comparison.in_hand(shown, self._scale(report, shown))
        if maps.exact is None or not maps.is_whole:
            return None
        return f"{report.block.shown_name}{letter}", maps.exact.reshape(maps.shape)

    def _scale(self, report: BlockReport, maps: ShownMaps) -> ColorScale:
        """Return the colours of the maps, and of those beside them."""
        picture, compared = report.block.spec.type_name == "input", self._comparison.compared
        return self._scales.scale(maps, picture) if compared is None else compared.scale(self._scales.scale, picture)

    def _differs(self) -> bool:
        return self._comparison.showing is CompareView.DIFFERENCE

    def _show_grid(self, report: BlockReport, maps: ShownMaps) -> None:
        scale, channels = self._scale(report, maps), self._order.channels(report.id, maps)
        name = self.tr("Feature maps of {0}: {1}").format(report.block.shown_name, shape_text(maps.shape))
        self._views.show_grid(maps, scale, channels, name)
        self._scales.show_maps(maps, scale, self._views.grid.selected())
        self._header.show_tools(tiles=maps.shape[0] > 1, scale=True, fixed=self._differs() or report.block.spec.type_name == "input")
        self._header.order.setEnabled(maps.is_whole)

    def _show_bars(self, report: BlockReport, maps: ShownMaps) -> None:
        scale, softmax = self._scale(report, maps), report.block.spec.type_name == "softmax"
        ends = report.id in (self._document.analysis.logits_id, self._document.analysis.end_id)
        kind, classes = BarsOf.CLASSES if softmax else BarsOf.UNITS, self._live.classes if softmax or ends else ()
        name = self.tr("Values of {0}: {1}").format(report.block.shown_name, shape_text(maps.shape))
        self._views.show_bars(maps, scale, kind, classes, name)
        self._scales.show_maps(maps, scale, self._views.grid.selected())
        self._header.show_tools(tiles=False, scale=not softmax, fixed=self._differs())

    def _choose_order(self, order: MapOrder) -> None:
        self._order.choose(order)
        self.changed.emit()

    def _offer(self) -> None:
        """Offer in the menu what there is."""
        content, menu = self.content(), self._header.menu
        if content is None or self._shown is None:
            menu.show_state("", exact=False, whole=False, colored=False, palette=None)
            return
        report, maps = self._shown
        colored = report.block.spec.type_name not in ("input", "softmax")
        whole = is_image(maps.shape) and self.all_values() is not None
        menu.show_state(content.short_title, content.values is not None, whole, colored, self._scales.palette(maps))
