"""The grid of filters beside their maps, of which only those in sight are coloured and painted."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from designer.ui.filters.cells import slice_at
from designer.ui.filters.pair_layout import PairLayout
from designer.ui.filters.pair_painting import PairPainter
from designer.ui.filters.pairs import Pairs
from designer.ui.maps.card_tiles import fitted, pixel_under
from designer.ui.maps.tile_area import TileArea
from designer.ui.theme import Themes

__all__ = ["PairGrid"]

_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PairGrid(TileArea):
    """Show pairs; arrows walk, Enter or a double click opens one, Ctrl+wheel changes the size."""

    selected_changed = Signal(int)
    """Another pair is outlined."""
    opened = Signal(int)
    """Enter or a double click on a pair."""
    closed = Signal()
    """Esc or Backspace: back to where the pairs came from."""
    cell_hovered = Signal(int, int, int, int)
    """The pointer is over a cell of a filter: place, channel, row, column."""
    pixel_hovered = Signal(int, int, int)
    """The pointer is over a pixel of a map: place, row, column."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._pairs: Pairs | None = None
        self._total = self._current = 0

    def show_pairs(self, pairs: Pairs | None) -> None:
        """Show pairs; others than before keep the place that is outlined."""
        total = pairs.total if pairs is not None else 0
        changed, self._total, self._pairs = total != self._total, total, pairs
        self._current = max(0, min(self._current, total - 1))
        if changed:
            self.lay_out()
        self.viewport().update()

    def tiles(self) -> PairLayout:
        """Return where the pairs are at this size of their squares."""
        theme = self.themes.current()
        return PairLayout(self._total, self.tile_size(), theme.px("space"), theme.px("target"), self.viewport().width())

    def outlined(self) -> int:
        """Return the place of the outlined pair."""
        return self._current

    def outline(self, place: int) -> None:
        """Outline the pair of a place and bring it in sight."""
        self.select(place)

    def select(self, place: int) -> None:
        """Outline a pair and bring it in sight."""
        if not 0 <= place < self._total:
            return
        changed, self._current = place != self._current, place
        self.bring_in_sight(self.place_rect(place))
        self.viewport().update()
        if changed:
            self.selected_changed.emit(place)

    def selected(self) -> int:
        """Return the place of the outlined pair."""
        return self._current

    def filter_rect(self, place: int) -> QRect:
        """Return where the filter of a pair is, in px of the viewport."""
        return self.tiles().filter_rect(place).translated(0, -self.offset())

    def map_rect(self, place: int) -> QRect:
        """Return where the map of a pair is, in px of the viewport."""
        return self.tiles().map_rect(place).translated(0, -self.offset())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pairs in sight."""
        places = self.in_sight()
        if self._pairs is None or not places:
            return
        painter, theme, layout, offset = QPainter(self.viewport()), self.themes.current(), self.tiles(), self.offset()
        pairs = PairPainter(painter, theme, self._pairs, layout.side, self.devicePixelRatioF())
        pairs.prepare(places)
        for place in places:
            if place == self._current:
                painter.fillRect(layout.rect(place).translated(0, -offset), theme.color("selection"))
            rects = (rect.translated(0, -offset) for rect in (layout.filter_rect(place), layout.map_rect(place), layout.text_rect(place)))
            pairs.paint(place, *rects)
        self._paint_outline(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Esc and Backspace go back."""
        key = Qt.Key(event.key())
        if key in _OPEN and self._total:
            self.opened.emit(self._current)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Outline the pair under the pointer."""
        place = self.place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.select(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the pair under the pointer."""
        place = self.place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the pointer."""
        point = event.position().toPoint()
        place = self.place_at(point)
        if place is None or not (self._hover_cell(place, point) or self._hover_pixel(place, point)):
            self.hover_left.emit()

    def lay_out(self) -> None:
        """Set the pairs anew."""
        layout = self.tiles()
        self.set_content(layout.height, layout.pitch[1] // 2)

    def _hover_cell(self, place: int, point: QPoint) -> bool:
        if self._pairs is None or not self._pairs.has(place) or self._pairs.flat:
            return False
        inside = point - self.filter_rect(place).topLeft()
        cell = slice_at(inside.x(), inside.y(), self._pairs.slices, self.tiles().side)
        if cell is not None:
            self.cell_hovered.emit(place, *cell)
        return cell is not None

    def _hover_pixel(self, place: int, point: QPoint) -> bool:
        values = self._pairs.map_values(place) if self._pairs is not None else None
        if values is None:
            return False
        height, width = values.shape
        pixel = pixel_under(QPointF(point), fitted(QRectF(self.map_rect(place)), height, width), height, width)
        if pixel is not None:
            self.pixel_hovered.emit(place, *pixel)
        return pixel is not None

    def _paint_outline(self, painter: QPainter) -> None:
        theme = self.themes.current()
        width = theme.px("map_tile_frame") if self.hasFocus() else theme.px("border")
        painter.setPen(QPen(theme.color("map_frame"), width, j=Qt.PenJoinStyle.MiterJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.place_rect(self._current)).adjusted(width / 2, width / 2, -width / 2, -width / 2))
