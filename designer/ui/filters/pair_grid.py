"""The grid of filters beside their maps, of which only those in sight are coloured and painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from designer.ui.filters.cells import slice_at
from designer.ui.filters.pair_layout import PairLayout
from designer.ui.filters.pair_painting import PairPainter
from designer.ui.filters.pairs import Pairs
from designer.ui.maps.card_tiles import fitted
from designer.ui.maps.walked_area import WalkedArea
from designer.ui.theme import Themes

__all__ = ["PairGrid"]

_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WHEEL_STEP = 120
_SIDE_STEP_PX = 8


class PairGrid(WalkedArea):
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
    hover_left = Signal()
    """The pointer is over neither."""
    sight_changed = Signal()
    """Other pairs are in sight."""
    side_changed = Signal(int)
    """Ctrl+wheel made the squares this large, in px."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._pairs: Pairs | None = None
        self._total = self._current = 0
        self._side_px = themes.current().px("map_tile")
        self.verticalScrollBar().valueChanged.connect(self.sight_changed)

    def show_pairs(self, pairs: Pairs | None) -> None:
        """Show pairs; others than before keep the place that is outlined."""
        total = pairs.total if pairs is not None else 0
        changed, self._total, self._pairs = total != self._total, total, pairs
        self._current = max(0, min(self._current, total - 1))
        if changed:
            self._lay_out()
        self.viewport().update()

    def show_side(self, side_px: int) -> None:
        """Make the squares this large."""
        theme = self.themes.current()
        side_px = max(theme.px("map_tile_min"), min(side_px, theme.px("map_tile_max")))
        if side_px != self._side_px:
            self._side_px = side_px
            self._lay_out()
            self.side_changed.emit(side_px)

    def side(self) -> int:
        """Return the wanted side of a square, in px."""
        return self._side_px

    def select(self, place: int) -> None:
        """Outline a pair and bring it in sight."""
        if not 0 <= place < self._total:
            return
        changed, self._current = place != self._current, place
        self.bring_in_sight(self.pair_rect(place))
        self.viewport().update()
        if changed:
            self.selected_changed.emit(place)

    def selected(self) -> int:
        """Return the place of the outlined pair."""
        return self._current

    def in_sight(self) -> range:
        """Return the places of the pairs that are at least partly visible."""
        return self._layout().in_sight(self.offset(), self.viewport().height())

    def pair_rect(self, place: int) -> QRect:
        """Return where a pair is, in px of the viewport."""
        return self._layout().rect(place).translated(0, -self.offset())

    def filter_rect(self, place: int) -> QRect:
        """Return where the filter of a pair is, in px of the viewport."""
        return self._layout().filter_rect(place).translated(0, -self.offset())

    def map_rect(self, place: int) -> QRect:
        """Return where the map of a pair is, in px of the viewport."""
        return self._layout().map_rect(place).translated(0, -self.offset())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pairs in sight."""
        places = self.in_sight()
        if self._pairs is None or not places:
            return
        painter, theme, layout, offset = QPainter(self.viewport()), self.themes.current(), self._layout(), self.offset()
        pairs = PairPainter(painter, theme, self._pairs, layout.side, self.devicePixelRatioF())
        pairs.prepare(places)
        for place in places:
            if place == self._current:
                painter.fillRect(layout.rect(place).translated(0, -offset), theme.color("selection"))
            rects = (rect.translated(0, -offset) for rect in (layout.filter_rect(place), layout.map_rect(place), layout.text_rect(place)))
            pairs.paint(place, *rects)
        self._paint_outline(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by arrows, Home and End; Enter opens, Esc and Backspace go back."""
        key = Qt.Key(event.key())
        if key in _STEPS and self._total:
            across, down = _STEPS[key]
            self.select(self._current + across + down * self._layout().columns)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._total:
            self.select(0 if key == Qt.Key.Key_Home else self._total - 1)
        elif key in _OPEN and self._total:
            self.opened.emit(self._current)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Outline the pair under the pointer."""
        place = self._place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.select(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the pair under the pointer."""
        place = self._place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the pointer."""
        point = event.position().toPoint()
        place = self._place_at(point)
        if place is None or not (self._hover_cell(place, point) or self._hover_pixel(place, point)):
            self.hover_left.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice when the pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self.hover_left.emit()
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the size with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.show_side(self._side_px + _SIDE_STEP_PX * round(event.angleDelta().y() / _WHEEL_STEP))
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the pairs anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _hover_cell(self, place: int, point: QPoint) -> bool:
        if self._pairs is None or not self._pairs.has(place) or self._pairs.flat:
            return False
        inside = point - self.filter_rect(place).topLeft()
        cell = slice_at(inside.x(), inside.y(), self._pairs.slices, self._layout().side)
        if cell is not None:
            self.cell_hovered.emit(place, *cell)
        return cell is not None

    def _hover_pixel(self, place: int, point: QPoint) -> bool:
        values = self._pairs.map_values(place) if self._pairs is not None else None
        if values is None:
            return False
        height, width = values.shape
        area = fitted(QRectF(self.map_rect(place)), height, width)
        if area.contains(point):
            row, column = int((point.y() - area.y()) * height / area.height()), int((point.x() - area.x()) * width / area.width())
            self.pixel_hovered.emit(place, min(row, height - 1), min(column, width - 1))
            return True
        return False

    def _paint_outline(self, painter: QPainter) -> None:
        theme = self.themes.current()
        width = theme.px("map_tile_frame") if self.hasFocus() else theme.px("border")
        painter.setPen(QPen(theme.color("map_frame"), width, j=Qt.PenJoinStyle.MiterJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.pair_rect(self._current)).adjusted(width / 2, width / 2, -width / 2, -width / 2))

    def _place_at(self, point: QPoint) -> int | None:
        return self._layout().index_at(point.x(), point.y() + self.offset())

    def _layout(self) -> PairLayout:
        theme = self.themes.current()
        return PairLayout(self._total, self._side_px, theme.px("space"), theme.px("target"), self.viewport().width())

    def _lay_out(self) -> None:
        layout = self._layout()
        self.set_content(layout.height, max(1, layout.pitch[1] // 2))
        self.viewport().update()
        self.sight_changed.emit()
