"""Ways along the wires that remedies look for: back over single inputs, back to where a branch began, out of what is loose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from designer.network.errors import ShapeError
from designer.network.shapes import Shape

if TYPE_CHECKING:
    from designer.network.analysis import Analysis


def way_back(analysis: Analysis, name: str) -> Iterator[str]:
    """Give a block and those before it, as long as each has just one input."""
    sources = analysis.architecture.sources
    yield name
    while len(sources[name]) == 1:
        name = sources[name][0]
        yield name


def private_way(analysis: Analysis, name: str) -> list[str]:
    """Return a block and those before it that serve nothing else: one input and one wire out each."""
    architecture = analysis.architecture
    found: list[str] = []
    for block in way_back(analysis, name):
        if len(architecture.sources[block]) != 1 or len(architecture.targets[block]) != 1:
            break
        found.append(block)
    return found


def ancestors(analysis: Analysis, name: str) -> Iterator[str]:
    """Give the blocks before one, the nearest first."""
    sources = analysis.architecture.sources
    seen, waiting = {name}, list(sources[name])
    while waiting:
        block = waiting.pop(0)
        if block not in seen:
            seen.add(block)
            yield block
            waiting.extend(sources[block])


def accepts(analysis: Analysis, name: str, shapes: tuple[Shape, ...]) -> bool:
    """Tell whether a block makes something of just these inputs."""
    spec = analysis.architecture.by_id[name].spec
    if len(shapes) < spec.FEWEST_INPUTS or len(shapes) > (len(shapes) if spec.MOST_INPUTS is None else spec.MOST_INPUTS):
        return False
    try:
        spec.check_inputs(shapes)
        spec.output_shape(shapes)
    except ShapeError:
        return False
    return True


def shape_of(analysis: Analysis, name: str) -> Shape | None:
    """Return a block's output shape, where it is known."""
    return analysis.reports[name].output_shape


def loose_roots(analysis: Analysis) -> list[str]:
    """Return the loose blocks that wait for an input, those with most behind them first."""
    architecture = analysis.architecture
    found = [
        name for name in analysis.order[len(analysis.reached) :] if not architecture.sources[name] and architecture.by_id[name].spec.MOST_INPUTS != 0
    ]
    return sorted(found[:20], key=lambda name: -len(architecture.downstream(name)))


def branch_of(analysis: Analysis, end: str) -> tuple[str, ...]:
    """Return an end and the blocks before it that lead nowhere else."""
    architecture = analysis.architecture
    found = [end]
    for name in ancestors(analysis, end):
        if not architecture.sources[name] or not set(architecture.targets[name]).issubset(found):
            continue
        found.append(name)
    return tuple(found)


def earlier_inputs(analysis: Analysis, name: str) -> list[str]:
    """Return blocks from which a further wire could come, best first: ends left over, then those from which a shortcut would start."""
    architecture = analysis.architecture
    behind = architecture.downstream(name)
    ends = [end for end in analysis.ends if end not in behind]
    shortcuts: list[str] = []
    weighted = False
    present = architecture.sources[name]
    for block in ancestors(analysis, name):
        if weighted and block not in present and analysis.reports[block].in_network:
            shortcuts.append(block)
        weighted = weighted or analysis.reports[block].macs > 0
    joints = [block for block in shortcuts if len(architecture.targets[block]) > 1 or _follows_merge(analysis, block)]
    return list(dict.fromkeys([*ends, *joints, *shortcuts]))


def _follows_merge(analysis: Analysis, name: str) -> bool:
    sources = analysis.architecture.sources
    return len(sources[name]) > 1 or any(len(sources[source]) > 1 for source in sources[name])
