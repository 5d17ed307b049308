"""What is shown for the time of a gesture: a ghost card, the place it would take, a rubber band, one line at the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from designer.network.analysis import BlockReport
from designer.ui.canvas.card_painting import CardFace, paint_full, paint_ground, paint_no_maps
from designer.ui.canvas.style import CanvasStyle
from designer.ui.canvas.wording import card_texts

_ABOVE_ALL = 20


class GhostItem(QGraphicsItem):
    """A card that follows the pointer and shows what it would be here."""

    def __init__(self, style: CanvasStyle, report: BlockReport) -> None:
        super().__init__()
        self._face = CardFace(style, report, card_texts(report))
        self.setZValue(_ABOVE_ALL)
        self.setOpacity(style.ghost_opacity)

    @property
    def face(self) -> CardFace:
        """The texts as they are painted."""
        return self._face

    def show_report(self, report: BlockReport) -> None:
        """Show what the block would be at another place."""
        self._face = CardFace(self._face.style, report, card_texts(report))
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the card's surroundings."""
        return self._face.style.bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the card."""
        paint_ground(painter, self._face, True, False)
        paint_full(painter, self._face, widget.devicePixelRatioF() if widget else 1.0)
        if self._face.has_maps_room:
            paint_no_maps(painter, self._face, "")


class FrameItem(QGraphicsItem):
    """A dashed rectangle: the place a block would take, or the rubber band."""

    def __init__(self, style: CanvasStyle, rect: QRectF) -> None:
        super().__init__()
        self._style = style
        self._rect = QRectF(rect)
        self.setZValue(_ABOVE_ALL - 1)

    @property
    def rect(self) -> QRectF:
        """Where it lies."""
        return self._rect

    def show_rect(self, rect: QRectF) -> None:
        """Lie elsewhere."""
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = QRectF(rect)

    def boundingRect(self) -> QRectF:
        """Return the rectangle with its outline."""
        reach = self._style.px("card_border_selected")
        return self._rect.adjusted(-reach, -reach, reach, reach)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the rectangle."""
        painter.setPen(self._style.slot_pen)
        painter.setBrush(self._style.slot_brush)
        painter.drawRoundedRect(self._rect, self._style.px("radius_s"), self._style.px("radius_s"))


class NoteItem(QGraphicsItem):
    """One line at the pointer, as large at every zoom: why something is refused, or what letting go would do."""

    def __init__(self, style: CanvasStyle) -> None:
        super().__init__()
        self._style = style
        self._text = ""
        self._refused = False
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(_ABOVE_ALL + 1)
        self.hide()

    @property
    def text(self) -> str:
        """What is said; empty: nothing."""
        return self._text

    def show_text(self, text: str, at: QPointF, refused: bool = False) -> None:
        """Say something at the pointer; nothing: hide."""
        self.setVisible(bool(text))
        self.setPos(at)
        if (text, refused) != (self._text, self._refused):
            self.prepareGeometryChange()
            self._text, self._refused = text, refused
            self.update()

    def boundingRect(self) -> QRectF:
        """Return the label right below the pointer."""
        space = self._style.px("space")
        size = self._style.detail_metrics.size(0, self._text)
        return QRectF(2 * space, 2 * space, size.width() + 2 * space, size.height() + space)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the label."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._style.brush("wire_refused" if self._refused else "tooltip"))
        painter.drawRoundedRect(self.boundingRect(), self._style.px("radius_s"), self._style.px("radius_s"))
        painter.setFont(self._style.detail_font)
        painter.setPen(self._style.theme.color("window" if self._refused and not self._style.theme.is_dark else "text_on_tooltip"))
        painter.drawText(self.boundingRect(), Qt.AlignmentFlag.AlignCenter, self._text)
