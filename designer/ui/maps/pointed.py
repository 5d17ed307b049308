"""The value that is pointed at, and what it sees of the blocks before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from designer.network.analysis import Analysis, State
from designer.network.seen_frames import SeenFrame
from designer.network.shapes import Shape, is_image


class PointedValue(NamedTuple):
    """A value of a block.

    Args:
        channel: Of the map, or the unit of a vector.
        row: In the block's own output (0 in a vector); ``column`` likewise.
    """

    block: str
    channel: int
    row: int
    column: int


class MapFrame(NamedTuple):
    """What is framed on the maps of one block.

    Args:
        shape: The block's output.
        channel: The only map that has the frame: the one pointed at; ``None``: every map.
    """

    seen: SeenFrame
    shape: Shape
    channel: int | None


def frames_of(analysis: Analysis, pointed: PointedValue | None) -> Mapping[str, MapFrame]:
    """Return what is framed on every block; nothing where the value is no longer there."""
    report = analysis.reports.get(pointed.block) if pointed is not None else None
    if pointed is None or report is None or report.state is not State.OK or not _holds(report.output_shape, pointed):
        return {}
    position = (pointed.row, pointed.column) if is_image(report.output_shape or ()) else (0, 0)
    seen = analysis.seen_frames.of(pointed.block, *position)
    shapes = {name: analysis.reports[name].output_shape or () for name in seen}
    return {name: MapFrame(frame, shapes[name], pointed.channel if name == pointed.block else None) for name, frame in seen.items()}


def _holds(shape: Shape | None, pointed: PointedValue) -> bool:
    sides = () if shape is None else shape if is_image(shape) else (*shape, 1, 1)
    return len(sides) == 3 and all(0 <= place < size for place, size in zip(pointed[1:], sides, strict=True))


def seen_text(analysis: Analysis, frames: Mapping[str, MapFrame], pointed: PointedValue | None) -> str:
    """Return what the value sees: "sees rows 0–17, columns 3–15 of the input (18 × 13; 2 rows of padding above)"; empty: nothing to say."""
    name = next((name for name in analysis.inputs if name in frames), None)
    if name is None or pointed is None or name == pointed.block:
        return ""
    seen, shape = frames[name].seen, frames[name].shape
    if not is_image(shape):
        return _tr("sees the whole input")
    if seen.inside is None:
        return _tr("sees nothing of the input but padding")
    (top, bottom), (left, right) = seen.inside
    size = f"{bottom - top + 1}\u00a0×\u00a0{right - left + 1}"
    padding = padding_text(seen, shape)
    inside = f"{size}; {padding}" if padding else size
    if (bottom - top + 1, right - left + 1) == tuple(shape[1:]):
        return _tr("sees the whole input ({0})").format(inside)
    rows, columns = _span_text(_tr("row {0}"), _tr("rows {0}–{1}"), top, bottom), _span_text(_tr("column {0}"), _tr("columns {0}–{1}"), left, right)
    return _tr("sees {0}, {1} of the input ({2})").format(rows, columns, inside)


def padding_text(seen: SeenFrame, shape: Shape) -> str:
    """Return how much of what is seen lies beyond the map's edges: "2 rows of padding above, 1 column left"; empty: nothing."""
    above, below, left, right = seen.overhang(shape)
    if above == below == left == right:
        return _tr("{0} of padding on every side").format(above) if above else ""
    ways = (
        (above, _tr("1 row{0} above"), _tr("{1} rows{0} above")),
        (below, _tr("1 row{0} below"), _tr("{1} rows{0} below")),
        (left, _tr("1 column{0} left"), _tr("{1} columns{0} left")),
        (right, _tr("1 column{0} right"), _tr("{1} columns{0} right")),
    )
    told = [(one if number == 1 else more, number) for number, one, more in ways if number]
    return ", ".join(text.format("" if index else _tr(" of padding"), number) for index, (text, number) in enumerate(told))


def _span_text(one: str, more: str, first: int, last: int) -> str:
    return one.format(first) if first == last else more.format(first, last)


def _tr(text: str) -> str:
    return QCoreApplication.translate("seen_text", text)
