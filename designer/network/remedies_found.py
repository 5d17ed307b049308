"""Remedies that depend on other blocks than the one with the problem; they join those that the block itself knows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from designer.network import remedies_for_ends, remedies_for_shapes, remedies_for_wires
from designer.network.problems import Problem
from designer.network.remedies import AddBlock, Remedy

if TYPE_CHECKING:
    from designer.network.analysis import Analysis


def with_remedies(analysis: Analysis, problem: Problem) -> Problem:
    """Return a problem with everything that would mend it, best first."""
    if problem.block is None:
        return dataclasses.replace(problem, remedies=(AddBlock("Add an input", "input"),))
    find = _FINDERS.get(problem.code)
    if find is None:
        return problem
    return dataclasses.replace(problem, remedies=tuple(find(analysis, problem.block, problem.remedies)))


_FINDERS: Mapping[str, Callable[[Analysis, str, tuple[Remedy, ...]], list[Remedy]]] = MappingProxyType({
    "needs-image": remedies_for_shapes.needs_image,
    "kernel-too-large": remedies_for_shapes.kernel_too_large,
    "shapes-differ": remedies_for_shapes.shapes_differ,
    "too-few-wires": remedies_for_wires.too_few,
    "too-many-wires": remedies_for_wires.too_many,
    "input-not-reached": remedies_for_wires.not_reached,
    "two-inputs": remedies_for_wires.two_inputs,
    "no-input": remedies_for_wires.no_input,
    "no-layers": remedies_for_wires.no_layers,
    "loose": remedies_for_wires.loose,
    "two-ends": remedies_for_ends.two_ends,
    "end-not-vector": remedies_for_ends.not_vector,
    "too-few-outputs": remedies_for_ends.wrong_count,
    "too-many-outputs": remedies_for_ends.wrong_count,
    "softmax-not-last": remedies_for_ends.softmax_not_last,
})  # fmt: skip
