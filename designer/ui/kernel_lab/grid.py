"""A grid of numbers: shown, framed, pointed at, walked by keys and, where a person may, edited in its cells."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from designer.ui.kernel_lab.cell_colors import CellColors
from designer.ui.kernel_lab.cell_editor import CellEditor
from designer.ui.kernel_lab.cells import Cells, Mark, Place, Sight
from designer.ui.kernel_lab.painting import CellPainter, fitting_marks, pixels, written
from designer.ui.maps.numbers import value_text
from designer.ui.theme import Theme, Themes

_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
_EDITING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_BEGINS_NUMBER = "0123456789.,-−+"
_OUTLINED_FROM = 8
"""Pixels of a window smaller than this are framed as one."""


class MatrixGrid(QWidget):
    """Show the numbers of one matrix.

    Args:
        name: Said by a screen reader ("Kernel").
        editable: Whether its numbers can be changed.
    """

    pointed = Signal(object)
    """Place of the cell under the pointer or the keys; ``None``: none any more."""
    pressed = Signal(object)
    """Place of the cell that was clicked, or come to by keys."""
    number_entered = Signal(object, float)
    """Place and new number."""
    refused = Signal(str)
    """Why a text is no number."""
    opened = Signal(object)
    """Place of a cell that was double-clicked where cells are too small to be read."""

    def __init__(self, name: str, editable: bool, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._editable, self._themes = name, editable, themes
        self._cells = Cells(((0.0,),))
        self._marks: Mapping[Place, Mark] = {}
        self._strong: Place | None = None
        self._sight: Sight | None = None
        self._image: QImage | None = None
        self._cursor: Place = (0, 0)
        self._side = themes.current().px("lab_cell")
        self._colors = CellColors(themes.current())
        self._editor = CellEditor(self)
        self._editor.number_entered.connect(self._take)
        self._editor.refused.connect(self.refused)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleDescription(self.tr("Arrows walk the cells, Enter changes a number") if editable else self.tr("Arrows walk the cells"))
        themes.on_change(self._show_theme)
        self._tell_cursor()

    def show_cells(self, cells: Cells) -> None:
        """Show other numbers."""
        if cells == self._cells:
            return
        self._cells, self._image = cells, None
        if not cells.holds(self._cursor):
            self._cursor = (min(self._cursor[0], len(cells.values) - 1), min(self._cursor[1], len(cells.values[0]) - 1))
        self._tell_cursor()
        self.update()

    def show_sight(self, sight: Sight | None) -> None:
        """Show a part only; none: everything."""
        if sight != self._sight:
            self._sight = sight
            self.update()

    def sight(self) -> Sight:
        """Return what is shown, padding counted below 0."""
        return self._sight or self._cells.whole

    def show_marks(self, marks: Mapping[Place, Mark], strong: Place | None = None) -> None:
        """Frame cells; ``strong`` is the one whose number is bold."""
        if marks != self._marks or strong != self._strong:
            self._marks, self._strong = dict(marks), strong
            self.update()

    def show_side(self, side_px: int) -> None:
        """Draw the cells in another size."""
        if side_px != self._side:
            self._side = side_px
            self.update()
        self.resize(self.sizeHint())

    def show_cursor(self, place: Place) -> None:
        """Put the keys on a cell."""
        if place != self._cursor and self._cells.holds(place):
            self._cursor = place
            self._tell_cursor()
            self.update()

    def text_at(self, place: Place) -> str:
        """Return the number of a cell as it is painted; empty where cells are only pixels."""
        return written(self._cells.value(place), self._side, self._themes.current())[0] if self.is_readable() else ""

    def marks(self) -> Mapping[Place, Mark]:
        """Return what is framed."""
        return self._marks

    def cells(self) -> Cells:
        """Return what is shown."""
        return self._cells

    def cursor_place(self) -> Place:
        """Return where the keys are."""
        return self._cursor

    def editor(self) -> CellEditor:
        """Return the field that a number is typed in."""
        return self._editor

    def is_readable(self) -> bool:
        """Tell whether the cells are large enough for numbers."""
        return self._side >= self._themes.current().px("lab_cell_readable")

    def cell_rect(self, place: Place) -> QRect:
        """Return where a cell is painted."""
        row, column = place[0] - self.sight().top, place[1] - self.sight().left
        return QRect(column * self._side, row * self._side, self._side, self._side)

    def place_at(self, point: QPoint) -> Place | None:
        """Return which cell is under a point."""
        sight = self.sight()
        place = (point.y() // self._side + sight.top, point.x() // self._side + sight.left)
        return place if self._cells.holds(place) and sight.holds(place) else None

    def sizeHint(self) -> QSize:
        """Return room for all cells in sight."""
        return QSize(self.sight().columns * self._side, self.sight().rows * self._side)

    def edit(self, text: str | None = None) -> None:
        """Let the number under the keys be typed, beginning with ``text``; on padding nothing happens."""
        if not self._editable or not self._cells.is_inside(self._cursor):
            return
        value = self._cells.value(self._cursor) or 0.0
        rect = self.cell_rect(self._cursor)
        least = self._themes.current().px("field_width")
        rect.setWidth(max(rect.width(), least))
        rect.setHeight(max(rect.height(), self._themes.current().px("field_height")))
        rect.moveRight(min(rect.right(), max(self.width() - 1, rect.width() - 1)))
        self._editor.open(self._cursor, rect, f"{value:.12g}" if text is None else text, text is None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells that are in sight, then what is marked, then where the keys are."""
        painter = QPainter(self)
        painting = CellPainter(painter, self._themes.current(), self._colors, self._cells, self.is_readable())
        marks = fitting_marks(self._marks, self._side, self._themes.current())
        if self.is_readable():
            self._paint_cells(painting, event.rect(), marks)
        else:
            self._paint_pixels(painting)
        self._paint_marks(painting, marks)
        if self.hasFocus():
            painting.paint_cursor(self.cell_rect(self._cursor))

    def _paint_cells(self, painting: CellPainter, seen: QRect, marks: Mapping[Place, Mark]) -> None:
        sight = self.sight()
        for row in range(max(0, seen.top() // self._side), min(sight.rows, seen.bottom() // self._side + 1)):
            for column in range(max(0, seen.left() // self._side), min(sight.columns, seen.right() // self._side + 1)):
                place = (row + sight.top, column + sight.left)
                painting.paint(place, self.cell_rect(place), place == self._strong, marks.get(place))

    def _paint_pixels(self, painting: CellPainter) -> None:
        if self._image is None:
            self._image = pixels(self._cells, self._colors, self._themes.current())
        last = (len(self._cells.values) - 1, len(self._cells.values[0]) - 1)
        painting.paint_pixels(self._image, self.rect(), self.cell_rect((0, 0)).united(self.cell_rect(last)))

    def _paint_marks(self, painting: CellPainter, marks: Mapping[Place, Mark]) -> None:
        if self._side < _OUTLINED_FROM and len(marks) > 1:
            places = list(marks)
            rect = self.cell_rect(places[0])
            for place in places[1:]:
                rect = rect.united(self.cell_rect(place))
            painting.paint_outline(rect)
            return
        for place, mark in sorted(marks.items(), key=lambda item: item[1].hot):
            painting.paint_mark(mark, self.cell_rect(place))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which cell is pointed at."""
        self.pointed.emit(self.place_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that none is pointed at any more."""
        self.pointed.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the keys on the cell, and let it be edited where it can be read."""
        place = self.place_at(event.position().toPoint())
        if place is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.show_cursor(place)
        self.pressed.emit(place)
        if self.is_readable():
            self.edit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look closer at a cell that is only a pixel."""
        place = self.place_at(event.position().toPoint())
        if place is not None and not self.is_readable():
            self.opened.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by arrows, edit by Enter, F2 or the first digit."""
        key = Qt.Key(event.key())
        if key in _STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._walk(*_STEPS[key])
        elif key in _EDITING and not self.is_readable():
            self.opened.emit(self._cursor)
        elif self._editable and key in _EDITING:
            self.edit()
        elif self._editable and event.text() and event.text() in _BEGINS_NUMBER:
            self.edit(event.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what the keys are on; a click points by itself."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.pointed.emit(self._cursor)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing any more."""
        super().focusOutEvent(event)
        if not self.underMouse():
            self.pointed.emit(None)

    def _walk(self, down: int, right: int) -> None:
        place = (self._cursor[0] + down, self._cursor[1] + right)
        if self._cells.holds(place):
            self.show_cursor(place)
            self.pressed.emit(place)
            self.pointed.emit(place)

    def _take(self, place: Place, value: float, steps: int) -> None:
        self.number_entered.emit(place, value)
        if steps:
            self._go_on(steps)

    def _go_on(self, steps: int) -> None:
        """Edit the next cell, or the one before, of the matrix."""
        columns = len(self._cells.values[0])
        number = self._cursor[0] * columns + self._cursor[1] + steps
        if 0 <= number < len(self._cells.values) * columns:
            self.show_cursor(divmod(number, columns))
            self.edit()

    def _tell_cursor(self) -> None:
        value = self._cells.value(self._cursor)
        text = self.tr("not yet computed") if value is None else value_text(value)
        if not self._cells.is_inside(self._cursor):
            text = self.tr("padding, {0}").format(text)
        rows, columns = len(self._cells.values), len(self._cells.values[0])
        self.setAccessibleName(self.tr("{0}, {1} by {2}; row {3}, column {4}: {5}").format(self._name, rows, columns, *self._cursor, text))

    def _show_theme(self, theme: Theme) -> None:
        self._colors, self._image = CellColors(theme), None
        self.update()
