"""Remedies for shapes that do not fit, further up in the network."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from designer.network.blocks.base import BlockSpec, Group
from designer.network.errors import ShapeError
from designer.network.fields import fields_of
from designer.network.remedies import ChangeFields, MoveBlock, Remedy, RemoveBlock
from designer.network.shapes import Shape, is_image
from designer.network.ways import private_way, shape_of, way_back

if TYPE_CHECKING:
    from designer.network.analysis import Analysis


def needs_image(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return how a block gets at the image: without the Flatten before it, or in front of what made the vector."""
    preserving = True
    sources = analysis.architecture.sources
    for before in way_back(analysis, sources[name][0]) if len(sources[name]) == 1 else ():
        report = analysis.reports[before]
        if len(report.input_shapes) != 1:
            break
        if is_image(report.input_shapes[0]):
            move = MoveBlock(f"Move it before {report.block.shown_name}", before=before)
            remove = [RemoveBlock(f"Remove {report.block.shown_name}", block=before)] if preserving else []
            return [move, *remove, *own] if report.parameters else [*remove, move, *own]
        preserving = preserving and report.output_shape == report.input_shapes[0]
    return list(own)


def kernel_too_large(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return what makes the image larger on the way here, before the last resort of doing without the block."""
    found: list[Remedy] = []
    for before in list(way_back(analysis, name))[1:]:
        block = analysis.architecture.by_id[before]
        if max(getattr(block.spec, "stride", (1, 1))) > 1 and len(found) < 2:
            pool = block.spec.GROUP is Group.POOLING
            shown = block.shown_name
            found.append(
                RemoveBlock(f"Remove {shown}", block=before) if pool else ChangeFields(f"Stride 1 in {shown}", {"stride": (1, 1)}, block=before)
            )
    return [*own[:-1], *found, *own[-1:]]


def shapes_differ(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return settings on one of the ways into a merge that make the shapes fit; then what the merge itself knows."""
    found: list[Remedy] = []
    shapes = tuple(shape for source in analysis.architecture.sources[name] if (shape := shape_of(analysis, source)))
    for index, source in enumerate(analysis.architecture.sources[name]):
        way = private_way(analysis, source)
        for place, block in enumerate(way):
            for values in _candidates(analysis.architecture.by_id[block].spec, shapes, index):
                led_to = _led_to(analysis, way[: place + 1], values)
                if led_to and _fits(analysis, name, (*shapes[:index], led_to, *shapes[index + 1 :])):
                    found.append(ChangeFields(f"{_words(values)} in {analysis.architecture.by_id[block].shown_name}", values, block=block))
    return [*found[:3], *own]


def _candidates(spec: BlockSpec, shapes: tuple[Shape, ...], index: int) -> Iterator[dict[str, Any]]:
    declared = fields_of(type(spec))
    if "padding" in declared and spec.padding != "same":  # type: ignore[attr-defined]  # it is declared
        yield {"padding": "same"}
    for stride in ((1, 1), (2, 2)) if "stride" in declared else ():
        yield {"stride": stride}
    for shape in dict.fromkeys(shape for shape in shapes if shape != shapes[index]):
        if spec.WIDTH in declared:
            yield {spec.WIDTH: shape[0]}


def _led_to(analysis: Analysis, way: list[str], values: dict[str, Any]) -> Shape | None:
    """Return the shape at the end of a way (listed backwards) whose first block has other settings."""
    shape: Shape | None = analysis.reports[way[-1]].input_shapes[0] if analysis.reports[way[-1]].input_shapes else None
    for block in reversed(way):
        spec = analysis.architecture.by_id[block].spec
        if block == way[-1]:
            if all(getattr(spec, field) == value for field, value in values.items()):
                return None
            spec = dataclasses.replace(spec, **values)
        if shape is None:
            return None
        try:
            spec.check_inputs((shape,))
            shape = spec.output_shape((shape,))
        except ShapeError:
            return None
    return shape


def _fits(analysis: Analysis, name: str, shapes: tuple[Shape, ...]) -> bool:
    try:
        analysis.architecture.by_id[name].spec.output_shape(shapes)
    except ShapeError:
        return False
    return True


def _words(values: dict[str, Any]) -> str:
    ((field, value),) = values.items()
    text = value.upper() if isinstance(value, str) else str(value[0] if isinstance(value, tuple) else value)
    return f"{field.capitalize()} {text}"
