"""Which colours a person chose for maps; what may be negative and what may not are chosen apart."""

from __future__ import annotations

from dataclasses import replace

from designer.ui.maps.colors import ColorScale, Palette, ScaleMode, default_mode
from designer.ui.maps.shown import ShownMaps


class ScaleChoice:
    """Keep mode, fixed ends and colour map, for signed and for other maps."""

    def __init__(self) -> None:
        self._modes: dict[bool, ScaleMode] = {}
        self._fixed: dict[bool, tuple[float, float]] = {}
        self._palettes: dict[bool, Palette] = {}

    def mode(self, maps: ShownMaps) -> ScaleMode:
        """Return the mode in force; until one is chosen, around zero where values may be negative."""
        return self._modes.get(maps.signed, default_mode(maps.signed))

    def palette(self, maps: ShownMaps) -> Palette | None:
        """Return the colour map that was chosen; none: the one that belongs to the mode."""
        return self._palettes.get(maps.signed)

    def fixed(self, maps: ShownMaps) -> tuple[float, float]:
        """Return the fixed ends."""
        return self._fixed.get(maps.signed, (-1.0, 1.0) if maps.signed else (0.0, 1.0))

    def scale(self, maps: ShownMaps, picture: bool = False) -> ColorScale:
        """Return the scale of these maps; a ``picture`` is grey and whole."""
        scale = maps.scale(self.mode(maps), picture, self.fixed(maps))
        palette = self.palette(maps)
        return scale if picture or palette is None else replace(scale, palette=palette)

    def choose_mode(self, maps: ShownMaps, mode: ScaleMode) -> None:
        """Take another mode; fixed ends begin as those that are in force."""
        if mode is ScaleMode.FIXED:
            ends = self.scale(maps).common_range or self._layer_range(maps)
            self._fixed[maps.signed] = ends if ends[0] < ends[1] else (ends[0] - 1, ends[0] + 1)
        self._modes[maps.signed] = mode

    def choose_fixed(self, maps: ShownMaps, low: float, high: float) -> None:
        """Take other fixed ends."""
        self._fixed[maps.signed] = (low, high)

    def choose_palette(self, maps: ShownMaps, palette: Palette | None) -> None:
        """Take another colour map; none: the one that belongs to the mode."""
        if palette is None:
            self._palettes.pop(maps.signed, None)
        else:
            self._palettes[maps.signed] = palette

    @staticmethod
    def _layer_range(maps: ShownMaps) -> tuple[float, float]:
        return float(maps.ranges[0].min()), float(maps.ranges[1].max())
