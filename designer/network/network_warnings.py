"""Warnings that only the whole network can give: they teach, say the numbers, and are silenced on their block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.network import problems
from designer.network.blocks.base import Group
from designer.network.problems import Problem
from designer.network.receptive_warning import small_receptive_field
from designer.network.remedies import ChangeFields, InsertAfter, InsertBefore, Remedy, RemoveBlock
from designer.network.reports import BlockReport
from designer.network.shapes import count, is_image

if TYPE_CHECKING:
    from designer.network.analysis import Analysis

DOMINATES = 0.9
"""From this share of all parameters on, one dense layer is the network."""


def network_warnings(analysis: Analysis) -> list[Problem]:
    """Return the warnings about a network that has no error, silenced ones left out."""
    if analysis.end_id is None:
        return []
    found = [_dense_dominates(analysis), small_receptive_field(analysis), _activation_at_end(analysis), _no_softmax(analysis)]
    return [problem for problem in found if problem and problem.block and problem.code not in analysis.architecture.by_id[problem.block].quiet]


def _no_softmax(analysis: Analysis) -> Problem | None:
    if analysis.folded_softmax or analysis.end_id is None:
        return None
    end = analysis.reports[analysis.end_id]
    text = (
        f"the network ends in {count(end.output_shape or ())} scores (logits); it trains as well as with a softmax, for the loss takes logits, "
        f"but its outputs are no probabilities"
    )
    return problems.warning(end.block, "no-softmax", text, InsertAfter("Add Softmax", "softmax"))


def _activation_at_end(analysis: Analysis) -> Problem | None:
    report = analysis.reports[analysis.logits_id] if analysis.logits_id else None
    if report is None or report.block.spec.GROUP is not Group.ACTIVATION:
        return None
    text = f"{report.block.spec.LABEL} limits the scores of the classes, which need both signs and any size; the last layer has no activation"
    return problems.warning(report.block, "activation-at-end", text, RemoveBlock("Remove this block"))


def _dense_dominates(analysis: Analysis) -> Problem | None:
    weighted = [report for report in analysis.reports.values() if report.parameters and report.in_network]
    if len(weighted) < 2:
        return None
    largest = max(weighted, key=lambda report: report.parameters)
    share = largest.parameters / analysis.parameters
    if largest.block.spec.GROUP is not Group.DENSE or share < DOMINATES:
        return None
    values = count(largest.input_shapes[0])
    text = (
        f"has {largest.parameters:,} of the network's {analysis.parameters:,} parameters ({_percent(share)}): a weight for each of its {values:,} "
        f"inputs and {largest.output_shape[0] if largest.output_shape else 0:,} units; pooling before it leaves fewer inputs"
    )
    return problems.warning(largest.block, "dense-dominates", text, *_smaller_inputs(analysis, largest), *_fewer_units(analysis, largest))


def _smaller_inputs(analysis: Analysis, dense: BlockReport) -> list[Remedy]:
    """Return the pools that make the layer's inputs few enough, in front of it or of the Flatten that feeds it."""
    place = dense
    while not is_image(place.input_shapes[0]):
        source = analysis.reports[analysis.architecture.sources[place.id][0]]
        if source.parameters or len(source.input_shapes) != 1:
            return []
        place = source
    channels, height, width = place.input_shapes[0]
    if height * width == 1:
        return []
    pool = InsertBefore("Insert Global average pool", "global_pool", {"mode": "avg"}, block=place.id)
    units, rest = (dense.output_shape or (0,))[0], analysis.parameters - dense.parameters
    for kernel in range(2, min(height, width) + 1):
        left = units * (channels * (height // kernel) * (width // kernel) + 1)
        if left < DOMINATES * (left + rest):
            values = {"kernel": (kernel, kernel), "stride": (kernel, kernel)}
            smaller = InsertBefore(f"Insert Max pool {kernel}×{kernel}", "max_pool", values, block=place.id)
            return [pool, smaller] if channels >= units else [smaller, pool]
    return [pool]


def _fewer_units(analysis: Analysis, dense: BlockReport) -> list[Remedy]:
    units = (dense.output_shape or (0,))[0]
    return [ChangeFields(f"Units {units // 2}", {"units": units // 2})] if units > 1 and dense.id != analysis.logits_id else []


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share < 0.995 else f"{100 * share:.1f} %"
