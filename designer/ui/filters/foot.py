"""What stands below the filters: what is under the pointer, and the size of the squares."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from designer.ui.theme import Theme, Themes
from designer.ui.widgets.elided_label import ElidedLabel

__all__ = ["FiltersFoot"]


class FiltersFoot(QWidget):
    """Show a sentence and a slider."""

    side_chosen = Signal(int)
    """The slider was moved to this size, in px."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = ElidedLabel(parent=self)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a new text with every frame
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(self.tr("Size of the squares"))
        self.slider.setToolTip(self.tr("Size of the squares (Ctrl+wheel)"))
        self.slider.valueChanged.connect(self.side_chosen)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._sentence, 1)
        self._row.addWidget(self.slider)
        themes.on_change(self._show_theme)

    def say(self, text: str) -> None:
        """Show a sentence."""
        self._sentence.setText(text)

    def text(self) -> str:
        """Return the sentence."""
        return self._sentence.text()

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space")
        self._row.setContentsMargins(space, theme.px("space_xs"), space, theme.px("space_xs"))
        self._row.setSpacing(space)
        self.slider.setRange(theme.px("map_tile_min"), theme.px("map_tile_max"))
        self.slider.setFixedWidth(theme.px("chip_min_width"))
