"""Frames on the maps of the cards: what the value under the pointer sees of each block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from designer.network.shapes import is_image
from designer.ui.maps.frame_painting import paint_frames
from designer.ui.maps.pointed import MapFrame

if TYPE_CHECKING:
    from designer.ui.canvas.card import CardItem


class MapFramesItem(QGraphicsItem):
    """Paint the frames over the maps of one card: they follow the pointer, the maps below do not change."""

    def __init__(self, card: CardItem) -> None:
        super().__init__(card)
        self._card = card
        self._frame: MapFrame | None = None
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(1)

    @property
    def frame(self) -> MapFrame | None:
        """What is framed."""
        return self._frame

    def show_frame(self, frame: MapFrame | None) -> None:
        """Frame something else; nothing: hide."""
        if frame != self._frame:
            self._frame = frame
            self.setVisible(frame is not None)
            self.update()

    def boundingRect(self) -> QRectF:
        """Return the right part of the card: frames go on beyond the maps, into the padding."""
        style = self._card.face.style
        edge, left = style.px("border"), style.maps_rect.x() - style.px("space")
        return QRectF(left, edge, style.width - edge - left, style.height - 2 * edge)

    def shape(self) -> QPainterPath:
        """Return nothing: the pointer finds the card."""
        return QPainterPath()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the frame on every map, or on the one that is pointed at."""
        tiles, frame = self._card.map_tiles(), self._frame
        if frame is None or not tiles:
            return
        if frame.channel is not None and is_image(frame.shape) and len(tiles) > 1:
            tiles = tiles[frame.channel : frame.channel + 1]
        style, bounds = self._card.face.style, self.boundingRect()
        gap, first = style.px("card_tile_gap"), tiles[0]
        room = bounds if len(tiles) == 1 else QRectF(first.x() - gap, bounds.y(), first.width() + 2 * gap, bounds.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        places = [tile.topLeft() - first.topLeft() for tile in tiles]
        paint_frames(painter, style.theme, frame, first, room.adjusted(1, 1, -1, -1), places, width="border")
