"""The warning that no value sees enough of the picture before positions are joined."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from designer.network import problems
from designer.network.blocks.base import Group
from designer.network.fields import fields_of
from designer.network.problems import Problem
from designer.network.remedies import ChangeFields, InsertAfter, Remedy
from designer.network.reports import BlockReport
from designer.network.shapes import is_image

if TYPE_CHECKING:
    from designer.network.analysis import Analysis

BEFORE_POOLING, BEFORE_DENSE = 1 / 2, 1 / 4
"""The least share of the picture's height and width that a value must see.

Global pooling forgets where a value lay, so what it has not seen together is never compared: half the picture, about the size of the object in it.
A dense layer still knows the places, and can put quarters together.
"""
_LARGEST_KERNEL = 11
"""Larger ones cost more than they teach."""


def small_receptive_field(analysis: Analysis) -> Problem | None:
    """Return the warning, shown on the last block with a window.

    The blocks are followed back from the end, past all that see the whole picture, to the last whose values see only a part of it; what follows that
    one joins the positions. Where several wires come together first, nothing is said.
    """
    picture = analysis.reports[analysis.input_id].output_shape if analysis.input_id else None
    found = _last_that_sees_a_part(analysis, picture) if picture and is_image(picture) else None
    if picture is None or found is None:
        return None
    seeing, joining = found
    field, last = seeing.receptive_field, _last_window(analysis, seeing)
    if field is None or last is None:
        return None
    least = BEFORE_POOLING if joining is not None and joining.block.spec.GROUP is Group.POOLING else BEFORE_DENSE
    if all(size >= least * whole for size, whole in zip(field.size, picture[1:], strict=True)):
        return None
    then = "at the end" if joining is None else f"before {joining.block.shown_name} joins all positions"
    text = (
        f"{then} each value has seen only {field.size[0]}×{field.size[1]} of the picture's {picture[1]}×{picture[2]} pixels; "
        f"what is larger is recognised only by its parts. At least {_share(least)} of height and width helps"
    )
    return problems.warning(last.block, "small-receptive-field", text, *_remedies(analysis, last, field.size, picture, least))


def _last_that_sees_a_part(analysis: Analysis, picture: tuple[int, ...]) -> tuple[BlockReport, BlockReport | None] | None:
    name, joining = analysis.end_id, None
    while name is not None:
        report, sources = analysis.reports[name], analysis.architecture.sources[name]
        field = report.receptive_field
        if field is None or len(sources) != 1:
            return None
        if any(size < whole for size, whole in zip(field.size, picture[1:], strict=True)):
            return report, joining
        name, joining = sources[0], report
    return None


def _last_window(analysis: Analysis, report: BlockReport) -> BlockReport | None:
    """Return the block with a kernel that comes last on the way to a block, itself included."""
    while "kernel" not in fields_of(type(report.block.spec)):
        sources = analysis.architecture.sources[report.id]
        if len(sources) != 1:
            return None
        report = analysis.reports[sources[0]]
    return report


def _remedies(analysis: Analysis, last: BlockReport, seen: tuple[int, int], picture: tuple[int, ...], least: float) -> list[Remedy]:
    """Return a larger kernel here, a pool in front of here, and stride 2 before: what doubles the step doubles all that follows."""
    found: list[Remedy] = []
    spec, before = last.block.spec, analysis.reports[analysis.architecture.sources[last.id][0]].receptive_field
    kernel: tuple[int, int] = getattr(spec, "kernel", (1, 1))
    jump, dilation = (before.jump if before else None), getattr(spec, "dilation", (1, 1))
    if jump and spec.macs(last.input_shapes, last.output_shape or ()):
        missing = [max(0, math.ceil(least * whole) - size) for size, whole in zip(seen, picture[1:], strict=True)]
        larger = tuple(side + 2 * math.ceil(lack / (2 * step * wide)) for side, lack, step, wide in zip(kernel, missing, jump, dilation, strict=True))
        if max(larger) <= min(_LARGEST_KERNEL, *last.input_shapes[0][1:]):
            found.append(ChangeFields(f"Kernel {larger[0]}×{larger[1]}", {"kernel": larger, "padding": "same"}))
    found.extend(_earlier(analysis, last, picture, least))
    return found


def _earlier(analysis: Analysis, last: BlockReport, picture: tuple[int, ...], least: float) -> list[Remedy]:
    """Return a pool early in the network, as large as it needs to be, and the same by stride."""
    first = _first_convolution(analysis)
    if first is None or first.output_shape is None or first.receptive_field is None or last.receptive_field is None:
        return []
    if first is last:
        return []
    own, whole = first.receptive_field.size, last.receptive_field.size
    for step in (2, 3, 4):
        # from the first convolution on everything sees `step` times as far
        reached = [near + (far - near) * step + step - 1 for near, far in zip(own, whole, strict=True)]
        if all(size >= least * side for size, side in zip(reached, picture[1:], strict=True)) and min(first.output_shape[1:]) >= 4 * step:
            values = {"kernel": (step, step), "stride": (step, step)}
            pool = InsertAfter(f"Insert Max pool {step}×{step} after {first.block.shown_name}", "max_pool", values, block=first.id)
            stride = ChangeFields(f"Stride {step} in {first.block.shown_name}", {"stride": (step, step)}, block=first.id)
            return [pool, stride]
    return []


def _first_convolution(analysis: Analysis) -> BlockReport | None:
    return next((report for name in analysis.order if (report := analysis.reports[name]).dense_parameters is not None), None)


def _share(least: float) -> str:
    return "half" if least == BEFORE_POOLING else "a quarter"
