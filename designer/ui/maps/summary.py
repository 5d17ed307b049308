"""What the panel's footer says: of the value under the pointer, else of what is outlined; and of all maps."""

from __future__ import annotations

from collections.abc import Mapping

from designer.network.shapes import is_image
from designer.ui.compare.wording import difference_text, map_in_both, value_in_both
from designer.ui.document import Document
from designer.ui.maps.bars import BarsOf
from designer.ui.maps.followed_block import FollowedBlock
from designer.ui.maps.footer import MapsFooter
from designer.ui.maps.gradient_bars import gradient_text
from designer.ui.maps.hovered import Hovered, exact_value, is_there
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.pointed import MapFrame, PointedValue, seen_text
from designer.ui.maps.sentences import map_text, pixel_text, statistics_text
from designer.ui.maps.shown import ShownMaps
from designer.ui.maps.views import MapViews

__all__ = ["MapsSummary"]


class MapsSummary:
    """Keep what is pointed at, and tell of it with every frame anew.

    Attributes:
        hovered: The value of the shown maps that the pointer is over.
        pointed: The value that the pointer is over, here or on a card.
        frames: What that one sees.
    """

    def __init__(self, footer: MapsFooter, views: MapViews, document: Document, live: LiveMaps, block: FollowedBlock) -> None:
        self._footer, self._views, self._document, self._live, self._block = footer, views, document, live, block
        self.hovered: Hovered = ()
        self.pointed: PointedValue | None = None
        self.frames: Mapping[str, MapFrame] = {}

    def show(self, maps: ShownMaps | None) -> None:
        """Tell of the shown maps; none: there are none."""
        footer = self._footer
        footer.say(self._sentence(maps))
        footer.say_detail(self._detail(maps))
        footer.histogram.show_statistics(maps.statistics if maps is not None else None)
        footer.gradients.show_gradients(self._live.gradients, self._block.id)
        footer.histogram.mark(exact_value(maps, self.hovered))

    def _sentence(self, maps: ShownMaps | None) -> str:
        if maps is None:
            return ""
        views, compared = self._views, self._views.comparison.compared
        there = is_there(maps, self.hovered)
        if views.shows_bars():
            row = self.hovered[0] if there else views.bars.selected()
            if compared is None:
                return views.bars.row_text(row)
            is_classes = views.bars.kind() is BarsOf.CLASSES
            return value_in_both(compared, (row,), self._live.classes if is_classes else None)
        if compared is not None:
            return value_in_both(compared, self.hovered, None) if there else map_in_both(compared, views.grid.selected())
        return pixel_text(maps, *self.hovered) if there else map_text(maps, views.grid.selected())

    def _detail(self, maps: ShownMaps | None) -> str:
        """Return what the value under the pointer sees; else what is known of all maps."""
        seen = seen_text(self._document.analysis, self.frames, self.pointed) if self.hovered else ""
        report = self._block.report()
        if seen or report is None or maps is None:
            return seen
        statistics = statistics_text(maps.statistics, vector=not is_image(maps.shape)) if maps.statistics is not None else ""
        comparison = self._views.comparison
        if comparison.compared is not None:
            apart = difference_text(comparison.compared, self._views.selected())
            statistics = " · ".join(filter(None, (apart, statistics and f"{comparison.live_letter()}: {statistics}")))
        return " · ".join(filter(None, (statistics, gradient_text(self._live.gradients, report.block, self._live.run))))
