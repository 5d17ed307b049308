"""Random valid documents for hypothesis, derived from the declared fields: a new block type is drawn by itself."""

from __future__ import annotations

import string
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from designer.network.architecture import Architecture, Block, UnknownSpec, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec
from designer.network.fields import ChoiceField, Field, FlagField, NumberField, PaddingField, PairField, ShapeField, TextField, WholeField, fields_of
from designer.network.ids import LONGEST_ID
from designer.network.training import Training

MODEST = settings(derandomize=True, deadline=None, max_examples=100, database=None)
"""The sizes of every day, with fixed seeds."""

FULL = settings(deadline=None, max_examples=50_000, database=None, print_blob=True)
"""The full sizes of the reliability ledger; seeds rotate."""

IDS = st.text(string.ascii_letters + string.digits + "_-", min_size=1, max_size=LONGEST_ID)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def field_values(field: Field) -> st.SearchStrategy[Any]:
    """Draw canonical values of a field."""
    match field:
        case FlagField():
            return st.booleans()
        case ChoiceField():
            return st.sampled_from(field.choices)
        case TextField():
            return TEXTS.filter(bool)
        case WholeField():
            return _small_first(field.least, field.most)
        case PairField():
            return _tuples(field.least, field.most, 2)
        case ShapeField():
            return _tuples(field.least, field.most, 3)
        case PaddingField():
            sides = (2, 4) if field.four_sides else (2,)
            return st.one_of(st.sampled_from(["valid", "same"]), *(_tuples(0, field.most, number) for number in sides))
        case NumberField():
            most = min(field.most, 1e308)
            return st.floats(field.least, most, exclude_min=field.open_least, exclude_max=field.open_most).map(field.parse)
    raise AssertionError(f"no strategy for {type(field).__name__}: add one")


def _small_first(least: int, most: int) -> st.SearchStrategy[int]:
    return st.one_of(st.integers(least, min(most, least + 16)), st.integers(least, most))


def _tuples(least: int, most: int, number: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*[_small_first(least, most)] * number)


def specs_of(block_type: type[BlockSpec]) -> st.SearchStrategy[BlockSpec]:
    """Draw a block type's values; fields with a default are often left at it."""
    drawn = {name: st.one_of(st.just(getattr(block_type, name)), field_values(field)) for name, field in fields_of(block_type).items()}
    return st.builds(block_type, **drawn)


JSON_TEXTS = st.sampled_from(["1.50", "-0", "1E5", "[1, [2.0, null]]", '{"a": {"b": "ü"}}', '"text"', "true", "123456789012345678901234567890"])
UNKNOWN_SPECS = st.builds(
    UnknownSpec,
    name=st.sampled_from(["attention", "conv3d"]),
    values=st.dictionaries(st.sampled_from(["heads", "größe", "kernel"]), JSON_TEXTS).map(lambda found: tuple(found.items())),
)
KNOWN_SPECS = st.one_of([specs_of(BLOCK_TYPES[name]) for name in sorted(BLOCK_TYPES)])
SPECS = st.one_of(KNOWN_SPECS, KNOWN_SPECS, KNOWN_SPECS, UNKNOWN_SPECS)

_COORDINATES = st.one_of(st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6).map(lambda value: value + 0.0))


@st.composite
def blocks(draw: st.DrawFn, block_id: str) -> Block:
    """Draw a block of the given id."""
    spec = draw(SPECS)
    at = draw(st.one_of(st.none(), st.tuples(_COORDINATES, _COORDINATES)))
    quiet = draw(st.one_of(st.just(()), st.lists(st.sampled_from(["softmax-not-last", "x"]), max_size=2).map(tuple)))
    title = draw(st.one_of(st.just(""), TEXTS))
    return Block(block_id, spec, title, at, spec.has_weights() and draw(st.booleans()), quiet)


@st.composite
def trainings(draw: st.DrawFn) -> Training:
    """Draw settings, some of them stated, some from a newer version."""
    known = fields_of(Training)
    stated = draw(st.sets(st.sampled_from(list(known))))
    values = {name: draw(st.one_of(st.just(getattr(Training, name)), field_values(field))) for name, field in known.items() if name in stated}
    unknown = draw(st.dictionaries(st.sampled_from(["mixup", "augment"]), JSON_TEXTS))
    return Training(**values, written=tuple(values), unknown=tuple(unknown.items()))


@st.composite
def architectures(draw: st.DrawFn, most_blocks: int = 8) -> Architecture:
    """Draw a document that a file may hold: unique ids, wires that branch, merge and repeat, never a cycle."""
    ids = draw(st.lists(IDS, unique=True, max_size=most_blocks))
    listed = tuple(draw(blocks(block_id)) for block_id in ids)
    order = draw(st.permutations(ids))
    forward = [Wire(source, target) for index, source in enumerate(order) for target in order[index + 1 :]]
    wires = draw(st.lists(st.sampled_from(forward), max_size=2 * len(ids))) if forward else []
    return Architecture(draw(TEXTS), draw(TEXTS), listed, tuple(wires), draw(trainings()))
