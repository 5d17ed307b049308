"""The legend of a colour scale: its ends in numbers, the colours between them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.maps.colors import FIRST, LAST, Palette
from designer.ui.maps.numbers import short_text
from designer.ui.maps.painting import table
from designer.ui.theme import Theme, Themes


class Legend(QWidget):
    """Show a colour bar between its two numbers."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._palette = Palette.SEQUENTIAL
        self._low, self._high = 0.0, 1.0
        self._note = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        themes.on_change(self._show_theme)

    def show_range(self, palette: Palette, low: float, high: float, note: str = "") -> None:
        """Show the ends of a scale; ``note`` says what they are of, where it is not all maps."""
        wider = len(note) != len(self._note)
        self._palette, self._low, self._high, self._note = palette, low, high, note
        self.setAccessibleName(self.tr("Colour scale: {0}").format(self.text()))
        self.setToolTip(self.accessibleName())
        if wider:
            self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the legend in words: "−2.31 … 2.31"."""
        ends = f"{short_text(self._low)} … {short_text(self._high)}"
        return f"{self._note} {ends}" if self._note else ends

    def sizeHint(self) -> QSize:
        """Return room for both numbers and the bar; the same for all numbers, so that nothing jumps while training."""
        theme = self._themes.current()
        note = self._metrics().horizontalAdvance(self._note) + theme.px("space_s") if self._note else 0
        return QSize(note + 2 * self._number_width() + theme.px("chip_min_width") + 2 * theme.px("space_s"), theme.px("target"))

    def minimumSizeHint(self) -> QSize:
        """Return the whole width: a legend without its numbers says nothing."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint low number, bar, high number."""
        theme, painter = self._themes.current(), QPainter(self)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text_muted"))
        bar_width, height, numbers = theme.px("chip_min_width"), theme.px("icon_s"), self._number_width()
        left = self.width() - numbers - theme.px("space_s") - bar_width
        bar = QRectF(left, (self.height() - height) / 2, bar_width, height)
        before = QRectF(0, 0, left - theme.px("space_s"), self.height())
        low = f"{self._note} {short_text(self._low)}".strip()
        painter.drawText(before, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, low)
        after = QRectF(bar.right() + theme.px("space_s"), 0, numbers, self.height())
        painter.drawText(after, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short_text(self._high))
        painter.drawImage(bar, self._bar_image())
        painter.setPen(theme.color("border_strong"))
        painter.drawRect(bar)

    def _bar_image(self) -> QImage:
        image = QImage(bytes(range(FIRST, LAST + 1)), LAST, 1, LAST, QImage.Format.Format_Indexed8)
        image.setColorTable(list(table(self._palette, self._themes.current())))
        return image.convertToFormat(QImage.Format.Format_RGB32)  # a copy: the bytes do not outlive this call

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._themes.current().font("small"))

    def _number_width(self) -> int:
        return self._metrics().horizontalAdvance("−0.00000")

    def _show_theme(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()
