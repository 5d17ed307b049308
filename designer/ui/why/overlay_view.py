"""The probe, with the map laid over it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.data.seeing import draw_picture, shown_size
from designer.ui.maps.colors import Palette
from designer.ui.theme import Theme, Themes
from designer.ui.why.answers import Reason
from designer.ui.why.overlay import overlay_image, scale_for


class OverlayView(QWidget):
    """Show the picture in grey or colours, the map over it as strongly as is wanted; tell what is under the pointer."""

    value_hovered = Signal(int, int)
    """Row and column of the map under the pointer."""
    hover_left = Signal()
    """The pointer is over no value any more."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._reason: Reason | None = None
        self._palette = Palette.HEAT
        self._opacity = 0.0
        self._map = QImage()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes.on_change(self._show_theme)

    def show_reason(self, reason: Reason | None) -> None:
        """Show an answer; none: nothing."""
        self._reason = reason
        self._color()

    def show_palette(self, palette: Palette) -> None:
        """Take another colour map for maps that are not signed."""
        self._palette = palette
        self._color()

    def show_opacity(self, share: float) -> None:
        """Lay the map over the picture as strongly: 0 the picture alone, 1 the map alone."""
        self._opacity = share
        self.update()

    def sizeHint(self) -> QSize:
        """Return the least room in which a digit is still seen: the view takes what the words leave."""
        side = self._themes.current().px("why_picture_least")
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def picture_rect(self) -> QRectF:
        """Return where the picture is painted."""
        if self._reason is None:
            return QRectF()
        image = self._reason.picture
        size = shown_size(image.width(), image.height(), min(self.width(), self.height()), self.devicePixelRatioF())
        corner = QRectF(self.rect()).center() - QPointF(size.width() / 2, size.height() / 2)
        return QRectF(QPointF(round(corner.x()), round(corner.y())), size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, then the map."""
        if self._reason is None:
            return
        painter = QPainter(self)
        area = draw_picture(painter, QRectF(self.rect()), self._reason.picture, self.devicePixelRatioF())
        painter.setOpacity(self._opacity)
        painter.drawImage(area, self._map, QRectF(self._map.rect()))
        painter.setOpacity(1)
        painter.setPen(self._themes.current().color("border_strong"))
        painter.drawRect(area)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the value under the pointer."""
        area, reason = self.picture_rect(), self._reason
        if reason is None or not area.contains(event.position()):
            self.hover_left.emit()
            return
        height, width = reason.values.shape
        row = int((event.position().y() - area.y()) / area.height() * height)
        column = int((event.position().x() - area.x()) / area.width() * width)
        self.value_hovered.emit(min(row, height - 1), min(column, width - 1))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that nothing is pointed at."""
        super().leaveEvent(event)
        self.hover_left.emit()

    def _color(self) -> None:
        reason = self._reason
        if reason is not None:
            scale = scale_for(reason.values, reason.method.is_signed, self._palette)
            self._map = overlay_image(reason.values, scale, self._themes.current(), reason.picture.height(), reason.picture.width())
        self.update()

    def _show_theme(self, _theme: Theme) -> None:
        self.updateGeometry()
        self._color()
