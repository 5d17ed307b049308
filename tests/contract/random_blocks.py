"""Random blocks and inputs, made from the declared fields alone: a new block type is tested without being listed."""

import dataclasses
import random
from collections.abc import Iterator, Sequence
from typing import Any

from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec, Takes
from designer.network.fields import ChoiceField, Field, FlagField, NumberField, PaddingField, PairField, ShapeField, WholeField, fields_of
from designer.network.shapes import Shape

TYPES = sorted(name for name, block_type in BLOCK_TYPES.items() if block_type.MOST_INPUTS != 0)
"""Block types that compute something."""

Case = tuple[BlockSpec, tuple[Shape, ...]]


def cases(type_name: str, number: int, seed: int = 0) -> Iterator[Case]:
    """Return blocks of a type, each with inputs; many fit, some do not."""
    chance = random.Random(f"{type_name}/{seed}")
    for _ in range(number):
        yield random_spec(chance, BLOCK_TYPES[type_name]), random_inputs(chance, BLOCK_TYPES[type_name])


def random_spec(chance: random.Random, block_type: type[BlockSpec], names: Sequence[str] | None = None) -> BlockSpec:
    """Return a block of a type; the named fields are drawn, the others have their defaults."""
    fields = fields_of(block_type)
    chosen = names if names is not None else chosen_fields(chance, block_type)
    return dataclasses.replace(block_type(), **{name: random_value(chance, fields[name]) for name in chosen})


def chosen_fields(chance: random.Random, block_type: type[BlockSpec]) -> list[str]:
    """Return the required fields of a type and some of the others."""
    return [name for name, field in fields_of(block_type).items() if field.required or chance.random() < 0.6]


def random_value(chance: random.Random, field: Field) -> Any:
    """Return a value that the field takes: small, so that torch is quick, and often one that does not fit."""
    match field:
        case WholeField():
            return chance.randint(field.least, min(field.most, 6))
        case PairField():
            return tuple(chance.choice((1, 2, 3, 3, 4, 5, 7)) if field.least <= 1 else field.least for _ in range(2))
        case ShapeField():
            return (chance.choice((1, 3)), chance.randint(1, 12), chance.randint(1, 12))
        case PaddingField():
            sides = [(2,), (2, 4)][field.four_sides]
            return chance.choice(["valid", "same", tuple(chance.randint(0, 3) for _ in range(chance.choice(sides)))])
        case FlagField():
            return chance.random() < 0.5
        case ChoiceField():
            return chance.choice(field.choices)
        case NumberField():
            return field.parse(chance.uniform(max(field.least, 1e-6), min(field.most, 2.0) * 0.999))
        case _:
            raise AssertionError(f"no random value for {type(field).__name__}")


def random_inputs(chance: random.Random, block_type: type[BlockSpec]) -> tuple[Shape, ...]:
    """Return shapes for as many inputs as the type takes, mostly of one shape."""
    most = block_type.MOST_INPUTS or block_type.FEWEST_INPUTS + 2
    vector = block_type.TAKES is Takes.BOTH and chance.random() < 0.3
    first: Shape = (chance.randint(1, 12),) if vector else (chance.randint(1, 6), chance.randint(1, 13), chance.randint(1, 13))
    return tuple(first if chance.random() < 0.6 else changed(chance, first) for _ in range(chance.randint(block_type.FEWEST_INPUTS, most)))


def changed(chance: random.Random, shape: Shape) -> Shape:
    if len(shape) == 3 and chance.random() < 0.4:
        return (shape[0], 1, 1)
    axis = chance.randrange(len(shape))
    return tuple(chance.randint(1, 6) if index == axis else size for index, size in enumerate(shape))
