"""Pictures in rows of tiles: walked by keys, chosen by Enter and a click, told of in tooltips."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from designer.ui.theme import Theme, Themes
from designer.ui.widgets.scrolled_area import ScrolledArea
from designer.ui.widgets.tile_rows import TileRows
from designer.ui.widgets.tile_walk import walked

_CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PictureTiles(ScrolledArea):
    """Tiles with a picture each; a subclass knows the pictures, paints one in its tile, and tells of one in a sentence."""

    chosen = Signal(int)
    """A picture was chosen; its number in the list."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        self._count = self._current = 0
        self._probe: int | None = None
        super().__init__(themes, parent)  # lays the tiles out, in the sizes of the theme

    def index_of(self, number: int) -> int:
        """Return the position of a picture in its part."""
        raise NotImplementedError

    def tile_size(self) -> tuple[int, int, int]:
        """Return width and height of a tile and the gap between tiles, in px."""
        raise NotImplementedError

    def paint_tile(self, painter: QPainter, number: int, rect: QRect) -> None:
        """Paint a picture and its words."""
        raise NotImplementedError

    def sentence(self, number: int) -> str:
        """Tell of a picture in words."""
        raise NotImplementedError

    def show_name(self) -> None:
        """Name the view for who cannot see it, with the picture that the keys are on."""
        raise NotImplementedError

    def show_count(self, count: int, others: bool) -> None:
        """Show so many pictures; the keys stay where they are, unless they are ``others`` than before."""
        self._count = count
        if others or self._current >= count:
            self._current = 0
        self.lay_out()
        self.show_name()

    def show_probe(self, index: int | None) -> None:
        """Mark the picture whose maps are shown, by its position in the part; none: it is of another part."""
        if index != self._probe:
            self._probe = index
            self.viewport().update()

    def show_current(self, number: int) -> None:
        """Set the keys on a picture and bring it in sight."""
        self._current = number
        self.bring_in_sight(self.tile_rect(number))
        self.show_name()
        self.viewport().update()

    def probe(self) -> int | None:
        """Return the position of the picture whose maps are shown."""
        return self._probe

    def current(self) -> int:
        """Return the number of the picture that the keys are on."""
        return self._current

    def tile_rect(self, number: int) -> QRect:
        """Return where a tile is, in px of the viewport."""
        return self.rows().rect(number).translated(0, -self.offset())

    def rows(self) -> TileRows:
        """Return where the tiles are."""
        return TileRows(self._count, self.viewport().width(), *self.tile_size())

    def lay_out(self) -> None:
        """Set the tiles anew."""
        rows = self.rows()
        self.set_content(rows.height, (rows.tile_height + rows.gap) // 2)
        self.viewport().update()

    def show_theme(self, theme: Theme) -> None:
        """Set the tiles anew in the sizes of another theme."""
        self.lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles in sight, marked where they are the probe or have the keys."""
        painter, theme = QPainter(self.viewport()), self.themes.current()
        for number in self.rows().in_sight(self.offset(), self.viewport().height()):
            rect, is_probe = self.tile_rect(number), self.index_of(number) == self._probe
            is_current = number == self._current and self.hasFocus()
            if is_probe:
                painter.fillRect(rect, theme.color("selection"))
            self.paint_tile(painter, number, rect)
            if is_probe or is_current:
                width = theme.px("focus_ring") if is_current else theme.px("border")
                painter.setPen(QPen(theme.color("focus"), width, j=Qt.PenJoinStyle.MiterJoin))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by arrows, Home and End; choose by Enter or Space."""
        rows = self.rows()
        number = walked(event.key(), self._current, self._count, rows.columns)
        if number is not None:
            self.show_current(number)
        elif event.key() in _CHOOSING and self._count:
            self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the picture under the pointer."""
        number = self._number_at(event.position().toPoint())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self.show_current(number)
            self.chosen.emit(number)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell about the picture under the pointer in a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._number_at(event.pos())
            text = "" if number is None else self.sentence(number)
            QToolTip.showText(event.globalPos(), f"<p>{escape(text)}</p>" if text else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def _number_at(self, point: QPoint) -> int | None:
        return self.rows().index_at(point.x(), point.y() + self.offset())
