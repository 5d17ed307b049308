"""Networks as people draw them, of every block type, with branches: a file brings each back, to the byte."""

import random
from collections import Counter

from designer.network.architecture import Architecture
from designer.network.file_format import load, save
from tests.contract.random_blocks import TYPES
from tests.contract.random_networks import random_network, wide_network

NETWORKS, WIDE = 1_000, 300


def comes_back(architecture: Architecture) -> None:
    text = save(architecture)
    loaded = load(text)
    assert loaded == architecture, text
    assert save(loaded) == text


def test_random_networks_come_back() -> None:
    chance, types, branched = random.Random(0), Counter[str](), 0
    for _ in range(NETWORKS):
        architecture = random_network(chance.getrandbits(48), [chance.getrandbits(48) for _ in range(chance.randint(1, 8))])
        comes_back(architecture)
        types.update({block.spec.type_name for block in architecture.blocks})
        branched += any(len(targets) > 1 for targets in architecture.targets.values())
    assert all(types[name] >= NETWORKS // 20 for name in TYPES), types
    assert branched >= NETWORKS // 3


def test_values_from_the_whole_of_their_limits_come_back() -> None:
    chance = random.Random(0)
    for _ in range(WIDE):
        comes_back(wide_network(chance.getrandbits(48)))
