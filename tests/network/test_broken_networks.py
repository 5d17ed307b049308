"""300 valid networks, each broken at random in one place.

The first cause is the block where the contradiction is found first, going through the network in its order: the block that refuses its inputs or its
own settings, the merge that gets unlike or missing inputs, the block that the values no longer get beyond, the input or the end there is too many of.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator

from designer.network.analysis import Analysis, State, analyse
from designer.network.architecture import Architecture
from designer.network.errors import EditError
from designer.network.fixes import Fix, ordered_fixes
from designer.network.problems import Problem
from tests.network.breaking import broken_networks
from tests.network.valid_networks import CLASSES, random_network, shipped_networks

NUMBER, LEAST_MENDED = 300, 297


def valid_networks(chance: random.Random) -> Iterator[Architecture]:
    """Give a shipped network now and then, random ones between."""
    shipped = shipped_networks()
    for turn in itertools.count():
        yield chance.choice(shipped) if turn % 6 == 5 else random_network(chance)


def mends(analysis: Analysis, problem: Problem, fix: Fix) -> bool:
    """Tell whether a fix takes the problem away without a new error before it."""
    try:
        fixed = analyse(fix.apply(analysis.architecture), CLASSES)
    except EditError:
        return False
    place = {name: index for index, name in enumerate(analysis.order)}
    here = place[problem.block or ""]
    return not any((error.block, error.code) == (problem.block, problem.code) or place.get(error.block or "", here) < here for error in fixed.errors)


def test_random_networks_are_valid_before_they_are_broken() -> None:
    chance = random.Random(1)
    for network in (*shipped_networks(), *(random_network(chance) for _ in range(100))):
        assert not analyse(network, CLASSES).errors


def test_the_first_cause_is_found_and_the_first_fix_mends_it() -> None:
    chance = random.Random(20260731)
    ways: Counter[str] = Counter()
    misplaced: list[str] = []
    unmended: list[str] = []
    clean = 0
    for way, network, cause in broken_networks(valid_networks(chance), chance, NUMBER):
        ways[way] += 1
        analysis = analyse(network, CLASSES)
        first = analysis.errors[0]
        if first.block != cause:
            misplaced.append(f"{way}: {cause}, but said is {first.message}")
        fixes = ordered_fixes(analysis, first)
        if not fixes or not mends(analysis, first, fixes[0]):
            unmended.append(f"{way}: {first.message} → {[fix.label for fix in fixes]}")
        else:
            clean += not analyse(fixes[0].apply(network), CLASSES).errors
    print(f"right block {NUMBER - len(misplaced)} of {NUMBER}, mended by the first fix {NUMBER - len(unmended)}, no error left {clean}: {dict(ways)}")
    assert ways.total() == NUMBER and len(ways) == 18
    assert misplaced == []
    assert len(unmended) <= NUMBER - LEAST_MENDED, "\n".join(unmended)


def test_what_follows_the_first_cause_waits_and_other_branches_do_not() -> None:
    chance = random.Random(7)
    for way, network, cause in broken_networks(valid_networks(chance), chance, 60):
        analysis = analyse(network, CLASSES)
        if analysis.reports[cause].state is not State.BROKEN or not analysis.reports[cause].in_network:
            continue
        behind = network.downstream(cause) - {cause}
        states = {name: analysis.reports[name].state for name in network.order}
        assert {states[name] for name in behind} <= {State.WAITING, State.BROKEN}, way
        errors_behind = {error.code for error in analysis.errors if error.block in behind}
        assert errors_behind <= {"two-ends", "too-many-wires", "too-few-wires", "input-not-reached"}, "only what is wrong by itself"
        beside = analysis.reached - network.downstream(cause)
        assert all(states[name] in (State.OK, State.BROKEN) for name in beside), way
