"""Random networks with branches, from a seed: series-parallel ones, and any without a cycle."""

from __future__ import annotations

import itertools
from random import Random

from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks import BLOCK_TYPES


def series_parallel(seed: int, steps: int = 24, shuffled: bool = False) -> Architecture:
    """Return a network grown from one wire by splitting wires in two, one behind the other or side by side.

    Args:
        seed: Of the random numbers.
        steps: How often a wire is split.
        shuffled: Let the inputs of every block come in any order, not in one that could be drawn without crossings.
    """
    random = Random(seed)
    names = (f"b{number}" for number in itertools.count())
    wires = [("input", "end")]
    for _ in range(steps):
        index = random.randrange(len(wires))
        source, target = wires[index]
        if random.random() < 0.6:
            middle = next(names)
            wires[index : index + 1] = [(source, middle), (middle, target)]
        else:
            wires.insert(index, (source, target))
    if shuffled:
        random.shuffle(wires)
    return _network([name for wire in wires for name in wire], wires)


def any_dag(seed: int, blocks: int = 14, wires: int = 22) -> Architecture:
    """Return a network of random wires, each to a later block."""
    random = Random(seed)
    names = [f"b{number}" for number in range(blocks)]
    pairs = [tuple(sorted(random.sample(range(blocks), 2))) for _ in range(wires)]
    return _network(names, [(names[low], names[high]) for low, high in pairs])


def fully_wired(blocks: int) -> Architecture:
    """Return a network in which every block feeds all later ones."""
    names = [f"b{number}" for number in range(blocks)]
    return _network(names, list(itertools.combinations(names, 2)))


def chain(blocks: int) -> Architecture:
    """Return blocks one behind the other."""
    names = ["input", *(f"b{number}" for number in range(blocks - 1))]
    return _network(names, list(itertools.pairwise(names)))


def _network(names: list[str], wires: list[tuple[str, str]]) -> Architecture:
    add, start = BLOCK_TYPES["add"](), BLOCK_TYPES["input"]()
    blocks = tuple(Block(name, start if name == "input" else add) for name in dict.fromkeys(names))
    return Architecture(blocks=blocks, wires=tuple(Wire(source, target) for source, target in wires))
