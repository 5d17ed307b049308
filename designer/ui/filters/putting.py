"""A kernel from elsewhere put into filters: their present values must have come first, so that it can be undone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from designer.network.kernel_lab import Matrix
from designer.ui.document import Document
from designer.ui.filters.edit_list import FilterEdit, FilterPart, PartChange
from designer.ui.filters.editing import FilterEditing
from designer.ui.filters.form import form_of
from designer.ui.filters.panel import FiltersPanel
from designer.ui.filters.views import FilterView
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.numbers import value_text

__all__ = ["KernelPutting", "PutRequest"]


@dataclass(frozen=True)
class PutRequest:
    """What is to be put where.

    Args:
        block: Id of a convolution.
        filter: Which of its filters; none: all of them.
        kernel: As large as its kernels.
        bias: What the filter is to add.
    """

    block: str
    filter: int | None
    kernel: Matrix
    bias: float


class KernelPutting(QObject):
    """Put kernels, one at a time, as steps of the Filters' own list; each lies over every channel, divided by their number."""

    wanted = Signal(str)
    """The filters of this block must be looked at, so that they come."""
    done = Signal()
    """The kernel is in."""
    told = Signal(str)
    """One sentence for the status line."""

    def __init__(self, document: Document, live_maps: LiveMaps, editing: FilterEditing, panel: FiltersPanel) -> None:
        super().__init__(panel)
        self._document, self._editing, self._panel = document, editing, panel
        self._request: PutRequest | None = None
        live_maps.changed.connect(self._go_on)
        document.selection_changed.connect(self._leave)

    def put(self, request: PutRequest) -> None:
        """Put a kernel as soon as the present values are there."""
        if form_of(self._document.analysis, request.block) is None:
            name = self._document.architecture.by_id[request.block].shown_name
            self.told.emit(self.tr("{0} cannot be computed as it is, so it has no filters yet; the Problems tab says why.").format(name))
            return
        self._request = None  # what is being waited for is dropped
        self.wanted.emit(request.block)
        self._request = request
        self._go_on()

    def _go_on(self, _: object = None) -> None:
        request, view = self._request, self._panel.view()
        if request is None or view is None or view.form.block != request.block or not self._panel.isVisible():
            return
        if request.filter is not None and not view.has(request.filter):
            return
        self._request = None
        self._put(request, view)

    def _put(self, request: PutRequest, view: FilterView) -> None:
        form, name = view.form, self._document.architecture.by_id[request.block].shown_name
        if request.filter is None and len(view.values) < form.number:
            text = self.tr("{0} has too many weights to put a kernel into all {1} filters at once; put it into one of them.")
            self.told.emit(text.format(name, f"{form.number:,}"))
            return
        where = self.tr("all {0} filters").format(f"{form.number:,}") if request.filter is None else self.tr("filter {0}").format(request.filter)
        label = self.tr("Put a kernel into {0} of {1}").format(where, name)
        self._editing.change(form, FilterEdit(_changes(request, view), label))
        shared = self.tr(", divided by {0} as it lies over that many channels").format(form.channels) if form.channels > 1 else ""
        bias = self.tr(", with bias {0}").format(value_text(request.bias)) if view.biases.size else ""
        text = self.tr("The kernel is in {0} of {1}{2}{3}. Ctrl+Z takes it back.")
        self.told.emit(text.format(where, name, shared, bias))
        self.done.emit()

    def _leave(self, _: object = None) -> None:
        """Forget the request where another block is looked at meanwhile."""
        if self._request is not None and self._document.selection[-1:] != (self._request.block,):
            self._request = None


def _changes(request: PutRequest, view: FilterView) -> tuple[PartChange, ...]:
    """Return what the filters and their biases are before and after."""
    form, filter_ = view.form, request.filter
    before = view.values if filter_ is None else view.filter(filter_)
    kernel = np.asarray(request.kernel, np.float64) / form.channels
    after = np.broadcast_to(kernel, before.shape).astype(np.float32)
    changes = [PartChange(FilterPart(form.block, filter_, None), before.copy(), after)]
    if view.biases.size:
        biases = view.biases if filter_ is None else view.biases[filter_ - view.stack.first : filter_ - view.stack.first + 1]
        part = FilterPart(form.block, filter_, None, "bias")
        changes.append(PartChange(part, biases.copy(), np.full_like(biases, request.bias)))
    return tuple(changes)
