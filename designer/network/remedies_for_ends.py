"""Remedies for the network's end: one, with a value for each class, and a softmax only there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from designer.network.remedies import ChangeFields, InsertAfter, MergeEnds, MoveBlock, Remedy, RemoveBlock
from designer.network.remedies_for_wires import connect_loose, dead_end
from designer.network.shapes import count, is_image
from designer.network.ways import branch_of, shape_of, way_back

if TYPE_CHECKING:
    from designer.network.analysis import Analysis


def two_ends(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return how one end is left: a merge where the shapes allow it, or without a branch that leads nowhere, the shortest first."""
    shapes = [shape_of(analysis, end) for end in analysis.ends]
    finished = any(analysis.architecture.by_id[end].spec.type_name == "softmax" for end in analysis.ends)
    merges: list[Remedy] = [MergeEnds("Add them", "add")] if len(set(shapes)) == 1 else []
    merges += [MergeEnds("Concatenate them", "concat")] if len({shape[1:] if shape else None for shape in shapes}) == 1 else []
    branches = sorted(analysis.ends, key=lambda end: (analysis.architecture.by_id[end].spec.type_name == "softmax", len(branch_of(analysis, end))))
    removals: list[Remedy] = [dead_end(analysis, end) for end in branches[:3]]
    if len(analysis.ends) > 2:  # all but one, so that the problem is gone at once
        merges = merges or [MergeEnds("Concatenate them", "concat")]
    return [*removals[:1], *merges, *removals[1:]] if finished and len(analysis.ends) == 2 else [*merges, *removals]


def not_vector(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return what makes one value for each class of the maps at the end."""
    classes = analysis.classes or 10
    shape = shape_of(analysis, name)
    found: list[Remedy] = [InsertAfter(f"Add Dense {classes}", "dense", {"units": classes}, block=analysis.logits_id)]
    if shape and is_image(shape) and shape[0] == analysis.classes:
        found.insert(0, InsertAfter("Add Global average pool", "global_pool", {"mode": "avg"}, block=analysis.logits_id))
    return [*connect_loose(analysis, name), *found]


def wrong_count(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return the setting that decides how many values the network ends in, or a layer that makes as many as there are classes."""
    classes = analysis.classes or 10
    dense = InsertAfter(f"Add Dense {classes}", "dense", {"units": classes}, block=analysis.logits_id)
    deciding = _deciding(analysis, name)
    return [*connect_loose(analysis, name), *([_with_width(analysis, deciding, classes)] if deciding else []), dense]


def _deciding(analysis: Analysis, end: str) -> str | None:
    """Return the block with the setting that decides how many values the end has."""
    for name in way_back(analysis, end):
        report = analysis.reports[name]
        if report.block.spec.WIDTH:
            wanted, shape = shape_of(analysis, end), report.output_shape
            return name if wanted and shape and shape[0] == count(wanted) else None
    return None


def _with_width(analysis: Analysis, name: str, classes: int) -> ChangeFields:
    spec = analysis.architecture.by_id[name].spec
    values = {spec.WIDTH: classes}
    groups = getattr(spec, "groups", 1)
    if classes % groups:
        values["groups"] = math.gcd(groups, classes)
    return ChangeFields(f"{spec.WIDTH.capitalize()} {classes}", values, block=name)


def softmax_not_last(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return the softmax's removal, or its move to the end."""
    found: list[Remedy] = [RemoveBlock("Remove it", block=name)]
    end = analysis.end_id
    if end and end != name and analysis.folded_softmax is None and len(analysis.architecture.sources[name]) == 1:
        found.append(MoveBlock("Move it to the end", after=end))
    return found
