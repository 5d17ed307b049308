"""A vector as bars with values: units, or classes with their probabilities."""

from __future__ import annotations

from enum import Enum

import numpy as np
from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from designer.ui.maps.colors import ColorScale, Floats, indices_of_values
from designer.ui.maps.numbers import value_text
from designer.ui.maps.painting import change_text, class_name, percent_text, table
from designer.ui.maps.walked_area import WalkedArea
from designer.ui.theme import Theme, Themes


class BarsOf(Enum):
    """What the rows are."""

    UNITS = "units"
    CLASSES = "classes"
    CLASS_CHANGES = "class_changes"
    """How much more or less probable the classes are elsewhere."""


class VectorBars(WalkedArea):
    """Show one row for each value of a vector; only rows in sight are painted."""

    row_selected = Signal(int)
    """Another row is outlined, by a click or an arrow key."""
    row_chosen = Signal(int)
    """A row was clicked."""
    row_entered = Signal(int)
    """Enter was pressed on the outlined row."""
    row_hovered = Signal(int)
    """The pointer is over a row; −1: over none."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._values: Floats = np.zeros(0, np.float32)
        self._scale: ColorScale | None = None
        self._kind = BarsOf.UNITS
        self._classes: tuple[str, ...] = ()
        self._current = 0

    def show_values(self, values: Floats, scale: ColorScale, kind: BarsOf, classes: tuple[str, ...] = ()) -> None:
        """Show a vector; ``classes`` are the names of the rows where they are classes."""
        self._values, self._scale, self._kind, self._classes = values, scale, kind, classes
        self._current = min(self._current, max(0, len(values) - 1))
        self.lay_out()
        self.viewport().update()

    def kind(self) -> BarsOf:
        """Return what the rows are."""
        return self._kind

    def row_text(self, row: int) -> str:
        """Return a row in words: "unit 5 = 0.312", "class 7 = 99.9 %"."""
        if self._kind is not BarsOf.UNITS:
            return self.tr("class {0} = {1}").format(self.name(row), self._value_text(row))
        return self.tr("unit {0} = {1}").format(row, self._value_text(row))

    def name(self, row: int) -> str:
        """Return what stands before a row's bar."""
        return str(row) if self._kind is BarsOf.UNITS else class_name(row, self._classes)

    def selected(self) -> int:
        """Return the outlined row."""
        return self._current

    def select(self, row: int) -> None:
        """Outline a row and bring it in sight, where there is one."""
        if 0 <= row < len(self._values):
            self._select(row)

    def row_rect(self, row: int) -> QRect:
        """Return where a row is, in px of the viewport."""
        height = self._row_height()
        return QRect(0, row * height - self.offset(), self.viewport().width(), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight."""
        if not len(self._values) or self._scale is None:
            return
        painter = QPainter(self.viewport())
        theme, height, top = self.themes.current(), self._row_height(), self.offset()
        first, last = top // height, min(len(self._values), (top + self.viewport().height()) // height + 1)
        painter.setFont(theme.font("small"))
        metrics = QFontMetrics(painter.font())
        names = max((metrics.horizontalAdvance(self.name(row)) for row in range(first, last)), default=0)
        numbers = max((metrics.horizontalAdvance(self._value_text(row)) for row in range(first, last)), default=0)
        names = min(names, self.viewport().width() // 3)
        colors = self._colors(theme)
        for row in range(first, last):
            self._paint_row(painter, row, names, numbers, theme, colors[row])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the rows by arrows, Home and End."""
        last = len(self._values) - 1
        places = {Qt.Key.Key_Up: self._current - 1, Qt.Key.Key_Down: self._current + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        key = Qt.Key(event.key())
        if key in places:
            self._select(max(0, min(places[key], last)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and last >= 0:
            self.row_entered.emit(self._current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Outline the row under the pointer."""
        row = self._row_at(event)
        if row >= 0 and event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._select(row)
            if event.button() == Qt.MouseButton.LeftButton:
                self.row_chosen.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the row under the pointer."""
        self.row_hovered.emit(self._row_at(event))

    def pointer_left(self) -> None:
        """Tell that no row is pointed at."""
        self.row_hovered.emit(-1)

    def lay_out(self) -> None:
        """Take the new height for a page."""
        self.set_content(len(self._values) * self._row_height(), self._row_height())

    def _paint_row(self, painter: QPainter, row: int, names: int, numbers: int, theme: Theme, color: QColor) -> None:
        rect, space = self.row_rect(row), theme.px("space")
        if row == self._current:
            painter.fillRect(rect, theme.color("selection"))
        painter.setPen(theme.color("text_muted"))
        name = QRect(rect.x() + space, rect.y(), names, rect.height())
        name_text = QFontMetrics(painter.font()).elidedText(self.name(row), Qt.TextElideMode.ElideRight, names)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, name_text)
        painter.setPen(theme.color("text"))
        number = QRect(rect.right() - space - numbers, rect.y(), numbers, rect.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._value_text(row))
        height = min(rect.height() - 2 * theme.px("space_xs"), theme.px("card_vector_height"))
        track = QRect(name.right() + space, rect.center().y() - height // 2 + 1, max(1, number.x() - name.right() - 2 * space), height)
        painter.fillRect(track, theme.color("track"))
        bar = self._bar(track, row)
        painter.fillRect(bar, color)
        painter.setPen(theme.color("text_muted"))  # pale colours near zero would not stand out from the track
        painter.drawRect(bar.adjusted(0, 0, -1, -1))

    def _bar(self, track: QRect, row: int) -> QRect:
        """Return the bar from zero to the value."""
        low, high = self._ends()
        value = float(self._values[row])
        if not np.isfinite(value):
            return track
        zero, end = (round((place - low) / (high - low) * track.width()) for place in (0.0, min(max(value, low), high)))
        return QRect(track.x() + min(zero, end), track.y(), max(abs(end - zero), 1), track.height())

    def _ends(self) -> tuple[float, float]:
        if self._kind is BarsOf.CLASSES:
            return 0.0, 1.0
        assert self._scale is not None
        low, high = min(0.0, float(self._scale.lows.min())), max(0.0, float(self._scale.highs.max()))
        return (low, high) if high > low else (low, low + 1)

    def _colors(self, theme: Theme) -> list[QColor]:
        assert self._scale is not None
        colors = [QColor(color) for color in table(self._scale.palette, theme)]
        indices = indices_of_values(self._values.reshape(1, -1), self._scale)[0]
        if self._kind is BarsOf.CLASSES:
            return [theme.color("nan") if index == 0 else theme.group_color("output") for index in indices]
        return [colors[index] for index in indices]

    def _value_text(self, row: int) -> str:
        value = float(self._values[row])
        if self._kind is BarsOf.UNITS or not np.isfinite(value):
            return value_text(value)
        return percent_text(value) if self._kind is BarsOf.CLASSES else change_text(value)

    def _select(self, row: int) -> None:
        self._current = row
        self.bring_in_sight(self.row_rect(row))
        self.viewport().update()
        self.row_selected.emit(row)

    def _row_at(self, event: QMouseEvent) -> int:
        row = (int(event.position().y()) + self.offset()) // self._row_height()
        return row if row < len(self._values) else -1

    def _row_height(self) -> int:
        return self.themes.current().px("target")
