"""What the Filters tab says in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from designer.network.analysis import Analysis
from designer.network.blocks.depthwise_conv2d import DepthwiseConv2d
from designer.network.nearest_kernel import Likeness
from designer.network.shapes import shape_text
from designer.ui.filters.form import FilterForm, form_of
from designer.ui.maps.colors import Floats
from designer.ui.maps.numbers import value_text
from designer.ui.maps.reasons import why_no_maps

NEAR = 0.75
"""From this similarity on a filter is called like a kernel: random 3×3 filters come to 0.6 on average, larger ones to less."""


def form_text(analysis: Analysis, form: FilterForm) -> str:
    """Return what the filters of a block are: "6 filters 5×5", "120 units over 16×5×5"."""
    if form.dense:
        return _tr("{0} units over {1}").format(f"{form.number:,}", shape_text(form.slices) if not form.is_flat else f"{form.slices[2]:,}")
    size = shape_text(form.slices[1:])
    if isinstance(analysis.reports[form.block].block.spec, DepthwiseConv2d):
        return _tr("{0} filters {1}, each over one channel").format(form.number, size)
    return _tr("{0} filters {1}").format(form.number, size if form.channels == 1 else f"{form.channels}×{size}")


def part_text(form: FilterForm, filter_: int, channel: int | None, whole: bool = True) -> str:
    """Return what is edited: "filter 3", "filter 3, channel 0", "filter 3, all 6 channels"; without the channels where it is not ``whole``."""
    name = (_tr("unit {0}") if form.dense else _tr("filter {0}")).format(filter_)
    if form.channels == 1 or not whole:
        return name
    return _tr("{0}, all {1} channels").format(name, form.channels) if channel is None else _tr("{0}, channel {1}").format(name, channel)


def likeness_text(likeness: Likeness | None, values: Floats) -> str:
    """Return what a slice is like, in words; empty where that cannot be said."""
    if likeness is None:
        return _tr("all 0") if not values.any() else ""
    similarity = _two_digits(likeness.similarity)
    name = _tr("{0}, turned round").format(likeness.name) if likeness.turned else likeness.name
    if abs(likeness.similarity) < NEAR:
        return _tr("like no named kernel, nearest {0} ({1})").format(name, similarity)
    return _tr("like {0} ({1})").format(name, similarity)


def short_likeness(likeness: Likeness | None, values: Floats) -> str:
    """Return what a slice is like in two words, for below its picture: "sobel-x −0.93"."""
    if likeness is None:
        return _tr("all 0") if not values.any() else ""
    return f"{likeness.name} {_two_digits(likeness.similarity)}"


def cell_text(form: FilterForm, filter_: int, channel: int, row: int, column: int, value: float) -> str:
    """Return what a cell holds: "filter 3, channel 0, row 1, column 2 = 0.125"."""
    return _tr("{0}, row {1}, column {2} = {3}").format(part_text(form, filter_, channel), row, column, value_text(value))


def pixel_text(block: str, channel: int, row: int, column: int, value: float) -> str:
    """Return what a pixel of a map holds: "pool1, map 2, row 4, column 6 = 0.5"."""
    return _tr("{0}, map {1}, row {2}, column {3} = {4}").format(block, channel, row, column, value_text(value))


def filter_text(form: FilterForm, filter_: int, channel: int | None, values: Floats, bias: float | None) -> str:
    """Return what a filter comes to: its sum, what it adds."""
    text = _tr("{0}: sum {1}, largest {2}").format(
        part_text(form, filter_, channel), value_text(float(values.sum())), value_text(float(abs(values).max()))
    )
    return text if bias is None else _tr("{0}, bias {1}").format(text, value_text(bias))


def why_no_filters(analysis: Analysis, block_id: str | None, edited_since: bool) -> tuple[str, str | None]:
    """Return the sentence for the empty state, and the id of a block that has filters, where one should be offered."""
    report = analysis.reports.get(block_id or "")
    if report is None:
        return _tr("Select a convolution to see its filters"), _first_with_filters(analysis)
    if edited_since:
        return _tr("{0} was edited since the run began: the run has no filters of it. Train again to see them.").format(report.block.shown_name), None
    if form_of(analysis, block_id) is not None:
        return _tr("The filters of {0} come as soon as the worker has computed its maps.").format(report.block.shown_name), None
    if report.output_shape is None or (not analysis.architecture.sources[report.id] and report.id != analysis.input_id):
        return why_no_maps(analysis, block_id, edited_since).replace(_tr("maps"), _tr("filters")), None
    if report.block.spec.has_weights():
        text = _tr("{0} has weights, but no filters: one number or a few for each map.")
    else:
        text = _tr("{0} has no filters: nothing in it is learnt.")
    return text.format(report.block.shown_name), _nearest_with_filters(analysis, report.id)


def _nearest_with_filters(analysis: Analysis, block_id: str) -> str | None:
    """Return the block with filters that makes what a block gets; else the first there is."""
    ahead, seen = [block_id], {block_id}
    for name in ahead:
        if name != block_id and form_of(analysis, name) is not None:
            return name
        new = [source for source in analysis.architecture.sources[name] if source not in seen]
        ahead += new
        seen.update(new)
    return _first_with_filters(analysis)


def _first_with_filters(analysis: Analysis) -> str | None:
    return next((name for name in analysis.order if form_of(analysis, name) is not None), None)


def _two_digits(similarity: float) -> str:
    return f"{similarity:.2f}".replace("-", "−")


def _tr(text: str) -> str:
    return QCoreApplication.translate("FiltersPanel", text)
