"""The whole network from far away: one item paints all cards and wires, so that thousands of them cost a few calls."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

if TYPE_CHECKING:
    from designer.ui.canvas.scene import CanvasScene


class LayerItem(QGraphicsItem):
    """Hold what is shown and hidden together."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)

    def boundingRect(self) -> QRectF:
        """Return nothing: the layer itself paints nothing."""
        return QRectF()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint nothing."""


class FarItem(QGraphicsItem):
    """Paint every card as a box in the colour of its group, red where something is wrong, pale where it waits; wires are lines."""

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__()
        self._of = scene
        self._bounds = QRectF()
        self._boxes: list[tuple[QColor, list[QRectF]]] | None = None
        self._lines: list[QLineF] = []
        self._selected: list[QRectF] = []

    def show_content(self) -> None:
        """Take note that cards or wires changed; they are looked at when they are painted next."""
        self._boxes = None
        bounds = self._of.content_rect()
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the rectangle around all cards."""
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint lines, then boxes, a call for each colour."""
        if self._boxes is None:
            self._boxes = self._collect()
        painter.setPen(self._of.style_used.far_wire_pen)
        painter.drawLines(self._lines)
        painter.setPen(Qt.PenStyle.NoPen)
        for color, boxes in self._boxes:
            painter.setBrush(color)
            painter.drawRects(boxes)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._of.style_used.far_selection_pen)
        painter.drawRects(self._selected)

    def _collect(self) -> list[tuple[QColor, list[QRectF]]]:
        style = self._of.style_used
        boxes: dict[int, tuple[QColor, list[QRectF]]] = {}
        for card in self._of.cards.values():
            color = card.face.far_color
            boxes.setdefault(color.rgb(), (color, []))[1].append(style.card_rect.translated(card.pos()))
        gap = style.px("space")  # convolutions have the frame's own colour
        frame = style.card_rect.adjusted(-gap, -gap, gap, gap)
        self._selected = [frame.translated(card.pos()) for card in self._of.cards.values() if card.selected]
        self._lines = [QLineF(one, other) for item in self._of.wiring.items.values() for one, other in pairwise(item.points)]
        return list(boxes.values())
