"""The header's choices of scale and colours, and the legend that tells what they come to."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from designer.ui.maps.colors import ColorScale, Palette, ScaleMode
from designer.ui.maps.header import MapsHeader
from designer.ui.maps.scale_choice import ScaleChoice
from designer.ui.maps.shown import ShownMaps


class ScaleTools(QObject):
    """Keep what was chosen in the header, for the maps that are shown."""

    changed = Signal()
    """Something else was chosen."""

    def __init__(self, header: MapsHeader) -> None:
        super().__init__(header)
        self._header = header
        self._choice = ScaleChoice()
        self._maps: ShownMaps | None = None
        header.mode_chosen.connect(self._choose_mode)
        header.ends.range_chosen.connect(self._choose_ends)
        header.menu.palette_chosen.connect(self._choose_palette)

    def scale(self, maps: ShownMaps, picture: bool = False) -> ColorScale:
        """Return the scale of these maps."""
        return self._choice.scale(maps, picture)

    def palette(self, maps: ShownMaps) -> Palette | None:
        """Return the colour map that was chosen for these maps; none: the one that belongs to the scale."""
        return self._choice.palette(maps)

    def show_maps(self, maps: ShownMaps, scale: ColorScale, channel: int) -> None:
        """Show the choices for these maps, and their scale; where each map has its own, that of one channel."""
        self._maps = maps
        mode, legend = self._choice.mode(maps), self._header.legend
        self._header.show_mode(mode)
        self._header.ends.show_range(*self._choice.fixed(maps))
        common = scale.common_range
        if common is not None:
            is_cut = mode is ScaleMode.PERCENTILE and maps.exact is not None and scale.palette is not Palette.GREY
            legend.show_range(scale.palette, *common, self.tr("98 %") if is_cut else "")
            return
        index = channel - maps.first if maps.has(channel) else 0
        ends = scale.of(slice(index, index + 1))
        legend.show_range(scale.palette, float(ends.lows[0]), float(ends.highs[0]), self.tr("map {0}").format(index + maps.first))

    def show_difference(self, scale: ColorScale) -> None:
        """Show the scale of what is between two stacks of maps, which cannot be chosen."""
        self._header.legend.show_range(scale.palette, float(scale.lows[0]), float(scale.highs[0]), self.tr("B − A"))

    def _choose_mode(self, mode: ScaleMode) -> None:
        if self._maps is not None:
            self._choice.choose_mode(self._maps, mode)
            self.changed.emit()

    def _choose_ends(self, low: float, high: float) -> None:
        if self._maps is not None:
            self._choice.choose_fixed(self._maps, low, high)
            self.changed.emit()

    def _choose_palette(self, palette: Palette | None) -> None:
        if self._maps is not None:
            self._choice.choose_palette(self._maps, palette)
            self.changed.emit()
