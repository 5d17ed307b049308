"""Networks small enough to be read in a test."""

from __future__ import annotations

import itertools

from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec

STEMS = {
    "add": "add",
    "conv": "conv2d",
    "pool": "max_pool",
    "relu": "relu",
    "dense": "dense",
    "input": "input",
    "softmax": "softmax",
    "norm": "batch_norm",
}


def spec(name: str) -> BlockSpec:
    """Return a block type by the stem of an id."""
    return BLOCK_TYPES[STEMS[name.rstrip("0123456789")]]()


def network(*chains: str) -> Architecture:
    """Return a network of chains such as ``"input conv1 relu1"``; a name that comes again is the same block."""
    blocks: dict[str, Block] = {}
    wires: list[Wire] = []
    for chain in chains:
        names = chain.split()
        blocks |= {name: Block(name, spec(name)) for name in names if name not in blocks}
        wires += [Wire(source, target) for source, target in itertools.pairwise(names)]
    return Architecture(blocks=tuple(blocks.values()), wires=tuple(wires))


def chains(architecture: Architecture) -> set[str]:
    """Return the wires as ``"a b"``, for comparing."""
    return {f"{source} {target}" for source, target in architecture.wires}


def listed(architecture: Architecture) -> str:
    """Return the ids in the order listed."""
    return " ".join(block.id for block in architecture.blocks)


def shared(before: Architecture, after: Architecture) -> set[str]:
    """Return the ids of the blocks that are the same objects in both."""
    return {block.id for block in after.blocks if before.by_id.get(block.id) is block}
