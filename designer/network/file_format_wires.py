"""Reading the wires of an architecture file; without any the blocks form a chain."""

from __future__ import annotations

import itertools
from typing import Any

from designer.network.architecture import Wire
from designer.network.fields import did_you_mean, quote
from designer.network.file_format_faults import Faults

_LONGEST_CYCLE_TOLD = 8


def read_wires(document: dict[str, Any], ids: list[str] | None, faults: Faults) -> tuple[Wire, ...]:
    """Return the wires; where not all ids are known, where they lead is not checked."""
    if "wires" not in document:
        return tuple(Wire(source, target) for source, target in itertools.pairwise(ids)) if ids else ()
    raw = document["wires"]
    if not isinstance(raw, list):
        faults.add_found("wires", raw, 'a list of ["from", "to"]')
        return ()
    known = None if ids is None else set(ids)
    wires = [wire for index, item in enumerate(raw) if (wire := _wire(item, f"wires[{index}]", known, faults))]
    if known is not None and len(wires) == len(raw) and (cycle := find_cycle(wires)):
        faults.add("wires", f"found a cycle ({_cycle_text(cycle)}); allowed are wires that never lead back")
    return tuple(wires)


def _wire(raw: Any, place: str, known: set[str] | None, faults: Faults) -> Wire | None:
    if not isinstance(raw, list) or len(raw) != 2 or not isinstance(raw[0], str) or not isinstance(raw[1], str):
        faults.add_found(place, raw, '["from", "to"], the ids of two blocks')
        return None
    if known is not None and (raw[0] not in known or raw[1] not in known):
        lost = raw[0] if raw[0] not in known else raw[1]
        near = "" if faults.full else did_you_mean(lost, sorted(known)[:1000])
        faults.add(place, f"found {quote(lost)}; allowed is the id of a block in this file{near}")
        return None
    return Wire(raw[0], raw[1])


def find_cycle(wires: list[Wire]) -> list[str]:
    """Return the ids along one cycle, or nothing."""
    missing: dict[str, int] = {}
    targets: dict[str, list[str]] = {}
    for source, target in wires:
        missing[target] = missing.get(target, 0) + 1
        targets.setdefault(source, []).append(target)
    ready = [source for source in targets if source not in missing]
    while ready:
        for target in targets.get(ready.pop(), ()):
            missing[target] -= 1
            if missing[target] == 0:
                del missing[target]
                ready.append(target)
    return _walk_back(wires, missing) if missing else []


def _walk_back(wires: list[Wire], waiting: dict[str, int]) -> list[str]:
    """Every waiting block has a waiting source, so walking back comes round."""
    sources = {target: source for source, target in wires if source in waiting and target in waiting}
    path = [next(iter(sources))]
    places = {path[0]: 0}
    while (source := sources[path[-1]]) not in places:
        places[source] = len(path)
        path.append(source)
    return path[places[source] :][::-1]


def _cycle_text(cycle: list[str]) -> str:
    told = cycle if len(cycle) <= _LONGEST_CYCLE_TOLD else [*cycle[: _LONGEST_CYCLE_TOLD - 1], "…"]
    return " → ".join([*told, cycle[0]])
