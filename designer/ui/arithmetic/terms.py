"""The list of what is added up: channels, inputs, classes; only rows in sight are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from designer.ui.maps.walked_area import WalkedArea
from designer.ui.theme import Theme, Themes

_ROWS_SHOWN, _FEWEST_ROWS = 7, 3


@dataclass(frozen=True)
class Term:
    """One row.

    Args:
        name: What is added.
        numbers: Texts of the columns, right-aligned.
        share: Length of its bar, −1 to 1.
        strong: It is printed bold: the bias, the result, the one that was chosen.
    """

    name: str
    numbers: tuple[str, ...]
    share: float = 0.0
    strong: bool = False


class TermList(WalkedArea):
    """Show rows of a name, a bar and numbers; arrows choose one."""

    term_selected = Signal(int)
    """Another row was chosen."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._terms: Sequence[Term] = ()
        self._current = -1
        self._heads: tuple[str, ...] = ()
        self._takes_off = False
        self._widths: tuple[int, ...] = ()
        self._can_spare_last = False

    def show_terms(self, terms: Sequence[Term], current: int, heads: tuple[str, ...] = (), can_spare_last: bool = False) -> None:
        """Show other rows, one of them chosen.

        Args:
            current: −1: none.
            heads: Names of the columns, the first that of the names.
            can_spare_last: The last column is left out where names would be cut off.
        """
        length = len(self._terms)
        self._terms, self._heads, self._can_spare_last = terms, heads, can_spare_last
        self._takes_off = any(term.share < 0 for term in terms)
        self._widths = self._column_widths()
        if len(terms) != length:
            self.lay_out()
            self.updateGeometry()
        if current != self._current:
            self._current = current
            if current >= 0:
                self._reveal(current)
        self.setAccessibleDescription("\n".join(self.row_text(row) for row in self._in_sight()))
        self.viewport().update()

    def terms(self) -> Sequence[Term]:
        """Return the rows."""
        return self._terms

    def current(self) -> int:
        """Return the chosen row."""
        return self._current

    def row_text(self, row: int) -> str:
        """Return a row in words."""
        return " ".join((self._terms[row].name, *self._terms[row].numbers))

    def sizeHint(self) -> QSize:
        """Return room for a few rows."""
        rows = min(max(1, len(self._terms)), _ROWS_SHOWN)
        return QSize(self.themes.current().px("inspector_width"), rows * self._row_height() + self._head_height())

    def minimumSizeHint(self) -> QSize:
        """Return room for the first rows: it scrolls."""
        rows = min(max(1, len(self._terms)), _FEWEST_ROWS)
        return QSize(self.themes.current().px("chip_min_width"), rows * self._row_height() + self._head_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight."""
        painter, theme = QPainter(self.viewport()), self.themes.current()
        for row in self._in_sight():
            self._paint_row(painter, theme, row, self._row_rect(row))
        if self._heads:
            self._paint_heads(painter, theme)
        if self.hasFocus():
            painter.setPen(theme.color("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by arrows, Home and End."""
        last = len(self._terms) - 1
        places = {Qt.Key.Key_Up: self._current - 1, Qt.Key.Key_Down: self._current + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        place = places.get(Qt.Key(event.key()))
        if place is not None and last >= 0:
            self._choose(max(0, min(place, last)))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer."""
        row = (int(event.position().y()) - self._head_height() + self.offset()) // self._row_height()
        if 0 <= row < len(self._terms) and event.button() == Qt.MouseButton.LeftButton:
            self._choose(row)

    def lay_out(self) -> None:
        """Take the new height for a page."""
        self.set_content(len(self._terms) * self._row_height() + self._head_height(), self._row_height())

    def _choose(self, row: int) -> None:
        if row != self._current:
            self._current = row
            self._reveal(row)
            self.viewport().update()
            self.term_selected.emit(row)

    def _reveal(self, row: int) -> None:
        self.bring_in_sight(self._row_rect(row).adjusted(0, -self._head_height(), 0, 0))

    def _in_sight(self) -> range:
        height = self._row_height()
        first = self.offset() // height
        return range(first, min(len(self._terms), first + self.viewport().height() // height + 2))

    def _row_rect(self, row: int) -> QRect:
        height = self._row_height()
        return QRect(0, self._head_height() + row * height - self.offset(), self.viewport().width(), height)

    def _row_height(self) -> int:
        return QFontMetrics(self.themes.current().font("code")).height() + self.themes.current().px("space_s")

    def _head_height(self) -> int:
        return QFontMetrics(self.themes.current().font("tiny")).height() + self.themes.current().px("space_xs") if self._heads else 0

    def _column_widths(self) -> tuple[int, ...]:
        """Return the widths of the columns of numbers: of the longest text, found by its letters, for measuring thousands is slow."""
        metrics = QFontMetrics(self.themes.current().font("code_small"))
        columns = max((len(term.numbers) for term in self._terms), default=0)
        longest = [max((term.numbers[column] for term in self._terms if column < len(term.numbers)), key=len) for column in range(columns)]
        heads = [*self._heads[1:], *[""] * columns]
        return tuple(max(metrics.horizontalAdvance(text), metrics.horizontalAdvance(head)) for text, head in zip(longest, heads, strict=False))

    def _columns(self) -> list[tuple[int, int]]:
        """Return left edge and width of the columns of numbers that are shown."""
        columns = self._from_right(self._widths)
        if self._can_spare_last and columns:
            theme = self.themes.current()
            longest = max((term.name for term in self._terms), key=len, default="")
            if columns[0][0] < QFontMetrics(theme.font("small")).horizontalAdvance(longest) + 2 * theme.px("space"):
                return self._from_right(self._widths[:-1])
        return columns

    def _from_right(self, widths: tuple[int, ...]) -> list[tuple[int, int]]:
        gap, right, found = self.themes.current().px("space"), self.viewport().width(), []
        for width in reversed(widths):
            right -= width + gap
            found.append((right, width))
        return found[::-1]

    def shown_columns(self) -> int:
        """Return how many columns of numbers are shown."""
        return len(self._columns())

    def _paint_row(self, painter: QPainter, theme: Theme, row: int, rect: QRect) -> None:
        term, gap = self._terms[row], theme.px("space")
        if row == self._current:
            painter.fillRect(rect, theme.color("selection"))
        columns = self._columns()
        left = columns[0][0] if columns else rect.right()
        painter.setFont(theme.font("small_strong" if term.strong else "small"))
        painter.setPen(theme.color("text"))
        metrics = QFontMetrics(painter.font())
        bar = theme.px("field_width") if term.share and left > 3 * theme.px("field_width") else 0
        room = max(0, left - 2 * gap - bar)
        name = metrics.elidedText(term.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRect(gap, rect.y(), room, rect.height()), Qt.AlignmentFlag.AlignVCenter, name)
        if bar:
            self._paint_bar(painter, theme, QRect(left - gap - bar, rect.y(), bar, rect.height()), term.share)
        painter.setFont(theme.font("code_small"))
        painter.setPen(theme.color("code_result" if term.strong else "text"))
        numbers = term.numbers[: len(columns)] if self._can_spare_last else term.numbers
        for (x, width), text in zip(columns[len(columns) - len(numbers) :], numbers, strict=True):
            painter.drawText(QRect(x, rect.y(), width, rect.height()), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)

    def _paint_bar(self, painter: QPainter, theme: Theme, rect: QRect, share: float) -> None:
        """Paint a bar from the middle: to the right where it adds, to the left where it takes off; from the left where all add."""
        full = rect.width() // 2 if self._takes_off else rect.width()
        height, length = theme.px("progress_height"), round(min(1.0, abs(share)) * full)
        middle = rect.x() + rect.width() - full
        top = rect.center().y() - height // 2 + 1
        bar = QRect(middle if share > 0 else middle - length, top, max(1, length), height)
        painter.fillRect(bar, theme.color("curve_training" if share > 0 else "curve_validation"))
        zero = QRect(middle, rect.y() + theme.px("space_xs"), theme.px("border"), rect.height() - theme.px("space_s"))
        painter.fillRect(zero, theme.color("border_strong"))

    def _paint_heads(self, painter: QPainter, theme: Theme) -> None:
        strip = QRect(0, 0, self.viewport().width(), self._head_height())
        painter.fillRect(strip, theme.color("panel"))
        painter.setFont(theme.font("tiny"))
        painter.setPen(theme.color("text_muted"))
        painter.drawText(strip.adjusted(theme.px("space"), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._heads[0])
        for (x, width), text in zip(self._columns(), self._heads[1:], strict=False):
            painter.drawText(QRect(x, 0, width, strip.height()), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
