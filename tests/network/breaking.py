"""Ways to break a valid network in one place, each with the block where the contradiction is then found first."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Iterator

from designer.network import edits
from designer.network.architecture import Architecture, Block, UnknownSpec, Wire
from designer.network.blocks.base import Takes
from designer.network.errors import ShapeError
from designer.network.shapes import Shape, is_image
from tests.network.networks import spec
from tests.network.valid_networks import input_shape

Broken = tuple[Architecture, str]
"""The broken network, and the id of the block that is the first cause."""


def with_fields(network: Architecture, name: str, **values: object) -> Architecture:
    for field, value in values.items():
        network = edits.set_field(network, name, field, value)
    return network


def of_type(network: Architecture, *types: str) -> list[str]:
    return [name for name in network.order if network.by_id[name].spec.type_name in types]


def pick(chance: random.Random, names: list[str]) -> str | None:
    return chance.choice(names) if names else None


def first_refusal(network: Architecture) -> str | None:
    """Return the first block in the order of the network that refuses its inputs, all wires being right: by plain evaluation."""
    shapes: dict[str, Shape] = {}
    for name in network.order:
        block, inputs = network.by_id[name], tuple(shapes[source] for source in network.sources[name])
        try:
            block.spec.check_inputs(inputs)
            shapes[name] = block.spec.output_shape(inputs)
        except ShapeError:
            return name
    return None


def kernel_too_large(network: Architecture, chance: random.Random) -> Broken | None:
    name = pick(chance, of_type(network, "conv2d", "depthwise_conv2d", "max_pool", "avg_pool", "sum_pool"))
    if name is None:
        return None
    _, height, width = input_shape(network, name)
    kernel = (height + chance.randint(1, 4), width + chance.randint(0, 3))
    return with_fields(network, name, kernel=kernel, padding="valid"), name


def dilated_too_far(network: Architecture, chance: random.Random) -> Broken | None:
    names = [name for name in of_type(network, "conv2d", "depthwise_conv2d") if getattr(network.by_id[name].spec, "kernel", (1, 1))[0] > 1]
    name = pick(chance, names)
    return (with_fields(network, name, dilation=input_shape(network, name)[1], padding="valid"), name) if name else None


def vector_into_image(network: Architecture, chance: random.Random) -> Broken | None:
    """Put a Flatten or a dense block on a wire to a block that takes images."""
    names = [name for name in network.order if network.by_id[name].spec.TAKES is Takes.IMAGE and len(network.sources[name]) == 1]
    name = pick(chance, names)
    if name is None:
        return None
    made = spec("flatten") if chance.random() < 0.6 else spec("dense", units=12)
    return edits.insert_on_wire(network, Wire(network.sources[name][0], name), made)[0], name


def groups_do_not_divide(network: Architecture, chance: random.Random) -> Broken | None:
    name = pick(chance, of_type(network, "conv2d"))
    if name is None:
        return None
    channels, filters = input_shape(network, name)[0], network.by_id[name].spec.filters  # type: ignore[attr-defined]  # a convolution
    wrong = [groups for groups in range(2, 20) if channels % groups or filters % groups]
    return with_fields(network, name, groups=chance.choice(wrong)), name


def merge_of_unlike_shapes(network: Architecture, chance: random.Random) -> Broken | None:
    """Change the filters, stride or padding of a convolution on one way into an addition, or shrink one way by a pool."""
    merge = pick(chance, of_type(network, "add", "concat"))
    if merge is None:
        return None
    index = chance.randrange(len(network.sources[merge]))
    source = network.sources[merge][index]
    if network.by_id[merge].spec.type_name == "add" and chance.random() < 0.6:
        way = [source]
        while len(network.sources[way[-1]]) == 1 and len(network.targets[way[-1]]) == 1 and network.by_id[way[-1]].spec.type_name != "conv2d":
            way.append(network.sources[way[-1]][0])
        if network.by_id[way[-1]].spec.type_name != "conv2d" or len(network.targets[way[-1]]) != 1:
            return None
        return with_fields(network, way[-1], filters=network.by_id[way[-1]].spec.filters + chance.randint(1, 5)), merge  # type: ignore[attr-defined]
    shape = input_shape(edits.insert_on_wire(network, Wire(source, merge), spec("relu"))[0], _new(network, "relu"))
    if not is_image(shape) or shape[1] < 2:
        return None
    return edits.insert_on_wire(network, Wire(source, merge), spec("max_pool"))[0], merge


def _new(network: Architecture, type_name: str) -> str:
    return edits.add_block(network, spec(type_name))[1]


def wire_into_merge_removed(network: Architecture, chance: random.Random) -> Broken | None:
    names = [name for name in of_type(network, "add", "concat", "multiply") if len(network.sources[name]) == 2]
    merge = pick(chance, names)
    return (edits.disconnect(network, Wire(chance.choice(network.sources[merge]), merge)), merge) if merge else None


def chain_cut(network: Architecture, chance: random.Random) -> Broken | None:
    """Remove a wire that all values pass: what is before it is the end now."""
    passed = [wire for wire in network.wires if _is_bridge(network, wire)]
    images = [wire for wire in passed if is_image(input_shape(network, wire.target)) and input_shape(network, wire.target)[1] > 1]
    if not images:
        return None
    wire = chance.choice(images)
    return edits.disconnect(network, wire), wire.source


def _is_bridge(network: Architecture, wire: Wire) -> bool:
    cut = edits.disconnect(network, wire)
    return len(network.targets[wire.source]) == 1 and not {name for name in cut.downstream("input") if not cut.targets[name]} - {wire.source}


def branch_cut(network: Architecture, chance: random.Random) -> Broken | None:
    """Remove a wire within one of two ways into an addition: what is left of it comes from nowhere."""
    for merge in chance.sample(of_type(network, "add"), len(of_type(network, "add"))):
        for source in network.sources[merge]:
            before = network.sources[source]
            if len(before) == 1 and len(network.targets[source]) == 1 and len(network.targets[before[0]]) == 1:
                return edits.disconnect(network, Wire(before[0], source)), merge
    return None


def extra_end(network: Architecture, chance: random.Random) -> Broken | None:
    """Hang a block on one that is not the end."""
    source = chance.choice([name for name in network.order if network.targets[name]])
    made, name = edits.add_block(network, spec(chance.choice(("relu", "dense", "flatten", "dropout"))))
    if chance.random() < 0.5:
        blocks = [block for block in made.blocks if block.id != name]
        place = chance.randint(0, len(blocks))
        made = dataclasses.replace(made, blocks=(*blocks[:place], made.by_id[name], *blocks[place:]))
    return edits.connect(made, source, name), name


def second_input(network: Architecture, chance: random.Random) -> Broken | None:
    made, name = edits.add_block(network, spec("input", shape=chance.choice(((1, 28, 28), (3, 16, 16)))))
    merge = pick(chance, of_type(network, "add", "concat"))
    return (edits.connect(made, name, merge) if merge and chance.random() < 0.5 else made), name


def input_removed(network: Architecture, chance: random.Random) -> Broken | None:
    targets = network.targets["input"]
    return (edits.remove_blocks(network, "input", close=False)[0], targets[0]) if len(targets) == 1 else None


def too_few_units(network: Architecture, chance: random.Random) -> Broken | None:
    end = network.order[-1]
    deciding = end
    while not network.by_id[deciding].spec.WIDTH:
        deciding = network.sources[deciding][0]
    return with_fields(network, deciding, **{network.by_id[deciding].spec.WIDTH: chance.randint(1, 9)}), end


def padding_too_large(network: Architecture, chance: random.Random) -> Broken | None:
    name = pick(chance, of_type(network, "max_pool", "avg_pool", "sum_pool"))
    if name is None:
        return None
    kernel: tuple[int, int] = network.by_id[name].spec.kernel  # type: ignore[attr-defined]  # a pool
    return with_fields(network, name, padding=(kernel[0] // 2 + chance.randint(1, 3), kernel[1] // 2)), name


def even_kernel_start(network: Architecture, chance: random.Random) -> Broken | None:
    name = pick(chance, of_type(network, "conv2d", "depthwise_conv2d"))
    side = chance.choice((1, 2, 4))
    return (with_fields(network, name, kernel=(side, side), padding="same", start="sobel-x"), name) if name else None


def same_without_counting(network: Architecture, chance: random.Random) -> Broken | None:
    name = pick(chance, of_type(network, "avg_pool"))
    return (with_fields(network, name, padding="same", count_padding=False), name) if name else None


def collapse(network: Architecture, chance: random.Random) -> Broken | None:
    """Give an early block a large stride, so that a later one, or a merge, no longer fits."""
    names = of_type(network, "conv2d", "max_pool", "avg_pool", "sum_pool", "depthwise_conv2d")
    name = pick(chance, names[: max(1, len(names) // 2)])
    if name is None:
        return None
    broken = with_fields(network, name, stride=chance.choice((3, 5, 8, 16)))
    cause = first_refusal(broken)
    return (broken, cause) if cause else None


def extra_wire(network: Architecture, chance: random.Random) -> Broken | None:
    names = [name for name in network.order if network.by_id[name].spec.MOST_INPUTS == 1]
    name = chance.choice(names)
    before = [other for other in network.order[: network.order.index(name)] if name in network.downstream(other)]
    return dataclasses.replace(network, wires=(*network.wires, Wire(chance.choice(before), name))), name


def unknown_type(network: Architecture, chance: random.Random) -> Broken | None:
    names = [name for name in network.order if len(network.sources[name]) == 1 and network.targets[name]]
    name = chance.choice(names)
    blocks = tuple(Block(name, UnknownSpec("warp")) if block.id == name else block for block in network.blocks)
    return dataclasses.replace(network, blocks=blocks), name


WAYS: tuple[Callable[[Architecture, random.Random], Broken | None], ...] = (
    kernel_too_large, dilated_too_far, vector_into_image, groups_do_not_divide, merge_of_unlike_shapes, wire_into_merge_removed, chain_cut,
    branch_cut, extra_end, second_input, input_removed, too_few_units, padding_too_large, even_kernel_start, same_without_counting, collapse,
    extra_wire, unknown_type,
)  # fmt: skip


def broken_networks(networks: Iterator[Architecture], chance: random.Random, number: int) -> Iterator[tuple[str, Architecture, str]]:
    """Give networks broken in one place: how, the network, and the first cause; the ways take turns."""
    made = 0
    for attempt, network in enumerate(networks):
        way = WAYS[attempt % len(WAYS)]
        broken = way(network, chance)
        if broken is not None:
            yield way.__name__, *broken
            made += 1
        if made == number:
            return
