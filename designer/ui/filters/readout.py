"""What is under the pointer in the Filters tab, told anew with every frame."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from designer.ui.filters.sentences import cell_text, filter_text, pixel_text
from designer.ui.filters.views import FilterView

__all__ = ["FilterReadout"]


class FilterReadout(QObject):
    """Remember what the pointer is over and put it in words."""

    told = Signal(str)
    """Another sentence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view: FilterView | None = None
        self._filter = 0
        self._channel: int | None = None
        self._cell: tuple[int, int, int, int] | None = None
        self._pixel: tuple[int, int, int] | None = None

    def show_view(self, view: FilterView | None, filter_: int, channel: int | None) -> None:
        """Take a new frame; ``channel`` is that of the outlined slice, where one filter's slices are shown."""
        self._view, self._filter, self._channel = view, filter_, channel
        self._tell()

    def point_at_cell(self, place: int, channel: int, row: int, column: int) -> None:
        """Take a cell of a filter in the grid."""
        self._pixel = None
        self._cell = (place, channel, row, column) if self._channel is None else (self._filter, place, row, column)
        self._tell()

    def point_at_editor(self, row: int, column: int) -> None:
        """Take a cell of the editor."""
        self._pixel, self._cell = None, (self._filter, self._channel or 0, row, column)
        self._tell()

    def point_at_pixel(self, place: int, row: int, column: int) -> None:
        """Take a pixel of the map beside a filter."""
        self._cell, self._pixel = None, (place, row, column)
        self._tell()

    def leave(self) -> None:
        """Point at nothing: the outlined filter is told of."""
        self._cell = self._pixel = None
        self._tell()

    def _tell(self) -> None:
        self.told.emit(self._cell_text() or self._pixel_text() or self._filter_text())

    def _cell_text(self) -> str:
        view, cell = self._view, self._cell
        if view is None or cell is None or not view.has(cell[0]):
            return ""
        if any(place >= size for place, size in zip(cell[1:], view.form.slices, strict=True)):
            return ""
        return cell_text(view.form, *cell, float(view.filter(cell[0])[cell[1:]]))

    def _pixel_text(self) -> str:
        view, pixel = self._view, self._pixel
        if view is None or pixel is None or not view.has(self._filter):
            return ""
        inside = self._channel is not None
        pairs = view.slices(self._filter) if inside else view.all_filters()
        values = pairs.map_values(pixel[0])
        if values is None or pixel[1] >= values.shape[0] or pixel[2] >= values.shape[1]:
            return ""
        return pixel_text(view.form.source if inside else view.form.block, pairs.map_of(pixel[0]), pixel[1], pixel[2], float(values[pixel[1:]]))

    def _filter_text(self) -> str:
        view = self._view
        if view is None or not view.has(self._filter):
            return ""
        values = view.filter(self._filter)
        shown = values if self._channel is None else values[self._channel]
        return filter_text(view.form, self._filter, self._channel, shown, view.bias(self._filter))
