"""Random networks, grown step by step: chains, branches within branches, skips, gates; most fit, some do not.

A network comes from a salt and a list of genes. Each gene seeds the random choices of one step and of nothing else, so that
hypothesis shrinks a network by leaving steps out; the salt makes a gene that comes again, as hypothesis likes it, another one.
Block types are not listed: fields are drawn as they are declared (`random_blocks`).
"""

import dataclasses
import random
from collections.abc import Callable, Sequence

from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec, Takes
from designer.network.errors import ShapeError
from designer.network.fields import WholeField, fields_of
from designer.network.shapes import Shape, is_image
from tests.contract.random_blocks import TYPES, chosen_fields, random_spec
from tests.contract.wide_blocks import wide_shape, wide_spec

MERGES = [name for name in TYPES if BLOCK_TYPES[name].MOST_INPUTS != 1]
ENDS_IMAGES = [name for name in TYPES if name in ("flatten", "dense")]
"""What follows has no rows and columns any more, so these come seldom."""
SINGLES = [name for name in TYPES if name not in MERGES and name not in ENDS_IMAGES]
FUSSY = [name for name in SINGLES if BLOCK_TYPES[name].TAKES is Takes.IMAGE]
ON_VECTORS = [name for name in SINGLES if BLOCK_TYPES[name].TAKES is Takes.BOTH]

DIVIDING = (2, 3, 4, 6, 8, 12)
MOST = 65_536
"""Filters and units."""

Draw = Callable[[random.Random, type[BlockSpec], Sequence[str] | None], BlockSpec]


def dividing_spec(chance: random.Random, block_type: type[BlockSpec], names: Sequence[str] | None) -> BlockSpec:
    """Return a random block; the whole numbers of half of them are ones that often divide each other."""
    spec = random_spec(chance, block_type, names)
    if chance.random() < 0.5:
        return spec
    large = [name for name, field in fields_of(block_type).items() if isinstance(field, WholeField) and field.most >= max(DIVIDING)]
    values = {name: chance.choice(DIVIDING) for name in large if names is None or name in names}
    return dataclasses.replace(spec, **values)


def output_of(spec: BlockSpec, inputs: tuple[Shape | None, ...]) -> Shape | None:
    """Return the output's shape, ``None`` where it is refused or not known: only to steer what grows next."""
    known = tuple(shape for shape in inputs if shape is not None)
    if len(known) < max(len(inputs), spec.FEWEST_INPUTS) or (spec.MOST_INPUTS is not None and len(inputs) > spec.MOST_INPUTS):
        return None
    try:
        spec.check_inputs(known)
        return spec.output_shape(known)
    except ShapeError:
        return None


class Growth:
    """A network while it grows; new blocks go behind ``tip``.

    Args:
        shape: Of the input block.
        draw: Makes a block of a type.
    """

    def __init__(self, shape: Shape, draw: Draw = dividing_spec) -> None:
        self.draw = draw
        self.blocks = [Block("input", BLOCK_TYPES["input"](**{"shape": shape}))]
        self.wires: list[Wire] = []
        self.shapes: dict[str, Shape | None] = {"input": shape}
        self.tip = "input"

    def put(self, spec: BlockSpec, *sources: str, frozen: bool = False) -> str:
        """Add a block behind its sources, and return its id."""
        name = f"b{len(self.blocks)}"
        self.blocks.append(Block(name, spec, frozen=frozen and spec.has_weights()))
        self.wires += [Wire(source, name) for source in sources]
        self.shapes[name] = output_of(spec, tuple(self.shapes[source] for source in sources)) if sources else None
        return name

    def one_more(self, chance: random.Random, behind: str) -> str:
        """Add a block with one input that fits; once in a while one that does not."""
        shape = self.shapes[behind]
        singles = SINGLES if shape is None or is_image(shape) else ON_VECTORS
        wanted = chance.random() > 0.06
        types = ENDS_IMAGES if chance.random() < 0.06 else singles if wanted else FUSSY
        for _ in range(3):
            spec, fits = self.drawn(chance, BLOCK_TYPES[chance.choice(types)], shape, wanted)
            if fits:
                break
        return self.put(spec, behind, frozen=chance.random() < 0.2)

    def drawn(
        self, chance: random.Random, block_type: type[BlockSpec], shape: Shape | None, wanted: bool = True, tries: int = 12
    ) -> tuple[BlockSpec, bool]:
        """Return a block that fits behind a shape (or does not, as wanted) after some tries, and whether it does as wanted.

        Which fields have a value of their own is chosen before: else what seldom fits, as groups, would seldom come.
        """
        names = chosen_fields(chance, block_type)
        for _ in range(tries):
            spec = self.draw(chance, block_type, names)
            if shape is None or (output_of(spec, (shape,)) is not None) == wanted:
                return spec, True
        return spec, False

    def branches(self, chance: random.Random, behind: str, depth: int = 0) -> str:
        """Add two or three branches of unlike length, one of them perhaps empty, and what merges them."""
        tips = []
        for _ in range(chance.choice((2, 2, 3))):
            tip = behind
            for _ in range(chance.choice((0, 1, 1, 2, 3))):
                nested = depth < 2 and chance.random() < 0.15
                tip = self.branches(chance, tip, depth + 1) if nested else self.one_more(chance, tip)
            tips.append(tip)
        return self.merge(chance, tips)

    def merge(self, chance: random.Random, tips: Sequence[str]) -> str:
        """Merge several ends; most of the time they are made to fit before."""
        spec = self.draw(chance, BLOCK_TYPES[chance.choice(MERGES)], None)
        tips = list(tips)[: spec.MOST_INPUTS] if chance.random() < 0.97 else list(tips)
        if output_of(spec, tuple(self.shapes[tip] for tip in tips)) is None and chance.random() < 0.98:
            first = self.shapes[tips[0]]
            tips = [tips[0], *(self.fitted(chance, tip, first) for tip in tips[1:])]
        chance.shuffle(tips)
        return self.put(spec, *tips)

    def fitted(self, chance: random.Random, tip: str, wanted: Shape | None) -> str:
        """Add blocks that bring an end to a shape, or to one value for each channel."""
        shape = self.shapes[tip]
        if wanted is None or shape is None or shape == wanted:
            return tip
        if not is_image(wanted) or not is_image(shape):
            return self.put(BLOCK_TYPES["dense"](**{"units": min(wanted[0], MOST)}), tip)
        size = (1, 1) if chance.random() < 0.1 else wanted[1:]
        tip = self.put(BLOCK_TYPES["adaptive_avg_pool"](**{"output": tuple(min(side, 16_384) for side in size)}), tip)
        return self.put(BLOCK_TYPES["conv2d"](**{"filters": min(wanted[0], MOST), "kernel": (1, 1)}), tip)

    def gate(self, chance: random.Random) -> str:
        """Weigh the channels of an image by values computed from it, as squeeze and excitation do."""
        shape = self.shapes[self.tip]
        if shape is None or not is_image(shape):
            return self.one_more(chance, self.tip)
        pooled = self.put(BLOCK_TYPES["global_pool"](), self.tip)
        weights = self.put(BLOCK_TYPES["conv2d"](**{"filters": min(shape[0], MOST), "kernel": (1, 1)}), pooled)
        pair = [self.tip, self.one_more(chance, weights) if chance.random() < 0.5 else weights]
        chance.shuffle(pair)
        return self.put(BLOCK_TYPES["multiply"](), *pair)

    def skip(self, chance: random.Random) -> str:
        """Merge the tip with any block before it."""
        mates = [block.id for block in self.blocks if self.shapes[block.id] is not None] or ["input"]
        return self.merge(chance, [self.tip, chance.choice(mates)])

    def stray(self, chance: random.Random) -> str:
        """Leave something beside the network: a second end, a loose block, a wire from a block that nothing reaches."""
        match chance.randrange(12):
            case 0:
                self.one_more(chance, self.tip)  # a second end
                return self.tip
            case 1:
                return self.put(BLOCK_TYPES[chance.choice(MERGES)](), self.tip)  # a wire is missing
            case 2:
                return self.put(BLOCK_TYPES["add"](), self.tip, self.put(self.draw(chance, BLOCK_TYPES[chance.choice(SINGLES)], None)))
            case 3:
                return self.put(BLOCK_TYPES[chance.choice(SINGLES)](), self.tip, "input")
            case _:
                self.one_more(chance, self.put(self.draw(chance, BLOCK_TYPES[chance.choice(SINGLES)], None)))  # loose
                return self.tip

    def step(self, chance: random.Random) -> None:
        """Do one step."""
        kind = chance.random()
        if kind < 0.6:
            self.tip = self.one_more(chance, self.tip)
        elif kind < 0.77:
            self.tip = self.branches(chance, self.tip)
        elif kind < 0.9:
            self.tip = self.skip(chance)
        elif kind < 0.97:
            self.tip = self.gate(chance)
        else:
            self.tip = self.stray(chance)

    def done(self) -> Architecture:
        """Return what has grown."""
        return Architecture("random", "", tuple(self.blocks), tuple(self.wires))


def random_network(salt: int, genes: Sequence[int], side: int = 40) -> Architecture:
    """Return a network of small blocks; the salt chooses the picture's shape, each gene a step."""
    chance = random.Random(salt)
    growth = Growth((chance.randint(1, 6), chance.randint(1, side), chance.randint(1, side)))
    for gene in genes:
        growth.step(random.Random(f"{salt}/{gene}"))
    if chance.random() < 0.3:
        growth.tip = growth.put(BLOCK_TYPES["flatten"](), growth.tip)
    if chance.random() < 0.4:
        growth.tip = growth.put(BLOCK_TYPES["dense"](), growth.tip)
    if chance.random() < 0.3:
        growth.tip = growth.put(BLOCK_TYPES["softmax"](), growth.tip)
    return growth.done()


def wide_network(gene: int) -> Architecture:
    """Return one block, at times with another before it, whose fields use the whole of their declared limits."""
    chance = random.Random(gene)
    (type_name,) = chance.choices(TYPES, [2 + len(fields_of(BLOCK_TYPES[name])) for name in TYPES])
    growth = Growth(wide_shape(chance), wide_spec)
    if chance.random() < 0.3:
        growth.tip = growth.one_more(chance, growth.tip)
    if type_name in MERGES:
        shape = growth.shapes[growth.tip]
        others = [growth.fitted(chance, "input", shape) for _ in range(BLOCK_TYPES[type_name].FEWEST_INPUTS - 1)]
        growth.put(wide_spec(chance, BLOCK_TYPES[type_name]), growth.tip, *others)
        return growth.done()
    shape = growth.shapes[growth.tip]
    spec, _ = growth.drawn(chance, BLOCK_TYPES[type_name], shape if chance.random() < 0.7 else None, tries=80)
    growth.put(spec, growth.tip)
    return growth.done()
