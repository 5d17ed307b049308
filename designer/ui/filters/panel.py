"""The Filters tab: every filter of the selected block beside the map that it makes, and a place to change them by hand."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from designer.network.nearest_kernel import fits_named_kernels
from designer.ui.document import Document
from designer.ui.filters.deeds import FilterDeeds, Target
from designer.ui.filters.editing import FilterEditing
from designer.ui.filters.foot import FiltersFoot
from designer.ui.filters.form import form_of
from designer.ui.filters.head import FiltersHead
from designer.ui.filters.pair_grid import PairGrid
from designer.ui.filters.readout import FilterReadout
from designer.ui.filters.sentences import form_text, likeness_text, part_text, why_no_filters
from designer.ui.filters.tools import FilterTools
from designer.ui.filters.views import FilterView
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.sentences import named_starts
from designer.ui.theme import Themes
from designer.ui.widgets.empty_state import EmptyState
from designer.ui.widgets.sight import is_in_sight
from designer.ui.widgets.undo_keys import is_redo, is_undo

__all__ = ["FiltersPanel"]

_MOST_CELLS = 15
"""Rows and columns of a slice that can be typed into; a larger one is a picture."""


class FiltersPanel(QWidget):
    """Show the filters of the block that was selected last."""

    wanted_changed = Signal(bool)
    """The tab came to the front, or went behind another: filters are sent only while they are looked at."""
    sight_changed = Signal(int)
    """The first filter that is wanted."""
    filter_selected = Signal(int)
    """Another filter is outlined; it makes the map of the same number."""
    block_asked = Signal(str)
    """A block that has filters should be selected."""

    def __init__(self, document: Document, live_maps: LiveMaps, editing: FilterEditing, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._live, self._editing = document, live_maps, editing
        self._view: FilterView | None = None
        self._block: str | None = None
        self._inside = False
        self._offered: str | None = None
        self._lock = ""
        self.head, self.empty = FiltersHead(themes, self), EmptyState(themes, self)
        self.filters, self.slices = PairGrid(themes, self), PairGrid(themes, self)
        self.tools, self.foot = FilterTools(themes, self), FiltersFoot(themes, self)
        self.deeds, self.readout = FilterDeeds(document, editing, self), FilterReadout(self)
        self._seen = False
        self._awaited: int | None = None
        self._pages = QStackedWidget(self)
        for page in (self.empty, self.filters, self.slices):
            self._pages.addWidget(page)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for widget, stretch in ((self.head, 0), (self._pages, 1), (self.tools, 0), (self.foot, 0)):
            self._column.addWidget(widget, stretch)
        self.foot.slider.setValue(self.filters.tile_size())
        self._connect()

    def _connect(self) -> None:
        for told in (self._document.selection_changed, self._document.analysed, self._live.changed, self._editing.changed):
            told.connect(self._show)
        self.empty.action_triggered.connect(self._ask_block)
        self.head.back_pressed.connect(self.show_all)
        self.head.freeze_chosen.connect(self.deeds.freeze)
        self.head.start_chosen.connect(self.deeds.start_with)
        self.filters.selected_changed.connect(self._choose_filter)
        self.filters.opened.connect(self.show_channels)
        self.filters.sight_changed.connect(self._tell_sight)
        self.slices.selected_changed.connect(self._show)
        self.slices.opened.connect(self._focus_cells)
        self.slices.closed.connect(self.show_all)
        self.foot.side_chosen.connect(self._resize)
        for grid in (self.filters, self.slices):
            grid.tile_resized.connect(self.foot.slider.setValue)
            grid.cell_hovered.connect(self.readout.point_at_cell)
            grid.pixel_hovered.connect(self.readout.point_at_pixel)
            grid.hover_left.connect(self.readout.leave)
            grid.layer_walked.connect(self._walk_layer)
        self.tools.channels_asked.connect(self.show_channels)
        self.tools.kernel_chosen.connect(self.deeds.set_to)
        self.tools.inverted.connect(self.deeds.invert)
        self.tools.zeroed.connect(self.deeds.zero)
        self.tools.bias_changed.connect(self.deeds.change_bias)
        self.tools.undo_asked.connect(self.deeds.undo)
        self.tools.redo_asked.connect(self.deeds.redo)
        self.tools.editor.cell_changed.connect(self.deeds.change_cell)
        self.tools.editor.cell_hovered.connect(self.readout.point_at_editor)
        self.readout.told.connect(self.foot.say)
        for field in (self.tools.editor.field, self.tools.bias):
            field.refused.connect(self.foot.say)
        self.deeds.done.connect(self.focus_work)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many tools as there is room for."""
        super().resizeEvent(event)
        self.look()
        self._give_room()

    def shown_block(self) -> str | None:
        """Return the id of the block whose filters are wanted."""
        return self._block

    def view(self) -> FilterView | None:
        """Return what is shown."""
        return self._view

    def show_lock(self, reason: str) -> None:
        """Say why filters cannot be changed just now; empty: they can."""
        if reason != self._lock:
            self._lock = reason
            self._show()

    def select(self, filter_: int) -> None:
        """Outline a filter, that of the map with its number; of a block whose filters have not come, as soon as they are there."""
        self._awaited = filter_
        if self._view is not None:
            self.filters.select(filter_)

    def show_channels(self, _: int = 0) -> None:
        """Show the slices of the outlined filter; where it has only one, go to its cells."""
        form = self._view.form if self._view is not None else None
        if form is None or form.channels == 1:
            self._focus_cells()
            return
        self._inside = True
        self._show()
        self.slices.setFocus()

    def show_all(self) -> None:
        """Show all filters."""
        if self._inside:
            self._inside = False
            self._show()
            self.filters.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for filters."""
        super().showEvent(event)
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Want no more filters."""
        super().hideEvent(event)
        self.look()

    def look(self) -> None:
        """Want filters only while they are in sight."""
        seen = is_in_sight(self)
        if seen != self._seen:
            self._seen = seen
            self.wanted_changed.emit(seen)
            self._show()

    def event(self, event: QEvent) -> bool:
        """Keep undo and redo while one works on filters; beside them, at *Freeze* and *start*, they are the document's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._has_step(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo, redo."""
        if self._has_step(event):
            (self.deeds.undo if is_undo(event) else self.deeds.redo)()
        else:
            super().keyPressEvent(event)

    def _has_step(self, event: QKeyEvent) -> bool:
        if self._view is None or not any(part.isAncestorOf(self.focusWidget()) or part.hasFocus() for part in (self._pages, self.tools)):
            return False
        steps = self._editing.steps(self._view.form)
        return bool((is_undo(event) and steps.undo_label) or (is_redo(event) and steps.redo_label))

    def _show(self, _: object = None) -> None:
        """Show the block that was selected last, as the newest frame has it; nothing is done for it while the tab is hidden."""
        selection = self._document.selection
        block = selection[-1] if selection else None
        if block != self._block:
            self._block, self._inside, self._awaited = block, False, None
            self.readout.leave()
        if not self._seen:
            return
        self._view = self._current_view()
        if self._view is None:
            self._show_reason()
        else:
            self._show_view(self._view)

    def _current_view(self) -> FilterView | None:
        analysis = self._document.analysis
        form = form_of(analysis, self._block)
        stack = self._live.filters(form.block) if form is not None else None
        if form is None or stack is None or stack.shape != form.shape:
            return None
        shown = np.stack([self._editing.shown(form.block, stack.first + index, values) for index, values in enumerate(stack.values)])
        made, seen = self._live.exact_maps(form.block), self._live.exact_maps(form.source)
        picture = form.source == analysis.input_id
        biases = self._editing.shown_biases(form.block, stack.first, stack.bias)
        return FilterView(form, stack, shown.reshape(len(shown), *form.slices), biases, made, seen, picture)

    def _show_reason(self) -> None:
        edited = self._block is not None and self._live.is_edited_since(self._block)
        text, self._offered = why_no_filters(self._document.analysis, self._block, edited)
        button = self.tr("Show {0}").format(self._document.architecture.by_id[self._offered].shown_name) if self._offered else ""
        self.empty.show_text(text, icon_name="filters", button=button)
        self._show_page(self.empty)
        self.deeds.aim(None)

    def _show_view(self, view: FilterView) -> None:
        form, report = view.form, self._document.analysis.reports[view.form.block]
        filter_ = min(self.filters.selected(), form.number - 1)
        self.filters.show_pairs(view.all_filters())
        if self._awaited is not None:
            filter_, self._awaited = min(self._awaited, form.number - 1), None
            self.filters.select(filter_)
        self.filters.setAccessibleName(self.tr("Filters of {0}: {1}").format(report.block.shown_name, form_text(self._document.analysis, form)))
        self._inside = self._inside and form.channels > 1 and view.has(filter_)
        if self._inside:
            self.slices.show_pairs(view.slices(filter_))
            self.slices.setAccessibleName(self.tr("{0} of {1}").format(part_text(form, filter_, None), report.block.shown_name))
        self._show_page(self.slices if self._inside else self.filters)
        self._show_head(view, filter_)
        self._show_tools(view, filter_)
        self.readout.show_view(view, filter_, self.slices.selected() if self._inside else None)

    def _show_head(self, view: FilterView, filter_: int) -> None:
        form, block = view.form, self._document.architecture.by_id[view.form.block]
        what = part_text(form, filter_, None) if self._inside else form_text(self._document.analysis, form)
        self.head.show_title(f"{block.shown_name} · {what}", self._inside)
        edited = view.stack.edited
        moment = self._live.frame_caption((form.block,), named_starts(self._document.architecture))
        self.head.show_caption(self.tr("changed by hand") if edited else moment, not edited)
        self.head.show_frozen(block.shown_name, block.frozen)
        start = getattr(block.spec, "start", None)
        self.head.show_start(start, fits_named_kernels(*form.slices[1:]))
        ends = view.scale.common_range
        assert ends is not None  # one scale for all
        self.head.legend.show_range(view.scale.palette, *ends)

    def _show_tools(self, view: FilterView, filter_: int) -> None:
        form, has = view.form, view.has(filter_)
        channel = (self.slices.selected() if self._inside else None) if form.channels > 1 else 0
        cells = has and channel is not None and max(form.slices[1:]) <= _MOST_CELLS
        self.tools.setEnabled(has)
        self.tools.show_tools(
            cells=cells, fits=fits_named_kernels(*form.slices[1:]) and not form.is_flat, channels=channel is None, locked=bool(self._lock)
        )  # fmt: skip
        self.tools.show_lock(self._lock)
        self.tools.show_steps(self._editing.steps(form), bool(self._lock))
        self.deeds.aim(Target(view, filter_, channel) if has and not self._lock else None)
        name = part_text(form, filter_, channel)
        like = ""
        if has and channel is not None:
            like = likeness_text(view.likeness(filter_, channel), view.filter(filter_)[channel])
            self.tools.editor.show_kernel(view.filter(filter_)[channel], view.scale, name, bool(self._lock))
        self.tools.show_bias(view.bias(filter_) if has else None, bool(self._lock))
        self.tools.show_subject(name, like)

    def _show_page(self, page: QWidget) -> None:
        if self._pages.currentWidget() is not page:
            self._pages.setCurrentWidget(page)
        for widget in (self.head, self.foot):
            widget.setVisible(page is not self.empty)
        self._give_room()

    def _give_room(self) -> None:
        self.tools.show_room(0 if self._pages.currentWidget() is self.empty else self.height())

    def _choose_filter(self, filter_: int) -> None:
        self.readout.leave()
        self._show()
        self.filter_selected.emit(filter_)

    def _tell_sight(self) -> None:
        view = self._view
        places = self.filters.in_sight()
        if view is not None and len(view.values) < view.form.number and places and not (view.has(places[0]) and view.has(places[-1])):
            self.sight_changed.emit(places[0])

    def _resize(self, side_px: int) -> None:
        for grid in (self.filters, self.slices):
            grid.show_tile_size(side_px)

    def _focus_cells(self, _: int = 0) -> None:
        if self.tools.editor.isVisible():
            self.tools.editor.setFocus()

    def focus_work(self) -> None:
        """Leave the keys where Ctrl+Z takes back what was just done."""
        work: QWidget = self.tools.editor if self.tools.editor.isVisible() else self.slices if self._inside else self.filters
        work.setFocus()

    def _ask_block(self) -> None:
        if self._offered is not None:
            self.block_asked.emit(self._offered)

    def _walk_layer(self, step: int) -> None:
        """Go to the next block that has filters."""
        having = [name for name in self._document.analysis.order if form_of(self._document.analysis, name) is not None]
        if self._block in having and 0 <= having.index(self._block) + step < len(having):
            self.block_asked.emit(having[having.index(self._block) + step])
