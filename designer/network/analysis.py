"""Analysis: shapes, parameters, MACs, receptive fields and problems of a whole network.

A broken block does not blank the others: it is the first cause, what follows waits, and totals cover what is known.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from designer.network.architecture import Architecture
from designer.network.kept import BYTES_PER_VALUE
from designer.network.local_reports import local_reports, renewed_reports
from designer.network.network_checks import network_problems
from designer.network.network_warnings import network_warnings
from designer.network.problems import Problem, Severity
from designer.network.remedies_found import with_remedies
from designer.network.reports import BlockReport, LinearRun, Share, State, Totals
from designer.network.seen_frames import SeenFrames
from designer.network.training_memory import training_memory

__all__ = ["BYTES_PER_VALUE", "Analysis", "BlockReport", "LinearRun", "Share", "State", "analyse"]


@dataclass(frozen=True)
class Analysis:
    """What is known of a network.

    Args:
        order: Ids in the order of the network, loose ones last.
        inputs: Ids of the input blocks; the first is the network's.
        reached: Ids that the input reaches; ``second``: ids that only a further input reaches.
        ends: Of those the ones without a wire out, in order.
        end_id: The end, where there is just one.
        logits_id: The block whose output the loss takes: the end, or what a final softmax gets.
        folded_softmax: Id of the final softmax that is folded into the loss.
        classes: Number of the data's classes, where known.
    """

    architecture: Architecture
    order: tuple[str, ...]
    reports: Mapping[str, BlockReport]
    local_reports: Mapping[str, BlockReport]
    inputs: tuple[str, ...]
    reached: frozenset[str]
    second: frozenset[str]
    ends: tuple[str, ...]
    end_id: str | None
    logits_id: str | None
    folded_softmax: str | None
    classes: int | None
    problems: tuple[Problem, ...]
    totals: Totals

    @property
    def input_id(self) -> str | None:
        """The network's input."""
        return self.inputs[0] if self.inputs else None

    @property
    def parameters(self) -> int:
        """Learnable scalars, frozen or not."""
        return self.totals.parameters

    @property
    def trainable_parameters(self) -> int:
        """Parameters that training changes."""
        return self.totals.trainable_parameters

    @property
    def macs(self) -> int:
        """Multiplications for one picture."""
        return self.totals.macs

    @property
    def activation_bytes(self) -> int:
        """Memory of all outputs for one picture."""
        return self.totals.activation_bytes

    @property
    def frozen_parameters(self) -> int:
        """Parameters that training leaves alone."""
        return self.parameters - self.trainable_parameters

    @property
    def weight_bytes(self) -> int:
        """Memory of all parameters."""
        return self.parameters * BYTES_PER_VALUE

    @cached_property
    def dense_parameters(self) -> int:
        """Parameters of the network with every convolution as a dense layer."""
        network = (report for report in self.reports.values() if report.in_network)
        return sum(report.parameters if report.dense_parameters is None else report.dense_parameters for report in network)

    @cached_property
    def training_memory_bytes(self) -> int:
        """Estimate of the most that a training step holds at once, at the batch size of the training settings."""
        return training_memory(self.architecture, self.reports, self.order)

    @cached_property
    def seen_frames(self) -> SeenFrames:
        """What any value of a block that is in order sees of the blocks before it."""
        shapes = {name: report.output_shape for name, report in self.reports.items() if report.output_shape is not None}
        return SeenFrames(self.architecture, shapes)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that keep the network from being trained."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Problems that are worth knowing."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)

    def share_of(self, report: BlockReport) -> Share:
        """Return a block's part of the whole: of parameters, MACs and activations."""
        if not report.in_network:
            return Share(0.0, 0.0, 0.0)
        return Share(
            report.parameters / max(1, self.parameters),
            report.macs / max(1, self.macs),
            report.output_bytes / max(1, self.activation_bytes),
        )


def analyse(architecture: Architecture, classes: int | None = None, previous: Analysis | None = None) -> Analysis:
    """Return what is known of a network.

    Args:
        classes: Number of the data's classes, where known.
        previous: An analysis of a similar architecture: unchanged blocks with unchanged inputs keep their reports, as the same objects.
    """
    edited = architecture.changed_since(previous.architecture) if previous is not None else None
    inputs = tuple([block.id for block in architecture.blocks if block.spec.TYPE == "input"])
    if previous is not None and edited is not None and previous.inputs == inputs:
        reached, ends, second = previous.reached, previous.ends, previous.second
        local, renewed = renewed_reports(architecture, edited, reached, second, previous.local_reports)
        totals = previous.totals.after(renewed)
    else:
        reached = frozenset(architecture.downstream(inputs[0])) if inputs else frozenset()
        ends = tuple(name for name in architecture.order if name in reached and not architecture.targets[name])
        second = frozenset().union(*(architecture.downstream(name) for name in inputs[1:])) - reached
        known, known_sources = (previous.local_reports, previous.architecture.sources) if previous else ({}, {})
        local = local_reports(architecture, reached, second, known, known_sources)
        totals = Totals().after([(None, report) for report in local.values()])
    end = ends[0] if len(ends) == 1 else None
    softmax = end if end and architecture.by_id[end].spec.type_name == "softmax" and architecture.sources[end] else None
    order = architecture.order
    if len(reached) < len(order):
        order = tuple(name for name in order if name in reached) + tuple(name for name in order if name not in reached)
    analysis = Analysis(
        architecture=architecture, order=order, reports=local, local_reports=local, inputs=inputs, reached=reached, second=second, ends=ends,
        end_id=end, logits_id=architecture.sources[softmax][0] if softmax else end, folded_softmax=softmax, classes=classes, problems=(),
        totals=totals,
    )  # fmt: skip
    return _with_problems(analysis, network_problems(architecture, inputs, ends, local, classes), previous)


def _with_problems(analysis: Analysis, found: list[Problem], previous: Analysis | None) -> Analysis:
    """Put the network's problems on their blocks, and add the warnings where there is no error."""
    local = analysis.local_reports
    on_blocks = {name: list(report.problems) for name, report in local.items() if report.problems}
    if not any(problem.severity is Severity.ERROR for problems in (found, *on_blocks.values()) for problem in problems):
        found = found + network_warnings(analysis)
    for problem in found:
        if problem.block:
            on_blocks.setdefault(problem.block, []).append(problem)
    if not on_blocks and not found:
        return analysis
    reports = dict(local)
    for name, problems in on_blocks.items():
        new = _with_problem_list(local[name], tuple(with_remedies(analysis, problem) for problem in problems))
        old = previous.reports.get(name) if previous else None
        reports[name] = old if old is not None and old.block is new.block and old == new else new
    whole = tuple(with_remedies(analysis, problem) for problem in found if not problem.block)
    problems_in_order = (problem for name in analysis.order if name in on_blocks for problem in reports[name].problems)
    return dataclasses.replace(analysis, reports=reports, problems=(*whole, *problems_in_order))


def _with_problem_list(report: BlockReport, problems: tuple[Problem, ...]) -> BlockReport:
    broken = report.state is State.LOOSE and any(problem.severity is Severity.ERROR for problem in problems)
    return dataclasses.replace(report, problems=problems, state=State.BROKEN if broken else report.state)
