"""The probe, with the map laid over it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QImage, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.data.seeing import draw_picture, shown_size
from designer.ui.maps.colors import Palette
from designer.ui.theme import Theme, Themes
from designer.ui.why.answers import Reason
from designer.ui.why.overlay import overlay_image, scale_for

_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class OverlayView(QWidget):
    """Show the picture in grey or colours, the map over it as strongly as is wanted; tell what is under the pointer, or where the arrows went."""

    value_hovered = Signal(int, int)
    """Row and column of the map under the pointer."""
    hover_left = Signal()
    """The pointer is over no value any more."""
    copy_asked = Signal()
    """The map shall be copied."""
    menu_asked = Signal(QPoint)
    """What can be done with the map shall be offered, at this place of the screen."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._reason: Reason | None = None
        self._palette = Palette.HEAT
        self._opacity = 0.0
        self._map = QImage()
        self._walked: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes.on_change(self._show_theme)

    def show_reason(self, reason: Reason | None) -> None:
        """Show an answer; none: nothing."""
        if reason is None or self._reason is None or reason.values.shape != self._reason.values.shape:
            self._walked = None
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
        theme = self._themes.current()
        painter.setPen(theme.color("border_strong"))
        painter.drawRect(area)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), theme.px("focus_ring")))
            painter.drawRect(area)
            self._paint_walked(painter, area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the values by arrows, from the middle; Home goes to the first, End to the last; Esc stops reading."""
        key, plain = Qt.Key(event.key()), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif self._reason is None or not plain:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._walk(*_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            height, width = self._reason.values.shape
            self._go(*((0, 0) if key == Qt.Key.Key_Home else (height - 1, width - 1)))
        elif key == Qt.Key.Key_Escape and self._walked is not None:
            self._forget_walk()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu."""
        if self._reason is not None:
            self.menu_asked.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget where they went."""
        super().focusOutEvent(event)
        self._forget_walk()

    def walked(self) -> tuple[int, int] | None:
        """Return row and column of the value that the arrows are on."""
        return self._walked

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

    def _walk(self, down: int, across: int) -> None:
        assert self._reason is not None
        height, width = self._reason.values.shape
        row, column = self._walked or (height // 2 - down, width // 2 - across)
        self._go(max(0, min(row + down, height - 1)), max(0, min(column + across, width - 1)))

    def _go(self, row: int, column: int) -> None:
        self._walked = row, column
        self.value_hovered.emit(row, column)
        self.update()

    def _forget_walk(self) -> None:
        if self._walked is not None:
            self._walked = None
            self.hover_left.emit()
        self.update()

    def _paint_walked(self, painter: QPainter, area: QRectF) -> None:
        """Frame the value: light on a dark rim, so that it stands out from every picture."""
        if self._walked is None or self._reason is None:
            return
        theme, (height, width), (row, column) = self._themes.current(), self._reason.values.shape, self._walked
        down, across, line = area.height() / height, area.width() / width, theme.px("border")
        frame = QRectF(area.x() + column * across, area.y() + row * down, across, down)
        for color, wide in (("receptive_field_outline", 3 * line), ("receptive_field", line)):
            painter.setPen(QPen(theme.color(color), wide, j=Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(frame)

    def _color(self) -> None:
        reason = self._reason
        if reason is not None:
            scale = scale_for(reason.values, reason.method.is_signed, self._palette)
            self._map = overlay_image(reason.values, scale, self._themes.current(), reason.picture.height(), reason.picture.width())
        self.update()

    def _show_theme(self, _theme: Theme) -> None:
        self.updateGeometry()
        self._color()
