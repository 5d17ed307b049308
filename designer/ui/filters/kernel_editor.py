"""One slice of a filter as cells that can be typed into, turned by the wheel, and walked by keys."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.filters.cell_field import CellField
from designer.ui.filters.cells import montages, paint_numbers, picture_of
from designer.ui.maps.colors import ColorScale, Floats
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.undo_keys import is_redo, is_undo, takes_undo_keys

__all__ = ["KernelEditor"]

_ARROWS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
_ROOM_ROWS = 7
"""Rows that get their full height; with more they share it."""
_STEPS_TO_END = 20
_FINER = 10
_WHEEL_STEP = 120
_TYPED = "0123456789-−+.,"


class KernelEditor(QWidget):
    """Show a matrix of weights and let a person change its cells.

    Arrows walk; typing, F2 or Enter open a field in the cell; the wheel, Ctrl+↑ and Ctrl+↓ change it by a step, with Shift by a tenth of it;
    Delete makes it 0.
    """

    cell_changed = Signal(int, int, float, bool)
    """Row, column, the new value, and whether it was one of many small steps."""
    cell_hovered = Signal(int, int)
    """The pointer, or else the outlined cell: row, column."""
    undo_asked = Signal()
    """Ctrl+Z here: the list of the filters, not that of the document."""
    redo_asked = Signal()
    """Ctrl+Shift+Z or Ctrl+Y here."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._values: Floats = np.zeros((1, 1), np.float32)
        self._scale: ColorScale | None = None
        self._name = ""
        self._locked = False
        self._row = self._column = 0
        self.field = CellField(self)
        self.field.entered.connect(self._take_typed)
        self.field.left.connect(self._leave_field)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        themes.on_change(self._show_theme)

    def show_kernel(self, values: Floats, scale: ColorScale, name: str, locked: bool) -> None:
        """Show a matrix.

        Args:
            scale: Its colours, those of the whole block.
            name: What it is, for a screen reader: "filter 3, channel 0".
            locked: It can be looked at only.
        """
        resized = values.shape != self._values.shape
        self._values, self._scale, self._locked = values, scale, locked
        if name != self._name or resized:
            self.field.close_field()
        self._name = name
        self._row, self._column = min(self._row, values.shape[0] - 1), min(self._column, values.shape[1] - 1)
        if locked:
            self.field.close_field()
        if resized:
            self.updateGeometry()
        self._tell_name()
        self.update()

    def values(self) -> Floats:
        """Return the matrix that is shown."""
        return self._values

    def current(self) -> tuple[int, int]:
        """Return row and column of the outlined cell."""
        return self._row, self._column

    def select(self, row: int, column: int) -> None:
        """Outline a cell."""
        height, width = self._values.shape
        self._row, self._column = max(0, min(row, height - 1)), max(0, min(column, width - 1))
        self._tell_name()
        self.cell_hovered.emit(self._row, self._column)
        self.update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Return where a cell is."""
        area, (height, width) = self._area(), self._values.shape
        across, down = area.width() / width, area.height() / height
        return QRectF(area.x() + column * across, area.y() + row * down, across, down)

    def step(self) -> float:
        """Return by how much the wheel changes a cell: a round number, about a twentieth of the largest weight of the block."""
        reach = float(self._scale.highs[0]) if self._scale is not None else 0.0
        wanted = reach / _STEPS_TO_END if reach > 0 else 0.1
        power = 10.0 ** math.floor(math.log10(wanted))
        return power * max(factor for factor in (1, 2, 5) if factor * power <= wanted * (1 + 1e-9))

    def sizeHint(self) -> QSize:
        """Return room for numbers in up to seven rows."""
        theme, (height, width) = self._themes.current(), self._values.shape
        return QSize(width * theme.px("filter_cell_width"), min(height, _ROOM_ROWS) * theme.px("target"))

    def minimumSizeHint(self) -> QSize:
        """Return the same height and little width: cells without room for their numbers show colours."""
        return QSize(self._themes.current().px("dock_column_width") // 2, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, their numbers where there is room, and the outline."""
        if self._scale is None:
            return
        painter, theme, area = QPainter(self), self._themes.current(), self._area()
        height, width = self._values.shape
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        picture = picture_of(montages(self._values[None, None], self._scale, theme, max(height, width))[0])
        painter.drawImage(area, picture, self._source(height, width))
        painter.setPen(theme.color("border"))
        painter.drawRect(area.adjusted(0, 0, -1, -1))
        if not paint_numbers(painter, area, self._values, self._scale, theme, "small"):
            paint_numbers(painter, area, self._values, self._scale, theme)
        line = theme.px("map_tile_frame") if self.hasFocus() else theme.px("border")
        painter.setPen(QPen(theme.color("map_frame"), line, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(self.cell_rect(self._row, self._column).adjusted(line / 2, line / 2, -line / 2, -line / 2))

    def event(self, event: QEvent) -> bool:
        """Keep undo and redo: the window's own are those of the document."""
        if takes_undo_keys(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, change, undo."""
        key, control = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if is_undo(event):
            self.undo_asked.emit()
        elif is_redo(event):
            self.redo_asked.emit()
        elif control and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._turn(1 if key == Qt.Key.Key_Up else -1, event.modifiers())
        elif key in _ARROWS and not control:
            self.select(self._row + _ARROWS[key][0], self._column + _ARROWS[key][1])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.select(self._row, 0 if key == Qt.Key.Key_Home else self._values.shape[1] - 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._change(0.0, False)
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_field("")
        elif event.text() and event.text() in _TYPED and not control:
            self._open_field(event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Outline the cell under the pointer."""
        cell = self._cell_at(event.position().toPoint())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.select(*cell)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a field in the cell under the pointer."""
        if self._cell_at(event.position().toPoint()) is not None:
            self._open_field("")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the cell under the pointer."""
        cell = self._cell_at(event.position().toPoint())
        self.cell_hovered.emit(*(cell or self.current()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the cell under the pointer; without the focus the wheel is the panel's."""
        cell = self._cell_at(event.position().toPoint())
        if not self.hasFocus() or cell is None or self._locked:
            event.ignore()
            return
        self.select(*cell)
        self._turn(round(event.angleDelta().y() / _WHEEL_STEP), event.modifiers())
        event.accept()

    def _turn(self, steps: int, modifiers: Qt.KeyboardModifier) -> None:
        step = self.step() / (_FINER if modifiers & Qt.KeyboardModifier.ShiftModifier else 1)
        value = float(self._values[self._row, self._column]) + steps * step
        self._change(round(value / step) * step, True)

    def _change(self, value: float, small: bool) -> None:
        if not self._locked and steps_differ(value, float(self._values[self._row, self._column])):
            self.cell_changed.emit(self._row, self._column, value, small)

    def _open_field(self, text: str) -> None:
        if self._locked:
            return
        rect = self.cell_rect(self._row, self._column).toRect()
        room = QFontMetrics(self.field.font()).horizontalAdvance("−0.0000000") + self._themes.current().px("space")
        rect.setWidth(max(rect.width(), room))
        rect.setHeight(max(rect.height(), self._themes.current().px("field_height")))
        rect.moveLeft(max(0, min(rect.left(), self.width() - rect.width())))
        rect.moveTop(max(0, min(rect.top(), self.height() - rect.height())))
        name = self.tr("{0}, row {1}, column {2}").format(self._name, self._row, self._column)
        self.field.open_field(rect, float(self._values[self._row, self._column]), text, name)

    def _take_typed(self, value: float, onwards: int) -> None:
        self._change(value, False)
        self._leave_field()
        if onwards:
            place = self._row * self._values.shape[1] + self._column + onwards
            if 0 <= place < self._values.size:
                self.select(*divmod(place, self._values.shape[1]))

    def _leave_field(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_name(self) -> None:
        value = float(self._values[self._row, self._column])
        self.setAccessibleName(self.tr("{0}, row {1}, column {2}: {3}").format(self._name, self._row, self._column, f"{value:.4g}"))

    def _cell_at(self, point: QPoint) -> tuple[int, int] | None:
        area, (height, width) = self._area(), self._values.shape
        if not area.contains(point):
            return None
        row, column = int((point.y() - area.y()) * height / area.height()), int((point.x() - area.x()) * width / area.width())
        return min(row, height - 1), min(column, width - 1)

    def _area(self) -> QRectF:
        """Return where the cells are: as wide as they need for their numbers, where there is room."""
        width = min(self.width(), self._values.shape[1] * self._themes.current().px("filter_cell_width"))
        return QRectF(0, 0, width, self.height())

    @staticmethod
    def _source(height: int, width: int) -> QRectF:
        """Return where the cells are in their picture of a pixel a cell, which is square."""
        side = max(height, width)
        return QRectF((side - width) // 2, (side - height) // 2, width, height)

    def _show_theme(self, theme: Theme) -> None:
        self.field.setFont(theme.font("small"))
        self.updateGeometry()
        self.update()


def steps_differ(value: float, old: float) -> bool:
    """Tell whether a typed value is another than the one there, as float32 has them."""
    return bool(np.float32(value) != np.float32(old))
