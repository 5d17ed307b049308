"""What the Feature maps panel shows of a comparison: A and B at one scale, or their difference."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from designer.network.analysis import Analysis, BlockReport
from designer.ui.compare.bar import CompareBar
from designer.ui.compare.bars import ComparedBars
from designer.ui.compare.compared import ComparedMaps
from designer.ui.compare.grids import ComparedGrids
from designer.ui.compare.side_by_side import CompareView, SideBySide
from designer.ui.compare.wording import answer_text, kept_text, live_text
from designer.ui.maps.bars import BarsOf, VectorBars
from designer.ui.maps.colors import ColorScale
from designer.ui.maps.grid import MapGrid
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.sentences import weight_owners
from designer.ui.maps.shown import ShownMaps
from designer.ui.probe.answer_bars import probabilities
from designer.ui.theme import Themes

__all__ = ["Comparison"]


class Comparison(QObject):
    """Lays what the newest frame is compared with beside its own maps; the worker's frames say whether there is such a thing.

    Attributes:
        bar: The line above the maps.
        grid_page: Grids; ``bars_page``: bars.
        compared: The shown block's maps of A and of B; none: nothing is compared, or they have not come.
        titles: What the runs are called that are compared with, by their folders.
    """

    chosen = Signal()
    """It is to be shown otherwise."""
    ended = Signal()
    """Nothing is to be compared any more."""

    def __init__(self, live: LiveMaps, grid: MapGrid, bars: VectorBars, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self._live = live
        self._showing, self._swapped = CompareView.BOTH, False
        self._block = ""
        self._touched: QObject | None = None
        self.compared: ComparedMaps | None = None
        self.titles: dict[str, str] = {}
        self.bar = CompareBar(themes, parent)
        self.grid_page, self.bars_page = SideBySide(grid, themes, parent), SideBySide(bars, themes, parent)
        self.grids, self.bars = ComparedGrids(grid, self.grid_page, themes), ComparedBars(bars, self.bars_page, themes)
        self.bar.showing_chosen.connect(self.show_as)
        self.bar.swapped.connect(self.swap)
        self.bar.ended.connect(self.ended)

    @property
    def is_on(self) -> bool:
        """Whether the newest frame is compared with something."""
        return self._live.beside is not None

    @property
    def showing(self) -> CompareView:
        """What is shown."""
        return self._showing if self.is_on else CompareView.ALONE

    def show_as(self, showing: CompareView) -> None:
        """Show both, or their difference."""
        if showing is not self._showing:
            self._showing = showing
            self.chosen.emit()

    def swap(self) -> None:
        """Let A and B change their places."""
        self._swapped = not self._swapped
        self.chosen.emit()

    def live_letter(self) -> str:
        """Return which of both follows picture and training: "A" or "B"; empty: nothing is compared."""
        return "" if not self.is_on else "A" if self._swapped else "B"

    def take(self, report: BlockReport | None, maps: ShownMaps | None, analysis: Analysis) -> None:
        """Take what there is to compare with the maps of a block, and say what both are.

        Args:
            maps: Those of the newest frame; none: there are none.
        """
        beside = self._live.beside
        same_block = report is not None and report.id == self._block
        self._block = report.id if report is not None else ""
        if beside is None:
            self.compared, self._swapped, self._showing = None, False, CompareView.BOTH
            self._show_sides(("", ""), ("", ""), "")
            return
        self._prepare()
        kept = ShownMaps.of(beside.exact, None) if beside.exact is not None and beside.exact.block == self._block else None
        found = ComparedMaps.of(maps, kept) if self._swapped else ComparedMaps.of(kept, maps)
        waits = found is None and same_block and maps is not None and maps.exact is None  # the next picture's maps are on their way
        self.compared = self.compared if waits else found
        self._show_sides(*self._words(analysis), beside.told.problem)

    def show_grids(self, scale: ColorScale, channels: Sequence[int]) -> None:
        """Show what is beside the live grid, at the common scale."""
        if self.is_on:
            self.grids.show_maps(self.compared, self._swapped, scale, channels)

    def show_bars(self, scale: ColorScale, kind: BarsOf, classes: tuple[str, ...]) -> None:
        """Show what is beside the live bars, at the common scale."""
        if self.is_on and self.compared is not None:
            self.bars.show_values(self.compared, self._swapped, scale, kind, classes)

    def in_hand(self, maps: ShownMaps, scale: ColorScale) -> tuple[ShownMaps, str, ColorScale]:
        """Return the maps of the view that had the focus last, what is added to the block's name, and their scale.

        Args:
            maps: The live ones; ``scale``: the common one.
        """
        compared, views = self.compared, (self.grids, self.bars)
        if compared is None:
            return maps, "", scale
        if self.showing is CompareView.DIFFERENCE:
            return compared.difference, self.tr(" (B − A)"), compared.difference_scale
        if any(view.kept is self._touched for view in views if view.kept is not None):
            return (compared.b, " (B)", scale) if self._swapped else (compared.a, " (A)", scale)
        return maps, f" ({self.live_letter()})", scale

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice which view was used last."""
        if event.type() == QEvent.Type.FocusIn:
            self._touched = watched
        return super().eventFilter(watched, event)

    def _prepare(self) -> None:
        if self.grids.kept is None:
            self.grids.prepare()
            self.bars.prepare()
            for view in (self.grids.kept, self.bars.kept, self.grid_page.live.view, self.bars_page.live.view):
                if view is not None:
                    view.installEventFilter(self)

    def _words(self, analysis: Analysis) -> tuple[tuple[str, str], tuple[str, str]]:
        """Return what is kept and what the network says there; and the same of what is live."""
        beside = self._live.beside
        assert beside is not None
        told, classes, end = beside.told, self._live.classes, analysis.end_id
        card = self._live.card(end) if end is not None else None
        softmax = end is not None and analysis.reports[end].block.spec.type_name == "softmax"
        said = answer_text(probabilities(card.values, softmax), classes) if card is not None else ""
        owners = weight_owners(analysis.architecture, self._block or end)
        kept = kept_text(told, self.titles.get(told.folder, "")), answer_text(beside.probabilities, classes)
        return kept, (live_text(told, self._live, owners), said)

    def _show_sides(self, kept: tuple[str, str], live: tuple[str, str], problem: str) -> None:
        showing, letters = self.showing, ("B", "A") if self._swapped else ("A", "B")
        for page in (self.grid_page, self.bars_page):
            if page.kept is None or page.difference is None:
                continue
            page.kept.show_heading(f"{letters[0]}  {kept[0]}", kept[1])
            page.live.show_heading(f"{letters[1]}  {live[0]}", live[1])
            page.difference.show_heading(self.tr("B − A"))
            for side in (page.kept, page.difference):
                side.show_problem(problem)
            page.show_sides(showing, self._swapped)
        self.bar.show_state(showing, self._hint(*letters) if self.is_on else "")

    def _hint(self, kept: str, live: str) -> str:
        beside = self._live.beside
        if beside is not None and beside.told.picture is not None and beside.told.picture == self._live.probe:
            return self.tr("{0} is kept: now show another picture, draw or drop one").format(kept)
        return self.tr("{0} stays, {1} follows").format(kept, live)
