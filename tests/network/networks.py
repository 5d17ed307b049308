"""Small networks that several tests are about."""

from __future__ import annotations

import itertools

from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec


def spec(type_name: str, **values: object) -> BlockSpec:
    """Return a block type with the given field values."""
    return BLOCK_TYPES[type_name](**values)


def chain(*blocks: tuple[str, BlockSpec]) -> Architecture:
    """Return a network of blocks one behind the other."""
    made = tuple(Block(name, found) for name, found in blocks)
    return Architecture(blocks=made, wires=tuple(Wire(a.id, b.id) for a, b in itertools.pairwise(made)))


def lenet5(side: int = 28, padding: str = "same") -> Architecture:
    """Return LeNet-5 for pictures of ``side`` × ``side`` pixels."""
    return chain(
        ("input", spec("input", shape=(1, side, side))),
        ("conv1", spec("conv2d", filters=6, kernel=(5, 5), padding=padding)),
        ("relu1", spec("relu")),
        ("pool1", spec("max_pool")),
        ("conv2", spec("conv2d", filters=16, kernel=(5, 5))),
        ("relu2", spec("relu")),
        ("pool2", spec("max_pool")),
        ("dense1", spec("dense", units=120)),
        ("relu3", spec("relu")),
        ("dense2", spec("dense", units=84)),
        ("relu4", spec("relu")),
        ("dense3", spec("dense", units=10)),
        ("softmax", spec("softmax")),
    )
