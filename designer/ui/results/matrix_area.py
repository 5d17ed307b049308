"""Where a confusion matrix lies in its view: cells that scroll beside labels that stay, found again by points."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from designer.ui.results.confusion import Confusion
from designer.ui.results.matrix_colors import MatrixColors
from designer.ui.results.matrix_layout import CellLimits, MatrixLayout
from designer.ui.theme import Theme, Themes

Place = tuple[int | None, int | None]
"""True and predicted class; one of them is none on a label."""

_LIMITS = ("cell_least_width", "cell_least_height", "cell_width", "cell_height", "heat_cell")
_MEASURED = 64
"""Names that are measured for the width of the labels."""


class MatrixArea(QAbstractScrollArea):
    """A scrolled area with a cell for each pair of classes.

    Attributes:
        confusion: The counts shown; none: nothing is.
    """

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.themes = themes
        self.confusion: Confusion | None = None
        self.colors = MatrixColors(themes.current())
        self._heat: tuple[Confusion, MatrixLayout, QImage] | None = None
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self.viewport().update)
        themes.on_change(self._show_theme)

    def cell_rect(self, true: int, predicted: int) -> QRect:
        """Return where a cell is, in px of the viewport."""
        layout = self.layout_now()
        x, y, width, height = layout.place(true, predicted)
        return QRect(QPoint(layout.label_width + x, layout.label_height + y) - self.offset(), QSize(width, height))

    def at(self, point: QPoint) -> Place | None:
        """Return true and predicted class under a point of the viewport; one of them is none on a label."""
        if self.confusion is None:
            return None
        layout, inner = self.layout_now(), point + self.offset()
        on_rows, on_columns = point.x() < layout.label_width, point.y() < layout.label_height
        row = None if on_columns else layout.row_at(inner.y() - layout.label_height)
        column = None if on_rows else layout.column_at(inner.x() - layout.label_width)
        if (row is None and not on_columns) or (column is None and not on_rows) or (on_rows and on_columns):
            return None
        if layout.has_numbers:
            return row, column
        return None if row is None or column is None else self._fullest(layout.classes_in(row), layout.classes_in(column))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the cells the new room."""
        super().resizeEvent(event)
        self.lay_out()

    def minimumSizeHint(self) -> QSize:
        """Return room for a few cells."""
        theme = self.themes.current()
        return QSize(theme.px("confusion_label_width"), 2 * theme.px("target"))

    def _fullest(self, true: range, predicted: range) -> tuple[int, int]:
        """Return the cell with the most pictures among those that share a place of the heat map."""
        assert self.confusion is not None
        inside = [(self.confusion.count(row, column), row, column) for row in true for column in predicted]
        _, row, column = max(inside, key=lambda found: found[0])
        return row, column

    def heat_map(self, confusion: Confusion, layout: MatrixLayout) -> QImage:
        """Return the heat map, made anew only where counts, size or colours changed."""
        if self._heat is None or self._heat[0] is not confusion or self._heat[1] != layout:
            self._heat = confusion, layout, self.colors.heat_map(confusion, layout)
        return self._heat[2]

    def layout_now(self) -> MatrixLayout:
        """Return the places of the cells in the view as it is."""
        theme, classes = self.themes.current(), self.confusion.classes if self.confusion else ()
        limits = CellLimits(*(theme.px(f"confusion_{name}") for name in _LIMITS))
        metrics = QFontMetrics(theme.font("small_strong"))
        widest = max((metrics.horizontalAdvance(name) for name in classes[:_MEASURED]), default=0)
        tiny = QFontMetrics(theme.font("tiny"))
        corner = tiny.horizontalAdvance(f"{self.tr('taken for')} →")
        label_width = max(min(widest, theme.px("confusion_label_width")), corner) + 2 * theme.px("space")
        label_height = max(metrics.height() + 2 * theme.px("space_s"), 2 * tiny.height())
        size = self.viewport().size()
        return MatrixLayout(len(classes), size.width(), size.height(), label_width, label_height, limits)

    def lay_out(self) -> None:
        """Set what can be scrolled, and paint anew."""
        layout = self.layout_now()
        for bar, content, page in (
            (self.horizontalScrollBar(), layout.label_width + layout.matrix_width, self.viewport().width()),
            (self.verticalScrollBar(), layout.label_height + layout.matrix_height, self.viewport().height()),
        ):
            bar.setRange(0, max(0, content - page))
            bar.setPageStep(page)
            bar.setSingleStep(self.themes.current().px("target"))
        self.viewport().update()

    def offset(self) -> QPoint:
        """Return how far the cells are scrolled, in px."""
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def bring_in_sight(self, true: int, predicted: int) -> None:
        """Scroll as little as is needed to show a cell."""
        layout, rect = self.layout_now(), self.cell_rect(true, predicted)
        for bar, low, high, first, page in (
            (self.horizontalScrollBar(), rect.left(), rect.right(), layout.label_width, layout.width),
            (self.verticalScrollBar(), rect.top(), rect.bottom(), layout.label_height, layout.height),
        ):
            if low < first:
                bar.setValue(bar.value() + low - first)
            elif high >= page:
                bar.setValue(bar.value() + high - page + 1)

    def _show_theme(self, theme: Theme) -> None:
        self.colors, self._heat = MatrixColors(theme), None
        self.lay_out()
