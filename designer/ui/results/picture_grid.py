"""Evaluated pictures in a grid: each with its class, what it was taken for, and how sure the network was."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from designer.protocol.events import ListedPicture
from designer.ui.data.seeing import draw_picture
from designer.ui.results.listed import Listed, TileRows
from designer.ui.results.wording import class_name, percent, picture_sentence
from designer.ui.theme import Theme, Themes

_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_WIDTHS = 1.6
"""Width of a tile in sides of its picture: the words below need more room than it."""


class PictureGrid(QAbstractScrollArea):
    """Show pictures; arrows walk, Enter and a click choose one."""

    chosen = Signal(int)
    """A picture was chosen; its number in the list."""
    end_reached = Signal()
    """The last of the pictures is in sight: more are wanted, where there are more."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._listed = Listed()
        self._classes: tuple[str, ...] = ()
        self._current = 0
        self._probe: int | None = None
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._name()
        themes.on_change(self._show_theme)

    def show_listed(self, listed: Listed, classes: tuple[str, ...]) -> None:
        """Show pictures that came; ``listed`` may have grown since the last call."""
        if listed is not self._listed or len(listed.pictures) <= self._current:
            self._current = 0
        self._listed, self._classes = listed, classes
        self._lay_out()
        self._name()

    def show_probe(self, index: int | None) -> None:
        """Mark the picture whose maps are shown, by its position in the part; none: it is of another part."""
        if index == self._probe:
            return
        self._probe = index
        indices = self._listed.indices()
        if index in indices:
            self._current = indices.index(index)
            self._bring_in_sight()
            self._name()
        self.viewport().update()

    def current(self) -> int:
        """Return the number of the picture that the keys are on."""
        return self._current

    def tile_rect(self, number: int) -> QRect:
        """Return where a tile is, in px of the viewport."""
        return self._rows().rect(number).translated(0, -self.verticalScrollBar().value())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles in sight."""
        painter, top = QPainter(self.viewport()), self.verticalScrollBar().value()
        for number in self._rows().in_sight(top, self.viewport().height()):
            self._paint_tile(painter, number, self.tile_rect(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by arrows, Home and End; choose by Enter or Space."""
        key, count = Qt.Key(event.key()), len(self._listed.pictures)
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

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the end of a click."""
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell about the picture under the pointer in a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._at(event.pos())
            text = "" if number is None else self._sentence(self._listed.pictures[number])
            QToolTip.showText(event.globalPos(), f"<p>{escape(text)}</p>" if text else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the tiles anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _paint_tile(self, painter: QPainter, number: int, rect: QRect) -> None:
        picture, theme = self._listed.pictures[number], self._themes.current()
        side, is_probe = theme.px("listed_picture"), picture.index == self._probe
        if is_probe:
            painter.fillRect(rect, theme.color("selection"))
        room = QRectF(rect.x() + (rect.width() - side) / 2, rect.y() + theme.px("space_xs"), side, side)
        image = self._listed.images[number]
        if image.isNull():
            painter.fillRect(room, theme.color("map_placeholder"))
        else:
            draw_picture(painter, room, image, self.devicePixelRatioF())
        self._paint_words(painter, picture, rect.adjusted(theme.px("space_xs"), side + theme.px("space_s"), -theme.px("space_xs"), 0))
        if is_probe or (number == self._current and self.hasFocus()):
            width = theme.px("focus_ring") if number == self._current and self.hasFocus() else theme.px("border")
            painter.setPen(QPen(theme.color("focus"), width, j=Qt.PenJoinStyle.MiterJoin))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2))

    def _paint_words(self, painter: QPainter, picture: ListedPicture, rect: QRect) -> None:
        theme = self._themes.current()
        true, said = class_name(self._classes, picture.true), class_name(self._classes, picture.predicted)
        right = picture.true == picture.predicted
        lines = [(true, percent(picture.probability), "text")]
        if not right:
            lines = [
                (self.tr("is {0}").format(true), percent(picture.probability), "text_muted"),
                (self.tr("said {0}").format(said), percent(picture.certainty), "text"),
            ]
        painter.setFont(theme.font("small"))
        metrics = QFontMetrics(painter.font())
        for number, (name, share, color) in enumerate(lines):
            line = QRect(rect.x(), rect.y() + number * metrics.height(), rect.width(), metrics.height())
            painter.setPen(theme.color(color))
            name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, line.width() - metrics.horizontalAdvance(f" · {share}"))
            painter.drawText(line, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, f"{name} · {share}")

    def _sentence(self, picture: ListedPicture) -> str:
        return picture_sentence(picture, self._listed.part, self._classes)

    def _walk(self, number: int) -> None:
        if 0 <= number < len(self._listed.pictures):
            self._current = number
            self._bring_in_sight()
            self._name()
            self.viewport().update()

    def _bring_in_sight(self) -> None:
        rect, page = self.tile_rect(self._current), self.viewport().height()
        if rect.top() < 0:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + rect.top())
        elif rect.bottom() >= page:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + rect.bottom() + 1 - page)

    def _at(self, point: QPoint) -> int | None:
        return self._rows().at(point.x(), point.y() + self.verticalScrollBar().value())

    def _rows(self) -> TileRows:
        theme = self._themes.current()
        side, line = theme.px("listed_picture"), QFontMetrics(theme.font("small")).height()
        height = side + 2 * line + theme.px("space_s") + 2 * theme.px("space_xs")
        return TileRows(len(self._listed.pictures), self.viewport().width(), round(side * _WIDTHS), height, theme.px("space_s"))

    def _lay_out(self) -> None:
        rows, bar = self._rows(), self.verticalScrollBar()
        bar.setRange(0, max(0, rows.height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep((rows.tile_height + rows.gap) // 2)
        self.viewport().update()

    def _scrolled(self, value: int) -> None:
        self.viewport().update()
        if value >= self.verticalScrollBar().maximum() - self.viewport().height() and not self._listed.is_whole:
            self.end_reached.emit()

    def _name(self) -> None:
        pictures = self._listed.pictures
        said = self._sentence(pictures[self._current]) if pictures else self.tr("none")
        self.setAccessibleName(self.tr("Pictures. {0}").format(said))

    def _show_theme(self, theme: Theme) -> None:
        self._lay_out()
