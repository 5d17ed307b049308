"""The bars of a comparison: scrolled and outlined together."""

from __future__ import annotations

from PySide6.QtCore import QObject

from designer.ui.compare.compared import ComparedMaps
from designer.ui.compare.side_by_side import SideBySide
from designer.ui.maps.bars import BarsOf, VectorBars
from designer.ui.maps.colors import ColorScale
from designer.ui.theme import Themes

__all__ = ["ComparedBars"]


class ComparedBars(QObject):
    """Makes the second bars, and those of the difference, at the first comparison, and lets all of them follow each other.

    Attributes:
        kept: The bars of what is kept; ``difference``: those of B − A.
    """

    def __init__(self, bars: VectorBars, pair: SideBySide, themes: Themes) -> None:
        super().__init__(pair)
        self._live, self._pair, self._themes = bars, pair, themes
        self.kept: VectorBars | None = None
        self.difference: VectorBars | None = None

    def prepare(self) -> None:
        """Make the bars, where that was not done yet."""
        if self.kept is None or self.difference is None:
            self.kept, self.difference = VectorBars(self._themes, self._pair), VectorBars(self._themes, self._pair)
            self._pair.add(self.kept, self.difference)
            for bars in (self.kept, self.difference):
                self._join(bars)
            self._live.row_selected.connect(self._select)

    def show_values(self, compared: ComparedMaps, swapped: bool, scale: ColorScale, kind: BarsOf, classes: tuple[str, ...]) -> None:
        """Show what is kept, at the common scale, and the difference; ``kind`` and ``classes`` as the live bars have them."""
        maps, changes = (compared.b if swapped else compared.a), compared.difference
        self.prepare()
        assert maps.exact is not None and changes.exact is not None and self.kept is not None and self.difference is not None
        self.kept.show_values(maps.exact.reshape(-1), scale, kind, classes)
        of_changes = BarsOf.CLASS_CHANGES if kind is BarsOf.CLASSES else kind
        self.difference.show_values(changes.exact.reshape(-1), compared.difference_scale, of_changes, classes)
        self._select(self._live.selected())

    def _join(self, bars: VectorBars) -> None:
        live = self._live
        bars.row_selected.connect(self._select)
        for one, other in ((live, bars), (bars, live)):
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
        bars.row_hovered.connect(live.row_hovered)
        bars.layer_walked.connect(live.layer_walked)
        bars.copy_asked.connect(live.copy_asked)
        bars.menu_asked.connect(live.menu_asked)

    def _select(self, row: int) -> None:
        for bars in (self._live, self.kept, self.difference):
            if bars is not None and bars.selected() != row:
                bars.select(row)
