"""What the colours of the balance bars mean: training, validation, test, in the order of the pieces."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.data.class_table import PART_COLORS
from designer.ui.theme import Theme, Themes

__all__ = ["PartLegend"]


class PartLegend(QWidget):
    """Three swatches with their words."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._words = (self.tr("training"), self.tr("validation"), self.tr("test"))
        self.setAccessibleName(self.tr("Pieces of the bars: {0}").format(", ".join(self._words)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        themes.on_change(self._show_theme)

    def sizeHint(self) -> QSize:
        """Return room for all three."""
        theme = self._themes.current()
        metrics = QFontMetrics(theme.font("small"))
        return QSize(sum(self._width(word, metrics, theme) for word in self._words), metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint swatches and words."""
        theme = self._themes.current()
        painter = QPainter(self)
        painter.setFont(theme.font("small"))
        metrics, side, x = painter.fontMetrics(), theme.px("dot"), 0
        for word, color in zip(self._words, PART_COLORS, strict=True):
            painter.fillRect(QRectF(x, (self.height() - side) / 2, side, side), theme.color(color))
            painter.setPen(theme.color("text_muted"))
            room = QRectF(x + side + theme.px("space_s"), 0, self._width(word, metrics, theme), self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, word)
            x += self._width(word, metrics, theme)
        painter.end()

    def _width(self, word: str, metrics: QFontMetrics, theme: Theme) -> int:
        return theme.px("dot") + theme.px("space_s") + metrics.horizontalAdvance(word) + theme.px("space_l")

    def _show_theme(self, _theme: Theme) -> None:
        self.updateGeometry()
        self.update()
