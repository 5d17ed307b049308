"""Everything a card or wire is painted with, made once for each theme: painting itself only draws."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainterPath, QPen

from designer.network.layout import Spacing
from designer.ui.theme import Theme

FULL_FROM = 0.55
"""From this zoom on every text of a card can be read."""
NAME_FROM = 0.25
"""From this zoom on a card shows its name and shape; below it is a coloured box."""
BADGE_GROWTH = 1.4
"""How much larger than at 100 % the number of an input is painted at most, so that it can be read from further away."""
BADGE_RISE = 0.3
"""How much of its own size the number of an input stands above the card's edge, so that it hides no text of the card."""
_SHADOW_ALPHA = 0.05
_GHOST_ALPHA = 0.95
_BAND_ALPHA = 0.12


class CanvasStyle:
    """Hold the measures, pens and fonts of one theme for the canvas."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        px = theme.px
        self.width, self.height = float(px("card_width")), float(px("card_height"))
        self.spacing = Spacing(
            self.width, self.height, row=px("card_pitch"), column=px("card_width") + px("drag_room"), port=px("port_hit"),
            lane=px("lane_pitch"), margin=px("lane_margin"), lead=px("track_lead"), track=px("track_pitch"),
        )  # fmt: skip
        self.card_rect = QRectF(0, 0, self.width, self.height)
        reach = max(px("port_hover"), px("port_badge") * BADGE_GROWTH * (1 + 2 * BADGE_RISE)) / 2 + px("card_border_selected")
        self.bounds = self.card_rect.adjusted(-reach, -reach, reach, reach + px("card_shadow"))
        self.maps_rect = QRectF(px("card_maps_x"), (self.height - px("card_tile")) / 2, px("card_maps_right") - px("card_maps_x"), px("card_tile"))
        self.name_font, self.detail_font, self.shape_font = (theme.font(name) for name in ("card_name", "card_detail", "card_shape"))
        self.far_font, self.badge_font = theme.font("heading"), theme.font("small_strong")
        self.name_metrics, self.detail_metrics = QFontMetricsF(self.name_font), QFontMetricsF(self.detail_font)
        self.shape_metrics, self.far_metrics = QFontMetricsF(self.shape_font), QFontMetricsF(self.far_font)
        self.port_pitch = px("port_hit")
        self.text, self.muted, self.error, self.warning = (theme.color(name) for name in ("text", "text_muted", "error", "warning"))
        self.shadow = theme.color("shadow", _SHADOW_ALPHA)
        self.ghost_opacity = _GHOST_ALPHA

    @cached_property
    def lines(self) -> tuple[QRectF, QRectF]:
        """Where the two lines of text stand, from the text's left to the end of the maps."""
        heights = self.name_metrics.height(), self.detail_metrics.height()
        top = (self.height - sum(heights)) / 2
        left, width = self.px("card_text_x"), self.px("card_maps_right") - self.px("card_text_x")
        return QRectF(left, top, width, heights[0]), QRectF(left, top + heights[0], width, heights[1])

    @cached_property
    def card_path(self) -> QPainterPath:
        """The outline of a card."""
        path, half = QPainterPath(), self.px("card_border") / 2
        path.addRoundedRect(self.card_rect.adjusted(half, half, -half, -half), self.px("card_radius"), self.px("card_radius"))
        return path

    @cached_property
    def bar_path(self) -> QPainterPath:
        """The colour bar at a card's left end."""
        bar = QPainterPath()
        bar.addRect(QRectF(0, 0, self.px("card_bar"), self.height))
        return self.card_path.intersected(bar)

    @cached_property
    def icon_at(self) -> QPointF:
        """Where the group's icon stands."""
        return QPointF(self.px("card_icon_x"), (self.height - self.px("card_icon")) / 2)

    @cached_property
    def wire_pen(self) -> QPen:
        """A wire at rest."""
        return self.pen("wire", "wire")

    @cached_property
    def wire_bright_pen(self) -> QPen:
        """A wire that is selected or would take a block."""
        return self.pen("wire_highlight", "wire_highlight")

    @cached_property
    def far_selection_pen(self) -> QPen:
        """The frame around a selected card seen from far away."""
        pen = self.pen("selection_outline", "card_border_selected")
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return pen

    @cached_property
    def far_wire_pen(self) -> QPen:
        """A wire seen from far away: as wide on the screen at every zoom, so that it does not fade."""
        pen = self.pen("wire", "border")
        pen.setCosmetic(True)
        return pen

    @cached_property
    def wire_hover_pen(self) -> QPen:
        """A wire under the pointer."""
        return self.pen("wire_highlight", "wire")

    @cached_property
    def wire_refused_pen(self) -> QPen:
        """A wire that may not end here."""
        return self.pen("wire_refused", "wire")

    @cached_property
    def slot_pen(self) -> QPen:
        """The outline of the place that a block would take."""
        pen = self.pen("ghost", "card_border_selected")
        pen.setStyle(Qt.PenStyle.DashLine)
        return pen

    @cached_property
    def slot_brush(self) -> QBrush:
        """The ground of the place that a block would take, and of the rubber band."""
        return QBrush(self.theme.color("rubber_band", _BAND_ALPHA))

    @cached_property
    def map_capacity(self) -> int:
        """How many map tiles a card shows at most."""
        tile, gap = self.px("card_tile"), self.px("card_tile_gap")
        return int((self.maps_rect.width() + gap) // (tile + gap))

    def border_pen(self, selected: bool, hovered: bool, wrong: bool) -> QPen:
        """Return the pen of a card's border."""
        if selected:
            return self._borders[0]
        return self._borders[1] if wrong else self._borders[2 if hovered else 3]

    @cached_property
    def _borders(self) -> tuple[QPen, QPen, QPen, QPen]:
        return (
            self.pen("selection_outline", "card_border_selected"), self.pen("error", "card_border_selected"),
            self.pen("card_border_hover", "card_border"), self.pen("card_border", "card_border"),
        )  # fmt: skip

    def px(self, name: str) -> int:
        """Return a size of the theme."""
        return self.theme.px(name)

    def pen(self, color: str, width: str) -> QPen:
        """Return a pen with a colour and a width of the theme."""
        return QPen(QBrush(self.theme.color(color)), self.px(width))

    def brush(self, color: str) -> QBrush:
        """Return a brush with a colour of the theme, the same object each time."""
        if color not in self._brushes:
            self._brushes[color] = QBrush(self.theme.color(color))
        return self._brushes[color]

    @cached_property
    def _brushes(self) -> dict[str, QBrush]:
        return {}

    def far_font_for(self, name: str) -> tuple[QFont, QColor]:
        """Return font and colour of the texts on a card that is far away: ``name`` or ``shape``."""
        return self.far_font, self.text if name == "name" else self.muted
