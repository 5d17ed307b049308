"""Evaluated pictures in a grid: each with its class, what it was taken for, and how sure the network was."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from designer.protocol.events import ListedPicture
from designer.ui.data.seeing import draw_picture
from designer.ui.results.listed import Listed
from designer.ui.results.wording import class_name, percent, picture_sentence
from designer.ui.theme import Themes
from designer.ui.widgets.picture_tiles import PictureTiles

_WIDTHS = 1.6
"""Width of a tile in sides of its picture: the words below need more room than it."""


class PictureGrid(PictureTiles):
    """Show pictures; arrows walk, Enter and a click choose one."""

    end_reached = Signal()
    """The last of the pictures is in sight: more are wanted, where there are more."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._listed = Listed()
        self._classes: tuple[str, ...] = ()
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.show_name()

    def show_listed(self, listed: Listed, classes: tuple[str, ...]) -> None:
        """Show pictures that came; ``listed`` may have grown since the last call."""
        others, self._listed, self._classes = listed is not self._listed, listed, classes
        self.show_count(len(listed.pictures), others)

    def show_probe(self, index: int | None) -> None:
        """Mark the picture whose maps are shown, and set the keys on it."""
        changed, indices = index != self.probe(), self._listed.indices()
        super().show_probe(index)
        if changed and index in indices:
            self.show_current(indices.index(index))

    def index_of(self, number: int) -> int:
        """Return the position of a picture in its part."""
        return self._listed.pictures[number].index

    def tile_size(self) -> tuple[int, int, int]:
        """Return width and height of a tile and the gap between tiles: below a picture are two lines."""
        theme = self.themes.current()
        side, line = theme.px("listed_picture"), QFontMetrics(theme.font("small")).height()
        return round(side * _WIDTHS), side + 2 * line + theme.px("space_s") + 2 * theme.px("space_xs"), theme.px("space_s")

    def sentence(self, number: int) -> str:
        """Tell of a picture in words."""
        return picture_sentence(self._listed.pictures[number], self._listed.part, self._classes)

    def show_name(self) -> None:
        """Name the view with the picture that the keys are on."""
        said = self.sentence(self.current()) if self._listed.pictures else self.tr("none")
        self.setAccessibleName(self.tr("Pictures. {0}").format(said))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the end of a click."""
        event.accept()

    def paint_tile(self, painter: QPainter, number: int, rect: QRect) -> None:
        """Paint a picture and its words."""
        theme, image = self.themes.current(), self._listed.images[number]
        side, space = theme.px("listed_picture"), theme.px("space_xs")
        room = QRectF(rect.x() + (rect.width() - side) / 2, rect.y() + space, side, side)
        if image.isNull():
            painter.fillRect(room, theme.color("map_placeholder"))
        else:
            draw_picture(painter, room, image, self.devicePixelRatioF())
        self._paint_words(painter, self._listed.pictures[number], rect.adjusted(space, side + theme.px("space_s"), -space, 0))

    def _paint_words(self, painter: QPainter, picture: ListedPicture, rect: QRect) -> None:
        theme = self.themes.current()
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

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - self.viewport().height() and not self._listed.is_whole:
            self.end_reached.emit()
