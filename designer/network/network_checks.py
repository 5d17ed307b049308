"""What is wrong with a network as a whole: its inputs, its ends, and whether the end fits the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from designer.network import problems
from designer.network.architecture import Architecture
from designer.network.problems import Problem, Severity
from designer.network.reports import BlockReport

_OPEN = ("too-few-wires", "input-not-reached")
"""Problems of a block that waits for a wire."""


def network_problems(
    architecture: Architecture, inputs: Sequence[str], ends: tuple[str, ...], reports: Mapping[str, BlockReport], classes: int | None
) -> list[Problem]:
    """Return the problems that no block has by itself, silenced ones left out.

    Args:
        inputs: Ids of the input blocks.
        ends: Ids of the blocks without a wire out that the input reaches, in order.
        classes: Number of the data's classes, where known.
    """
    if not architecture.blocks:
        return [Problem(None, Severity.HINT, "empty", "The network is empty: drag an Input from the palette to begin.")]
    if not inputs:
        first = architecture.by_id[_largest_root(architecture)]
        return [problems.error(first, "no-input", "the network has no input block, so no shape is known")]
    found = [problems.second_input(architecture.by_id[name], inputs[0]) for name in inputs[1:]]
    found += _squeezed(architecture, reports)
    if len(ends) > 1 and any(problem.code in _OPEN for report in reports.values() for problem in report.problems):
        pass  # where a wire is missing, the end it came from is no second cause
    elif len(ends) > 1:
        found.append(problems.several_ends(architecture, ends))
    elif ends == (inputs[0],):
        found.append(problems.error(architecture.by_id[ends[0]], "no-layers", "nothing follows the input; drag a block behind it"))
    else:
        shape = reports[ends[0]].output_shape
        wrong = problems.end_problem(architecture.by_id[ends[0]], shape, classes) if shape else None
        found += [wrong] if wrong and (wrong.severity is Severity.ERROR or wrong.code not in architecture.by_id[ends[0]].quiet) else []
    return found


def _largest_root(architecture: Architecture) -> str:
    """Return the block without a source that most follows: there an input is missing."""
    roots = [name for name in architecture.order if not architecture.sources[name]][:20]
    return max(roots, key=lambda name: len(architecture.downstream(name)))


def _squeezed(architecture: Architecture, reports: Mapping[str, BlockReport]) -> list[Problem]:
    """Return a warning for each softmax that something follows."""
    text = "a softmax belongs at the end; here it squeezes the values between 0 and 1, and what follows learns slowly from such small differences"
    return [
        problems.warning(report.block, "softmax-not-last", text)
        for name, report in reports.items()
        if report.block.spec.TYPE == "softmax" and report.in_network and architecture.targets[name]
        and "softmax-not-last" not in report.block.quiet
    ]  # fmt: skip
