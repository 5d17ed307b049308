"""Blocks whose fields use the whole of their declared limits: too large to be computed, not too large for torch's ``meta`` device."""

import dataclasses
import random
from collections.abc import Sequence
from typing import Any

from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec
from designer.network.fields import Field, PaddingField, PairField, ShapeField, WholeField, fields_of
from designer.network.shapes import Shape
from tests.contract.random_blocks import chosen_fields, random_value


def wide_spec(chance: random.Random, block_type: type[BlockSpec], names: Sequence[str] | None = None) -> BlockSpec:
    """Return a block of a type; the named fields are drawn, the others have their defaults.

    All numbers of half of the blocks are powers of two, as people have them: what must divide something seldom does otherwise.
    """
    even, fields = 1.0 if chance.random() < 0.5 else 0.2, fields_of(block_type)
    chosen = names if names is not None else chosen_fields(chance, block_type)
    return dataclasses.replace(block_type(), **{name: wide_value(chance, fields[name], even) for name in chosen})


def wide_shape(chance: random.Random) -> Shape:
    """Return a picture's shape within the limits of the input block."""
    shape: Shape = wide_value(chance, fields_of(BLOCK_TYPES["input"])["shape"], chance.choice((0.2, 1.0)))
    return shape


def wide_value(chance: random.Random, field: Field, even: float) -> Any:
    """Return any value that the field takes; small and largest ones come often, powers of two with a chance of ``even``."""
    match field:
        case WholeField():
            return wide_whole(chance, field.least, field.most, even)
        case PairField():
            first = wide_whole(chance, field.least, field.most, even)
            return (first, first) if chance.random() < 0.3 else (first, wide_whole(chance, field.least, field.most, even))
        case ShapeField():
            return tuple(wide_whole(chance, field.least, field.most, even) for _ in range(3))
        case PaddingField():
            sides = 4 if field.four_sides and chance.random() < 0.5 else 2
            return chance.choice(["valid", "same", tuple(wide_whole(chance, 0, field.most, even) for _ in range(sides))])
        case _:
            return random_value(chance, field)


def wide_whole(chance: random.Random, least: int, most: int, even: float) -> int:
    """Return a whole number of any size: as likely between 8 and 16 as between 8,192 and 16,384."""
    if chance.random() < 0.06:
        return chance.choice((least, most))
    size: int = 2 ** chance.randint(0, most.bit_length() - 1)
    value = size if chance.random() < even else chance.randrange(size, 2 * size)
    return min(max(value - (least == 0), least), most)
