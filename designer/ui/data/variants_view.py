"""Training pictures, each as it is stored and as it enters the network in some epochs."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.protocol.events import AugmentationDrawn
from designer.ui.data.seeing import draw_picture, picture_image
from designer.ui.theme import Theme, Themes

__all__ = ["VariantsView"]

_MOST_ROWS, _MOST_COLUMNS = 16, 12


class VariantsView(QWidget):
    """Paint one row a picture: as it is first, then its variants. What does not fit is not asked for."""

    room_changed = Signal(int, int)
    """How many pictures and variants fit."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._rows: list[tuple[str, QImage, list[QImage]]] = []
        self._first_epoch = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes.on_change(self._show_theme)

    def show_drawn(self, drawn: AugmentationDrawn | None) -> None:
        """Show an answer of the worker; none: nothing."""
        self._rows = [
            (one.label, picture_image(one.plain), [picture_image(variant) for variant in one.variants]) for one in (drawn.pictures if drawn else ())
        ]
        self._first_epoch = drawn.first_epoch if drawn else 1
        self.setAccessibleName(self._spoken())
        self.update()

    def room(self) -> tuple[int, int]:
        """Return how many pictures and variants fit."""
        theme = self._themes.current()
        rows = int((self.height() - self._head(theme)) // self._pitch(theme))
        columns = int((self.width() - self._left(theme) - self._pitch(theme)) // self._pitch(theme))
        return min(max(rows, 1), _MOST_ROWS), min(max(columns, 1), _MOST_COLUMNS)

    def minimumSizeHint(self) -> QSize:
        """Return room for two pictures and two variants."""
        theme = self._themes.current()
        return QSize(int(self._left(theme) + 3 * self._pitch(theme)), int(self._head(theme) + 2 * self._pitch(theme)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell how much fits."""
        super().resizeEvent(event)
        self.room_changed.emit(*self.room())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint heads, labels and pictures."""
        theme = self._themes.current()
        painter = QPainter(self)
        painter.setFont(theme.font("small"))
        columns = self.room()[1]
        heads = [self.tr("as it is"), *(self.tr("epoch {0}").format(f"{self._first_epoch + number:,}") for number in range(columns))]
        if self._rows:
            painter.setPen(theme.color("text_muted"))
            for number, head in enumerate(heads[: 1 + len(self._rows[0][2])]):
                cell = QRectF(self._x(number, theme), 0, theme.px("map_tile"), self._head(theme))
                painter.drawText(cell, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, head)
        for row, (label, plain, variants) in enumerate(self._rows[: self.room()[0]]):
            self._paint_row(painter, self._head(theme) + row * self._pitch(theme), label, [plain, *variants[:columns]], theme)
        painter.end()

    def _paint_row(self, painter: QPainter, top: float, label: str, images: list[QImage], theme: Theme) -> None:
        side, ratio = theme.px("map_tile"), self.devicePixelRatioF()
        painter.setPen(theme.color("text"))
        room = QRectF(0, top, self._left(theme) - theme.px("space"), side)
        text = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        for number, image in enumerate(images):
            tile = QRectF(self._x(number, theme), top, side, side)
            painter.fillRect(tile, theme.color("map_placeholder"))
            draw_picture(painter, tile, image, ratio)

    def _x(self, column: int, theme: Theme) -> float:
        """Return where a column begins; the picture as it is stands a little apart."""
        return self._left(theme) + column * self._pitch(theme) + (theme.px("space") if column else 0)

    def _left(self, theme: Theme) -> float:
        """Return the room of the labels: what the longest needs, up to a limit."""
        metrics = QFontMetricsF(theme.font("small"))
        longest = max((metrics.horizontalAdvance(label) for label, _, _ in self._rows), default=0.0)
        return float(min(math.ceil(longest), theme.px("chip_min_width"))) + theme.px("space")

    def _pitch(self, theme: Theme) -> float:
        return theme.px("map_tile") + theme.px("map_tile_gap")

    def _head(self, theme: Theme) -> float:
        return QFontMetricsF(theme.font("small")).height() + theme.px("space_s")

    def _spoken(self) -> str:
        if not self._rows:
            return self.tr("No pictures")
        return self.tr("{0} training pictures, each as it is and in {1} epochs").format(len(self._rows), len(self._rows[0][2]))

    def _show_theme(self, _theme: Theme) -> None:
        self.updateGeometry()
        self.update()
