"""What stands below the maps: the value under the pointer and what it sees, the spread of all values, the gradients, the size of the tiles."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from designer.ui.maps.gradient_bars import GradientBars
from designer.ui.maps.histogram import Histogram
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel

_LONG = "sees rows 000–000, columns 000–000 of the input (000 × 000; 00 rows of padding above)"
"""A panel in which this does not fit has a second line."""


class MapsFooter(QWidget):
    """Show a sentence and a slider, below them a further sentence, on two lines where the panel is narrow, a histogram, and the gradients."""

    tile_size_chosen = Signal(int)
    """The slider was moved to this size, in px."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._sentence, self._detail, self._rest = (ElidedLabel(parent=self) for _ in range(3))
        for label in (self._sentence, self._detail, self._rest):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a new text with every frame
        for label in (self._detail, self._rest):
            set_look(label, Look.SMALL)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(self.tr("Size of the tiles"))
        self.slider.setToolTip(self.tr("Size of the tiles (Ctrl+wheel)"))
        self.slider.valueChanged.connect(self.tile_size_chosen)
        self.histogram, self.gradients = Histogram(themes, self), GradientBars(themes, self)
        self._column, self._row, self._spread = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        self._row.addWidget(self._sentence, 1)
        self._row.addWidget(self.slider)
        self._column.addLayout(self._row)
        for label in (self._detail, self._rest):
            self._column.addWidget(label)
        self._spread.addWidget(self.histogram, 1)
        self._spread.addWidget(self.gradients)
        self._column.addLayout(self._spread)
        themes.on_change(self._show_theme)

    def say(self, text: str) -> None:
        """Show a sentence."""
        self._sentence.setText(text)

    def text(self) -> str:
        """Return the sentence."""
        return self._sentence.text()

    def say_detail(self, text: str) -> None:
        """Show a further sentence below: what the value under the pointer sees, or what is known of all maps."""
        if text != self._text:
            self._text = text
            self._fill()

    def detail(self) -> str:
        """Return the further sentence."""
        return self._text

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take one line or two for the further sentence; always as many at one width, so that nothing jumps."""
        super().resizeEvent(event)
        self._rest.setVisible(self._detail.fontMetrics().horizontalAdvance(_LONG) > self._room())
        self._fill()

    def _room(self) -> int:
        margins = self._column.contentsMargins()
        return self.width() - margins.left() - margins.right()

    def _fill(self) -> None:
        first, rest = _split(self._text, self._detail.fontMetrics(), self._room()) if self._rest.isVisibleTo(self) else (self._text, "")
        self._detail.setText(first)
        self._rest.setText(rest)

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space")
        self._column.setContentsMargins(space, theme.px("space_xs"), space, theme.px("space_s"))
        self._column.setSpacing(theme.px("space_xs"))
        self._row.setSpacing(space)
        self._spread.setSpacing(space)
        self.slider.setRange(theme.px("map_tile_min"), theme.px("map_tile_max"))
        self.slider.setFixedWidth(theme.px("chip_min_width"))


def _split(text: str, metrics: QFontMetrics, width_px: int) -> tuple[str, str]:
    """Return as many words as fit, and the others."""
    words = text.split(" ")
    number = len(words)
    while number > 1 and metrics.horizontalAdvance(" ".join(words[:number])) > width_px:
        number -= 1
    return " ".join(words[:number]), " ".join(words[number:])
