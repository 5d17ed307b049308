"""Thumbnails of the pictures that excite a map, each with the frame around what the highest value sees."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from designer.protocol.events import ExcitingPicture
from designer.ui.data.seeing import draw_picture
from designer.ui.maps.numbers import short_text
from designer.ui.results.wording import class_name
from designer.ui.theme import Theme, Themes
from designer.ui.why.answers import Exciting
from designer.ui.why.wording import exciting_sentence
from designer.ui.widgets.picture_tiles import PictureTiles


class ExcitingGrid(PictureTiles):
    """Show pictures, the strongest first; arrows walk, Enter and a click choose one."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._exciting: Exciting | None = None
        self.show_name()

    def show_exciting(self, exciting: Exciting | None) -> None:
        """Show what a search found."""
        if exciting is not self._exciting:
            self._exciting = exciting
            self.show_count(len(self.pictures()), others=True)

    def pictures(self) -> tuple[ExcitingPicture, ...]:
        """Return the pictures."""
        return self._exciting.told.pictures if self._exciting is not None else ()

    def index_of(self, number: int) -> int:
        """Return the position of a picture in its part."""
        return self.pictures()[number].index

    def field_rect(self, number: int, area: QRectF) -> QRectF | None:
        """Return the frame of what a picture's highest value sees, where the picture is painted in ``area``; none: nothing but padding."""
        assert self._exciting is not None
        field, (height, width) = self.pictures()[number].field, self._exciting.told.shape
        if field is None:
            return None
        top, bottom, left, right = field
        down, across = area.height() / height, area.width() / width
        return QRectF(area.x() + left * across, area.y() + top * down, (right - left + 1) * across, (bottom - top + 1) * down)

    def tile_size(self) -> tuple[int, int, int]:
        """Return width and height of a tile and the gap between tiles: below a picture is one line."""
        theme = self.themes.current()
        side, space = theme.px("exciting_picture"), theme.px("space_xs")
        return side + 2 * space, side + QFontMetrics(theme.font("small")).height() + 3 * space, space

    def sentence(self, number: int) -> str:
        """Tell of a picture in words."""
        assert self._exciting is not None
        return exciting_sentence(self._exciting.told, self.pictures()[number])

    def show_name(self) -> None:
        """Name the view with the picture that the keys are on."""
        said = self.sentence(self.current()) if self.pictures() else self.tr("none")
        self.setAccessibleName(self.tr("Pictures that excite the map. {0}").format(said))

    def paint_tile(self, painter: QPainter, number: int, rect: QRect) -> None:
        """Paint a picture, the frame in it, and its class with the value."""
        assert self._exciting is not None
        theme, picture = self.themes.current(), self.pictures()[number]
        side, space = theme.px("exciting_picture"), theme.px("space_xs")
        room = QRectF(rect.x() + (rect.width() - side) / 2, rect.y() + space, side, side)
        area = draw_picture(painter, room, self._exciting.images[number], self.devicePixelRatioF())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme.color("border_strong"))  # a black picture ends nowhere on black
        painter.drawRect(area)
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

    def _paint_frame(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """Paint light on a dark rim, as everywhere, so that it stands out from every picture."""
        width = theme.px("border")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, wide in (("receptive_field_outline", 3 * width), ("receptive_field", width)):
            painter.setPen(QPen(theme.color(color), wide, j=Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(frame)
