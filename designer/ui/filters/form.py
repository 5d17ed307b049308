"""How the filters of a block lie: how many, over which maps of which block, in slices of which size."""

from __future__ import annotations

from dataclasses import dataclass

from designer.network.analysis import Analysis, BlockReport, State
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.depthwise_conv2d import DepthwiseConv2d
from designer.network.blocks.flatten import Flatten
from designer.network.shapes import Shape, count, is_image
from designer.network.weights import Start

__all__ = ["FilterForm", "form_of"]


@dataclass(frozen=True)
class FilterForm:
    """The filters of one block.

    Args:
        shape: Of the block's weight tensor.
        start: How that begins: another chosen start has weights of its own.
        number: Filters, or units of a dense block; each makes one map, or one value.
        slices: ``(channels, height, width)`` of each filter; a unit that sees a vector has one slice of one row.
        source: Id of the block whose maps the filters lie over.
        groups: Into which channels and filters are split; no filter sees another group's channels.
        dense: The filters are units.
    """

    block: str
    shape: Shape
    start: Start
    number: int
    slices: Shape
    source: str
    groups: int = 1
    dense: bool = False

    @property
    def channels(self) -> int:
        """How many slices a filter has."""
        return self.slices[0]

    @property
    def is_flat(self) -> bool:
        """Whether a filter is a row of weights and no picture."""
        return self.dense and self.slices[:2] == (1, 1)

    def input_map(self, filter_: int, channel: int) -> int:
        """Return the map of the source that a slice lies over."""
        return filter_ // (self.number // self.groups) * self.channels + channel


def form_of(analysis: Analysis, block_id: str | None) -> FilterForm | None:
    """Return how the filters of a block lie; none where it has none, or cannot be computed."""
    report = analysis.reports.get(block_id or "")
    if report is None or report.state is not State.OK or report.output_shape is None:
        return None
    sources, spec = analysis.architecture.sources[report.id], report.block.spec
    if not sources or not isinstance(spec, Conv2d | DepthwiseConv2d | Dense):
        return None
    weight = spec.weights(report.input_shapes)[0]
    if isinstance(spec, Dense):
        slices = _picture_before(analysis, sources[0]) or (1, 1, weight.shape[1])
        return FilterForm(report.id, weight.shape, weight.start, weight.shape[0], slices, sources[0], dense=True)
    groups = spec.groups if isinstance(spec, Conv2d) else report.input_shapes[0][0]
    return FilterForm(report.id, weight.shape, weight.start, weight.shape[0], weight.shape[1:], sources[0], groups)


def _picture_before(analysis: Analysis, name: str) -> Shape | None:
    """Return the shape of the image whose values a dense block sees in their order; none where it sees no image of more than a pixel."""
    report: BlockReport | None = analysis.reports[name]
    while report is not None and report.output_shape is not None:
        if is_image(report.output_shape) or isinstance(report.block.spec, Flatten):
            shape = report.output_shape if is_image(report.output_shape) else report.input_shapes[0]
            return shape if is_image(shape) and count(shape[1:]) > 1 else None
        sources = analysis.architecture.sources[report.id]
        keeps_order = report.input_shapes == (report.output_shape,) and not isinstance(report.block.spec, Dense)
        report = analysis.reports[sources[0]] if keeps_order else None
    return None
