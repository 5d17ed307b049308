"""Random edits of random networks: an analysis that builds on the one before equals a fresh one, and every error has a fix that works."""

from __future__ import annotations

import random

import pytest

from designer.network import edits
from designer.network.analysis import Analysis, analyse
from designer.network.architecture import Architecture
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec
from designer.network.errors import EditError
from designer.network.fields import fields_of
from designer.network.fixes import ordered_fixes
from tests.contract.random_blocks import random_spec, random_value
from tests.network.valid_networks import CLASSES, random_network

NETWORKS, EDITS = 20, 12


def edited(network: Architecture, chance: random.Random) -> Architecture:
    """Return the network after one edit that a person could make.

    Raises:
        EditError: It is not allowed here.
    """
    block = chance.choice(list(network.by_id))
    match chance.randrange(9):
        case 0 | 1 | 2:
            fields = fields_of(type(network.by_id[block].spec))
            name = chance.choice(list(fields) or [""])
            return edits.set_field(network, block, name, random_value(chance, fields[name]) if name else None)
        case 3:
            return edits.insert_after(network, block, any_spec(chance))[0]
        case 4:
            return edits.remove_blocks(network, block, close=chance.random() < 0.7)[0]
        case 5:
            return edits.connect(network, block, chance.choice(list(network.by_id)))
        case 6:
            return edits.disconnect(network, chance.choice(network.wires)) if network.wires else network
        case 7:
            return edits.set_title(network, block, f"title {chance.random()}")
        case _:
            return edits.add_block(network, any_spec(chance))[0]


def any_spec(chance: random.Random) -> BlockSpec:
    return random_spec(chance, BLOCK_TYPES[chance.choice(sorted(BLOCK_TYPES))])


def assert_alike(one: Analysis, other: Analysis) -> None:
    assert one.reports == other.reports
    assert (one.problems, one.order, one.ends) == (other.problems, other.order, other.ends)
    assert (one.parameters, one.macs, one.activation_bytes) == (other.parameters, other.macs, other.activation_bytes)
    assert one.training_memory_bytes == other.training_memory_bytes
    for name, report in one.reports.items():  # what is worked out when it is asked for
        beside = other.reports[name]
        assert (report.windows, report.output_bytes, report.kept, report.dense_parameters) == (
            beside.windows, beside.output_bytes, beside.kept, beside.dense_parameters,
        )  # fmt: skip


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_building_on_the_analysis_before_equals_a_fresh_one(seed: int) -> None:
    chance = random.Random(seed)
    network = random_network(chance)
    analysis = analyse(network, CLASSES)
    for _ in range(EDITS):
        if not network.blocks:
            break
        try:
            network = edited(network, chance)
        except EditError:
            continue
        before, analysis = analysis, analyse(network, CLASSES, analysis)
        assert_alike(analysis, analyse(network, CLASSES))
        for problem in analysis.errors:
            assert problem.remedies, problem.message
        for problem in analysis.errors[:1]:
            fixed = ordered_fixes(analysis, problem)[0].apply(network)
            assert_alike(analyse(fixed, CLASSES, analysis), analyse(fixed, CLASSES))
            assert_alike(analyse(fixed, CLASSES, before), analyse(fixed, CLASSES))
            assert (problem.block, problem.code) not in [(other.block, other.code) for other in analyse(fixed, CLASSES).problems]
