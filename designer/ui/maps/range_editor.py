"""Two numbers: the ends of a fixed colour scale."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QWidget

from designer.ui.maps.numbers import value_text
from designer.ui.theme import Theme, Themes

_MOST = 1e6
_DECIMALS = 9


def _plain(text: str) -> str:
    return text.strip().replace("−", "-")


class EndBox(QDoubleSpinBox):
    """Take a number, shown with four significant digits."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setDecimals(_DECIMALS)
        self.setRange(-_MOST, _MOST)
        self.setKeyboardTracking(False)

    def textFromValue(self, value: float) -> str:
        """Return the number as people read it."""
        return value_text(value)

    def valueFromText(self, text: str) -> float:
        """Return the number; a real minus sign counts as one."""
        return float(_plain(text))

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Take what is a number, or may become one."""
        try:
            state = QValidator.State.Acceptable if math.isfinite(float(_plain(text))) else QValidator.State.Invalid
        except ValueError:
            state = QValidator.State.Intermediate if set(_plain(text).lower()) <= set("+-.e0123456789") else QValidator.State.Invalid
        return state, text, position

    def stepBy(self, steps: int) -> None:
        """Go on by a tenth of the size that the number has."""
        size = 10 ** math.floor(math.log10(abs(self.value()))) if self.value() else 1.0
        self.setValue(self.value() + steps * size / 10)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the box has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class RangeEditor(QWidget):
    """Show and change the ends; the lower one stays below the upper."""

    range_chosen = Signal(float, float)
    """Other ends were typed."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.low, self.high = EndBox(self.tr("Lower end of the colour scale"), self), EndBox(self.tr("Upper end of the colour scale"), self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._shown = (0.0, 1.0)
        for box in (self.low, self.high):
            self._row.addWidget(box)
            box.valueChanged.connect(self._take)
        themes.on_change(self._show_theme)

    def show_range(self, low: float, high: float) -> None:
        """Show these ends."""
        self._shown = (low, high)
        for box, value in ((self.low, low), (self.high, high)):
            if box.value() != value and not (box.hasFocus() and value_text(box.value()) == value_text(value)):
                box.setValue(value)

    def _take(self) -> None:
        low, high = self.low.value(), self.high.value()
        if low < high and any(abs(now - old) > 1e-9 for now, old in zip((low, high), self._shown, strict=True)):
            self._shown = (low, high)
            self.range_chosen.emit(low, high)

    def _show_theme(self, theme: Theme) -> None:
        self._row.setSpacing(theme.px("space_s"))
        for box in (self.low, self.high):
            box.setFixedWidth(theme.px("chip_min_width") + theme.px("space_xl"))
