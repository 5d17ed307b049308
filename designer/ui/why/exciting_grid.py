"""Thumbnails of the pictures that excite a map, each with the frame around what the highest value sees."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from designer.protocol.events import ExcitingPicture
from designer.ui.data.seeing import draw_picture
from designer.ui.maps.numbers import short_text
from designer.ui.results.listed import TileRows
from designer.ui.results.wording import class_name
from designer.ui.theme import Theme, Themes
from designer.ui.why.answers import Exciting
from designer.ui.why.wording import exciting_sentence

_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class ExcitingGrid(QAbstractScrollArea):
    """Show pictures, the strongest first; arrows walk, Enter and a click choose one."""

    chosen = Signal(int)
    """A picture was chosen; its number in the list."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._exciting: Exciting | None = None
        self._current = 0
        self._probe: int | None = None
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self._name()
        themes.on_change(self._show_theme)

    def show_exciting(self, exciting: Exciting | None) -> None:
        """Show what a search found."""
        if exciting is not self._exciting:
            self._exciting, self._current = exciting, 0
            self._lay_out()
            self._name()

    def show_probe(self, index: int | None) -> None:
        """Mark the picture whose maps are shown, by its position in the part; none: it is of another part."""
        if index != self._probe:
            self._probe = index
            self.viewport().update()

    def pictures(self) -> tuple[ExcitingPicture, ...]:
        """Return the pictures."""
        return self._exciting.told.pictures if self._exciting is not None else ()

    def current(self) -> int:
        """Return the number of the picture that the keys are on."""
        return self._current

    def tile_rect(self, number: int) -> QRect:
        """Return where a tile is, in px of the viewport."""
        return self._rows().rect(number).translated(0, -self.verticalScrollBar().value())

    def field_rect(self, number: int, area: QRectF) -> QRectF | None:
        """Return the frame of what a picture's highest value sees, where the picture is painted in ``area``; none: nothing but padding."""
        assert self._exciting is not None
        field, (height, width) = self.pictures()[number].field, self._exciting.told.shape
        if field is None:
            return None
        top, bottom, left, right = field
        down, across = area.height() / height, area.width() / width
        return QRectF(area.x() + left * across, area.y() + top * down, (right - left + 1) * across, (bottom - top + 1) * down)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles."""
        painter = QPainter(self.viewport())
        for number in range(len(self.pictures())):
            rect = self.tile_rect(number)
            if rect.intersects(event.rect()):
                self._paint_tile(painter, number, rect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by arrows, Home and End; choose by Enter or Space."""
        key, count = Qt.Key(event.key()), len(self.pictures())
        if not count:
            super().keyPressEvent(event)
        elif key in _STEPS:
            across, down = _STEPS[key]
            self._walk(self._current + across + down * self._rows().columns)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._walk(0 if key == Qt.Key.Key_Home else count - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the picture under the pointer."""
        number = self._at(event.position().toPoint())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self._walk(number)
            self.chosen.emit(number)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell about the picture under the pointer in a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._at(event.pos())
            text = "" if number is None else self._sentence(number)
            QToolTip.showText(event.globalPos(), f"<p>{escape(text)}</p>" if text else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the tiles anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _paint_tile(self, painter: QPainter, number: int, rect: QRect) -> None:
        assert self._exciting is not None
        theme, picture = self._themes.current(), self.pictures()[number]
        is_probe, is_current = picture.index == self._probe, number == self._current and self.hasFocus()
        if is_probe:
            painter.fillRect(rect, theme.color("selection"))
        side, space = theme.px("exciting_picture"), theme.px("space_xs")
        room = QRectF(rect.x() + (rect.width() - side) / 2, rect.y() + space, side, side)
        area = draw_picture(painter, room, self._exciting.images[number], self.devicePixelRatioF())
        frame = self.field_rect(number, area)
        if frame is not None:
            self._paint_frame(painter, frame, theme)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text"))
        metrics = QFontMetrics(painter.font())
        value = f" · {short_text(picture.value)}"
        name = class_name(self._exciting.told.classes, picture.label)
        words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, rect.width() - metrics.horizontalAdvance(value)) + value
        painter.drawText(rect.adjusted(0, side + 2 * space, 0, 0), Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words)
        if is_probe or is_current:
            width = theme.px("focus_ring") if is_current else theme.px("border")
            painter.setPen(QPen(theme.color("focus"), width, j=Qt.PenJoinStyle.MiterJoin))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2))

    def _paint_frame(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """Paint light on a dark rim, as everywhere, so that it stands out from every picture."""
        width = theme.px("border")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, wide in (("receptive_field_outline", 3 * width), ("receptive_field", width)):
            painter.setPen(QPen(theme.color(color), wide, j=Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(frame)

    def _sentence(self, number: int) -> str:
        assert self._exciting is not None
        return exciting_sentence(self._exciting.told, self.pictures()[number])

    def _walk(self, number: int) -> None:
        if 0 <= number < len(self.pictures()):
            self._current = number
            bar, rect = self.verticalScrollBar(), self.tile_rect(number)
            bar.setValue(bar.value() + min(0, rect.top()) + max(0, rect.bottom() + 1 - self.viewport().height()))
            self._name()
            self.viewport().update()

    def _at(self, point: QPoint) -> int | None:
        return self._rows().at(point.x(), point.y() + self.verticalScrollBar().value())

    def _rows(self) -> TileRows:
        theme = self._themes.current()
        side, space = theme.px("exciting_picture"), theme.px("space_xs")
        height = side + QFontMetrics(theme.font("small")).height() + 3 * space
        return TileRows(len(self.pictures()), self.viewport().width(), side + 2 * space, height, space)

    def _lay_out(self) -> None:
        rows, bar = self._rows(), self.verticalScrollBar()
        bar.setRange(0, max(0, rows.height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(rows.tile_height // 2)
        self.viewport().update()

    def _name(self) -> None:
        said = self._sentence(self._current) if self.pictures() else self.tr("none")
        self.setAccessibleName(self.tr("Pictures that excite the map. {0}").format(said))

    def _show_theme(self, _theme: Theme) -> None:
        self._lay_out()
