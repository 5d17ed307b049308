"""Remedies for wires: too few, too many, from nowhere; and for what lies unconnected."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from designer.network.remedies import (
    ConnectFrom,
    Disconnect,
    FeedFrom,
    InsertAfter,
    InsertBefore,
    MergeInputs,
    MoveBlock,
    Remedy,
    RemoveBlock,
    RemoveBlocks,
)
from designer.network.ways import accepts, ancestors, branch_of, earlier_inputs, loose_roots, shape_of

if TYPE_CHECKING:
    from designer.network.analysis import Analysis

_REMOVE = RemoveBlock("Remove this block")


def too_few(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return wires that fit the ones there are, then doing without the block."""
    present = tuple(shape for source in analysis.architecture.sources[name] if (shape := shape_of(analysis, source)))
    found: list[Remedy] = []
    for source in earlier_inputs(analysis, name):
        shape = shape_of(analysis, source)
        if shape and len(found) < 2 and accepts(analysis, name, (*present, shape)):
            found.append(ConnectFrom(f"Connect from {_shown(analysis, source)}", source))
    return [*found, _REMOVE]


def too_many(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return wires to take away, those last drawn from a block that feeds others first, and how the inputs could be joined."""
    architecture = analysis.architecture
    sources, most = architecture.sources[name], architecture.by_id[name].spec.MOST_INPUTS or 0
    if most == 0:
        return [Disconnect("Disconnect all wires", sources), _REMOVE]
    excess = len(sources) - most
    order = sorted(range(len(sources)), key=lambda index: (len(architecture.targets[sources[index]]) < 2, -index))
    chosen = tuple(sources[index] for index in order[:excess])
    found: list[Remedy] = [Disconnect(f"Disconnect {_shown(analysis, *chosen)}", chosen)]
    if excess == 1:
        others = dict.fromkeys(sources[index] for index in order[1:] if sources[index] not in chosen)
        found += [Disconnect(f"Disconnect {_shown(analysis, source)}", (source,)) for source in list(others)[:2]]
    if most == 1:
        shapes = {shape_of(analysis, source) for source in sources}
        found += [MergeInputs("Add them first", "add")] if len(shapes) == 1 else []
        found.append(MergeInputs("Concatenate them first", "concat"))
    return found


def not_reached(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return wires that bring the loose input into the network, or the way to do without it."""
    architecture = analysis.architecture
    sources = architecture.sources[name]
    loose_sources = tuple(source for source in sources if source not in analysis.reached)
    before = {other for source in loose_sources for other in (source, *ancestors(analysis, source))}
    found: list[Remedy] = []
    for root in [root for root in loose_roots(analysis) if root in before][:1]:
        starts = [other for other in earlier_inputs(analysis, name) if other in analysis.reached]
        starts += [source for source in sources if source in analysis.reached]
        fitting = [start for start in dict.fromkeys(starts) if (shape := shape_of(analysis, start)) and accepts(analysis, root, (shape,))]
        found += [ConnectFrom(f"Connect {_shown(analysis, root)} from {_shown(analysis, start)}", start, block=root) for start in fitting[:3]]
    if len(sources) - len(loose_sources) >= architecture.by_id[name].spec.FEWEST_INPUTS:
        found.append(Disconnect(f"Disconnect {_shown(analysis, *loose_sources)}", loose_sources))
    return (
        [*found, FeedFrom(f"Remove it, and follow {_shown(analysis, sources[0])}", sources[0])]
        if sources[0] in analysis.reached
        else [
            *found,
            *([FeedFrom("Remove it", rest)] if (rest := next((source for source in sources if source in analysis.reached), "")) else [_REMOVE]),
        ]
    )


def two_inputs(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return how one input is enough."""
    first = analysis.input_id or ""
    remove = RemoveBlock(f"Remove {_shown(analysis, name)}")
    if not analysis.architecture.targets[name]:
        return [remove]
    return [FeedFrom(f"Use {_shown(analysis, first)} for both", first), remove]


def no_input(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return an input in front of the first block."""
    return [InsertBefore("Add an input", "input")]


def no_layers(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return what could follow the input: loose blocks, else a layer for the classes."""
    classes = analysis.classes or 10
    return [*connect_loose(analysis, name), InsertAfter(f"Add Dense {classes}", "dense", {"units": classes})]


def connect_loose(analysis: Analysis, end: str) -> list[Remedy]:
    """Return wires from an end to loose blocks that take its shape."""
    shape = shape_of(analysis, end)
    fitting = [root for root in loose_roots(analysis) if shape and accepts(analysis, root, (shape,))]
    return [ConnectFrom(f"Connect to {_shown(analysis, root)}", end, block=root) for root in fitting[:2]]


def loose(analysis: Analysis, name: str, own: tuple[Remedy, ...]) -> list[Remedy]:
    """Return how a loose block comes into the network; only the first of several that hang together says it."""
    architecture = analysis.architecture
    if architecture.sources[name] or analysis.end_id is None:
        return list(own)
    found: list[Remedy] = []
    place, lonely = analysis.logits_id or analysis.end_id, not architecture.targets[name]
    shape = shape_of(analysis, place)
    if shape and accepts(analysis, name, (shape,)):
        shown = _shown(analysis, place)
        if place == analysis.end_id:
            found.append(ConnectFrom(f"Connect from {shown}", place))
        elif lonely:
            found.append(MoveBlock(f"Insert it after {shown}", after=place))
    behind = tuple(architecture.downstream(name)) if not lonely else (name,)
    private = tuple(block for block in behind if block not in analysis.reached)
    return [*found, RemoveBlocks("Remove it" if len(private) == 1 else f"Remove it and {len(private) - 1} behind it", private)]


def dead_end(analysis: Analysis, end: str) -> RemoveBlocks:
    """Return the removal of an end with what leads only there."""
    branch = branch_of(analysis, end)
    more = f" and {len(branch) - 1} before it" if len(branch) > 1 else ""
    return RemoveBlocks(f"Remove {_shown(analysis, end)}{more}", branch)


def _shown(analysis: Analysis, *names: str) -> str:
    counted = Counter(analysis.architecture.by_id[name].shown_name for name in names)
    return " and ".join(name if number == 1 else f"{name} ({number}×)" for name, number in counted.items())
