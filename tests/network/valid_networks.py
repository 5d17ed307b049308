"""Random networks without an error, built forwards from stages that people really use; and the shipped ones."""

from __future__ import annotations

import dataclasses
import random

from designer.network.analysis import analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks.base import BlockSpec
from designer.network.shapes import Shape
from designer.network.templates import load_template, template_names
from tests.network.networks import spec

CLASSES = 10
_ACTIVATIONS = ("relu", "relu", "tanh", "silu", "leaky_relu")


class Builder:
    """Appends stages behind the end; every stage leaves a network that fits."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.side = chance.choice((16, 24, 28, 32, 33))
        self.channels = chance.choice((1, 3))
        self.blocks = [Block("input", spec("input", shape=(self.channels, self.side, self.side)))]
        self.wires: list[Wire] = []
        self.end = "input"

    def put(self, stem: str, made: BlockSpec, *sources: str) -> str:
        name = f"{stem}{sum(block.id.startswith(stem) for block in self.blocks) + 1}"
        self.blocks.append(Block(name, made))
        self.wires += [Wire(source, name) for source in sources or (self.end,)]
        self.end = name
        return name

    def activation(self) -> None:
        self.put("act", spec(self.chance.choice(_ACTIVATIONS)))

    def convolution(self, filters: int, kernel: int = 3, **values: object) -> str:
        name = self.put("conv", spec("conv2d", filters=filters, kernel=(kernel, kernel), **{"padding": "same", **values}))
        if self.chance.random() < 0.3:
            self.put("norm", spec("batch_norm"))
        return name

    def plain(self) -> None:
        kernel = self.chance.choice((1, 3, 5))
        valid = self.side > 2 * kernel and self.chance.random() < 0.4
        filters = self.chance.choice((4, 6, 8, 12, 16))
        self.convolution(filters, kernel, padding="valid" if valid else "same")
        self.channels, self.side = filters, self.side - (kernel - 1) * valid
        self.activation()

    def pool(self) -> None:
        if self.side >= 6:
            kind = self.chance.choice(("max_pool", "max_pool", "avg_pool", "sum_pool"))
            self.put("pool", spec(kind))
            self.side //= 2

    def residual(self) -> None:
        start = self.end
        self.convolution(self.channels)
        self.activation()
        self.convolution(self.channels)
        self.put("add", spec("add"), *self.chance.sample([self.end, start], 2))
        self.activation()

    def inception(self) -> None:
        start, ends, filters = self.end, [], []
        for kernel in self.chance.sample((1, 3, 5), self.chance.choice((2, 3))):
            self.end = start
            filters.append(self.chance.choice((4, 6, 8)))
            self.convolution(filters[-1], kernel)
            self.activation()
            ends.append(self.end)
        self.put("concat", spec("concat"), *ends)
        self.channels = sum(filters)

    def gate(self) -> None:
        start = self.end
        self.put("squeeze", spec("global_pool"))
        self.convolution(self.channels, 1)
        self.put("sigmoid", spec("sigmoid"))
        self.put("gated", spec("multiply"), start, self.end)

    def separable(self) -> None:
        self.put("depth", spec("depthwise_conv2d", padding="same"))
        self.activation()
        self.convolution(self.channels, 1)
        self.activation()

    def finish(self) -> Architecture:
        if self.chance.random() < 0.3:
            self.put("global", spec("global_pool"))
        elif self.chance.random() < 0.4:
            self.put("flatten", spec("flatten"))
        for _ in range(self.chance.choice((0, 1, 1, 2))):
            self.put("dense", spec("dense", units=self.chance.choice((16, 32, 64))))
            self.activation()
            if self.chance.random() < 0.4:
                self.put("drop", spec("dropout"))
        self.put("dense", spec("dense", units=CLASSES))
        self.put("softmax", spec("softmax"))
        return Architecture(blocks=tuple(self.blocks), wires=tuple(self.wires))


def random_network(chance: random.Random) -> Architecture:
    """Return a chain, or a network with branches."""
    builder = Builder(chance)
    builder.plain()
    stages = [builder.plain, builder.pool, builder.separable]
    if chance.random() < 0.7:
        stages += [builder.residual, builder.inception, builder.gate, builder.residual, builder.inception]
    for _ in range(chance.randint(2, 6)):
        chance.choice(stages)()
    return builder.finish()


def shipped_networks() -> list[Architecture]:
    """Return the templates, with as many classes as the data has."""
    return [with_classes(load_template(name)) for name in template_names()]


def with_classes(network: Architecture) -> Architecture:
    analysis = analyse(network)
    assert analysis.logits_id is not None
    deciding = analysis.logits_id
    while not network.by_id[deciding].spec.WIDTH:
        deciding = network.sources[deciding][0]
    block = network.by_id[deciding]
    new = dataclasses.replace(block, spec=dataclasses.replace(block.spec, **{block.spec.WIDTH: CLASSES}))
    return dataclasses.replace(network, blocks=tuple(new if other is block else other for other in network.blocks))


def input_shape(network: Architecture, name: str) -> Shape:
    return analyse(network, CLASSES).reports[name].input_shapes[0]
