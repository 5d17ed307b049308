"""A small map of the whole network in the corner of the canvas, with a frame around what is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from designer.ui.canvas.wording import tr
from designer.ui.theme import Theme, Themes

if TYPE_CHECKING:
    from designer.ui.canvas.view import CanvasView

MOST_WITHOUT = 30
"""A network of more blocks has a map."""
_SMALLEST_BOX_PX = 1.5
_VIEW_ALPHA = 0.12
_LARGEST_PART = 0.3
"""Of the canvas' height."""


class MiniMap(QWidget):
    """Show all cards as coloured boxes; a click or drag looks there.

    The boxes are painted once for each change of the network; while the canvas is panned only the frame moves. Where all is in sight it hides.
    """

    def __init__(self, canvas: CanvasView, themes: Themes) -> None:
        super().__init__(canvas)
        self._canvas, self._scene, self._theme = canvas, canvas.canvas_scene, themes.current()
        self._wanted = True
        self._boxes: QPixmap | None = None
        self._origin, self._scale = QPointF(), 1.0
        self._frame = QRectF()
        self.setAccessibleName(tr("Map of the network"))
        self.setToolTip(tr("The whole network; click or drag to look there"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()
        canvas.installEventFilter(self)
        canvas.moved.connect(self._follow)
        self._scene.content_changed.connect(self._take_content)
        themes.on_change(self._show_theme)

    @property
    def is_wanted(self) -> bool:
        """Whether it is shown for networks that are large enough."""
        return self._wanted

    def set_wanted(self, wanted: bool) -> None:
        """Show it for networks that are large enough, or never."""
        self._wanted = wanted
        self._take_content()

    def frame(self) -> QRectF:
        """Return the frame around what is in sight, in the map's own coordinates."""
        return self._frame

    def picture_key(self) -> int:
        """Return what tells one picture of the boxes from the next; 0: none is painted yet."""
        return self._boxes.cacheKey() if self._boxes is not None else 0

    def point_of(self, at: QPointF) -> QPointF:
        """Return where a point of the scene lies on the map."""
        return self._origin + at * self._scale

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self._stand()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look there."""
        self._look_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look there, as long as the button is held."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._look_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the click: the canvas below is not meant."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the boxes from their picture, and the frame."""
        if self._boxes is None:
            self._boxes = self._painted()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._boxes)
        color = self._theme.color("minimap_view")
        width = self._theme.px("focus_ring")
        painter.setPen(QPen(color, width))
        painter.setBrush(self._theme.color("minimap_view", _VIEW_ALPHA))
        painter.drawRect(self._frame.intersected(QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)))

    def _take_content(self) -> None:
        """Take note that cards came, went or moved; they are looked at when the map is painted next."""
        self._boxes = None
        self._stand()
        self.update()

    def _stand(self) -> None:
        """Take the size that the network needs, in the lower right corner."""
        theme, content = self._theme, self._scene.content_rect()
        margin = theme.px("space")
        room = QSize(theme.px("minimap_width"), min(theme.px("minimap_height"), round(self._canvas.height() * _LARGEST_PART)))
        if content.isEmpty():
            return
        across, down = room.width() - 2 * margin, room.height() - 2 * margin
        self._scale = min(across / content.width(), down / content.height())
        wide, high = (round(side * self._scale) + 2 * margin for side in (content.width(), content.height()))
        size = QSize(max(theme.px("palette_narrow"), wide), high)
        self._origin = QPointF(size.width() / 2, size.height() / 2) - content.center() * self._scale
        if size != self.size():
            self._boxes = None
            self.resize(size)
        edge = theme.px("space_l")
        self.move(self._canvas.width() - size.width() - edge, self._canvas.height() - size.height() - edge)
        self._follow()

    def _follow(self) -> None:
        sight = self._canvas.sight()
        large = len(self._scene.cards) > MOST_WITHOUT
        self.setVisible(self._wanted and large and not sight.contains(self._scene.content_rect()))
        frame = QRectF(self.point_of(sight.topLeft()), self.point_of(sight.bottomRight()))
        if frame != self._frame and self.isVisible():
            self.update()
        self._frame = frame

    def _look_at(self, at: QPointF) -> None:
        self._canvas.look_at((at - self._origin) / self._scale)

    def _painted(self) -> QPixmap:
        ratio, theme, style = self.devicePixelRatioF(), self._theme, self._scene.style_used
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.color("minimap"))
        painter = QPainter(picture)
        painter.setPen(Qt.PenStyle.NoPen)
        width, height = (max(_SMALLEST_BOX_PX, side * self._scale) for side in (style.width, style.height))
        for card in self._scene.cards.values():
            painter.setBrush(card.face.far_color)
            painter.drawRect(QRectF(self.point_of(card.pos()), self.point_of(card.pos())).adjusted(0, 0, width, height))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("border"), theme.px("border")))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
        return picture

    def _show_theme(self, theme: Theme) -> None:
        self._theme, self._boxes = theme, None
        self.update()
