"""Fixes: a problem's remedies as edits, tried out so that the best comes first and each can say what it leads to."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from designer.network import fix_edits
from designer.network.analysis import Analysis, BlockReport, analyse
from designer.network.architecture import Architecture
from designer.network.errors import EditError
from designer.network.problems import Problem, Severity
from designer.network.remedies import Remedy, RemoveBlock

_MOST_TRIED = 20
_MOST_SHOWN = 3


@dataclass(frozen=True)
class Fix:
    """What a button says, and the edit that it is.

    Args:
        label: Shown on the button.
        edit: Raises `EditError` where the document has moved on and the fix no longer applies.
    """

    label: str
    edit: Callable[[Architecture], Architecture]

    def apply(self, architecture: Architecture) -> Architecture:
        """Return the architecture with the problem mended."""
        return self.edit(architecture)


@dataclass(frozen=True)
class Outcome:
    """What a fix leads to.

    Args:
        analysis: Of the network after it.
        changed: The new blocks, the one that had the problem, and the next ones behind it whose shape or parameters are others than before.
    """

    analysis: Analysis
    changed: tuple[BlockReport, ...]


def fixes_for(remedies: Iterable[Remedy], block_id: str) -> tuple[Fix, ...]:
    """Return the fixes for a problem's remedies; ``block_id`` is the block that has the problem."""
    return tuple(Fix(remedy.label, fix_edits.edit_of(remedy, block_id)) for remedy in remedies)


def ordered_fixes(analysis: Analysis, problem: Problem) -> tuple[Fix, ...]:
    """Return the fixes for a problem in the order of `ordered_remedies`."""
    return fixes_for(ordered_remedies(analysis, problem), problem.block or "")


def ordered_remedies(analysis: Analysis, problem: Problem) -> tuple[Remedy, ...]:
    """Return the remedies as they turn out when tried: those that leave no error first, those that do not help left out.

    Each is applied and the result analysed, so this is for problems that are being looked at, not for every edit. Hints are not tried.
    """
    if problem.severity is Severity.HINT:
        return problem.remedies
    tried: list[tuple[int, bool, int, int]] = []
    for index, (fix, remedy) in enumerate(zip(fixes_for(problem.remedies, problem.block or ""), problem.remedies, strict=True)):
        left = _left_after(analysis, problem, fix)
        if left is not None:
            gives_up = isinstance(remedy, RemoveBlock) and remedy.block is None  # works nearly always, and is hardly ever what was meant
            tried.append((left[0], gives_up, left[1], index))
    return tuple(problem.remedies[index] for *_, index in sorted(tried)) or problem.remedies


def best_first(analysis: Analysis) -> Analysis:
    """Return the analysis with the remedies of its first problems in the order of `ordered_remedies`: for reports that are read once."""
    first = tuple(dataclasses.replace(problem, remedies=ordered_remedies(analysis, problem)) for problem in analysis.problems[:_MOST_TRIED])
    return dataclasses.replace(analysis, problems=first + analysis.problems[_MOST_TRIED:])


def outcome_of(fix: Fix, analysis: Analysis, block_id: str | None) -> Outcome:
    """Return what a fix for a problem of a block leads to.

    Raises:
        EditError: The document has moved on and the fix no longer applies.
    """
    fixed = analyse(fix.apply(analysis.architecture), analysis.classes, analysis)
    changed = [report for name in fixed.order if (report := fixed.reports[name]).output_shape and _is_changed(report, analysis.reports.get(name))]
    first = [report for report in changed if report.id == block_id or report.id not in analysis.reports]
    own = fixed.reports.get(block_id or "")
    if not first and own is not None and own.output_shape:
        first = [own]
    places = {name: place for place, name in enumerate(fixed.order)}
    after = places[first[-1].id] if first else -1
    behind = [report for report in changed if places[report.id] > after and report not in first]
    told = [report for report in behind if report.parameters] or behind  # layers with weights say most
    return Outcome(fixed, (*first[:_MOST_SHOWN], *told[: max(1, _MOST_SHOWN - len(first))]))


def _is_changed(report: BlockReport, before: BlockReport | None) -> bool:
    return before is None or before.output_shape != report.output_shape or before.parameters != report.parameters


def _left_after(analysis: Analysis, problem: Problem, fix: Fix) -> tuple[int, int] | None:
    """Return how many errors and warnings a fix leaves; ``None`` where it is not allowed or the problem stays."""
    try:
        fixed = fix.apply(analysis.architecture)
    except EditError:
        return None
    found = analyse(fixed, analysis.classes, analysis)
    if any((other.block, other.code) == (problem.block, problem.code) for other in found.problems):
        return None
    return len(found.errors), len(found.warnings)
