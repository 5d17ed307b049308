"""The pictures of a part on which one map reaches its highest values."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from designer.engine.errors import EngineError
from designer.engine.evaluation import Pictures
from designer.engine.network import Network
from designer.network.seen_frames import seen_region
from designer.network.shapes import Shape, is_image

Field = tuple[int, int, int, int]


@dataclass(frozen=True)
class Excitement:
    """One picture, and where the map is highest on it.

    Args:
        index: Position in the part.
        place: Row and column; twice 0 in a vector.
    """

    index: int
    value: float
    place: tuple[int, int]


@dataclass(frozen=True)
class Excited:
    """What a search comes to.

    Args:
        found: The highest value first; of equal ones the earlier picture.
        silent: Number of pictures on which the map is 0 everywhere.
    """

    found: tuple[Excitement, ...]
    silent: int


def most_exciting(network: Network, part: Pictures, block: str, channel: int, count: int, batch_size: int) -> Iterator[int | Excited]:
    """Search a whole part, batch by batch, in its order.

    Yields:
        After every batch how many pictures are done; at the end what was found.

    Source:
        Zeiler, Fergus 2014, arXiv:1311.2901, figure 2: the nine strongest activations of a map.
    """
    total, found, silent = len(part.labels), list[Excitement](), 0
    ranges = [slice(start, start + batch_size) for start in range(0, total, batch_size)]
    done = 0
    for images, _ in part.batches(ranges):
        maps = network.record(images, {block})[block][:, channel : channel + 1].flatten(1).float()
        values, places = torch.nan_to_num(maps, nan=-torch.inf).max(1)
        silent += int((maps == 0).all(1).sum())
        found += _best(values, places, _width(network, block), done, count)
        found.sort(key=lambda one: (-one.value, one.index))
        del found[count:]
        done += len(images)
        yield done
    yield Excited(tuple(found), silent)


def check_map(network: Network, block: str, channel: int) -> None:
    """Refuse a map that there is not.

    Raises:
        EngineError: The block cannot be computed, or has no map of that number.
    """
    shape = _shape(network, block) if block in network.computable else None
    if shape is None:
        raise EngineError(f"the maps of {block or 'no block'} cannot be computed: the network has an error before it, or does not have it")
    if not 0 <= channel < shape[0]:
        raise EngineError(f"{block} has no map {channel}; its {shape[0]:,} maps are counted from 0 to {shape[0] - 1:,}")


def field_of(network: Network, block: str, place: tuple[int, int]) -> Field | None:
    """Return what one value sees of the input: first and last row, first and last column; none: nothing but padding."""
    reports = network.analysis.reports
    shapes = {name: report.output_shape for name, report in reports.items() if report.output_shape is not None}
    seen = seen_region(network.analysis.architecture, shapes, block, *place)
    found = seen.get(network.input_id)
    return None if found is None else (*found[0], *found[1])


def _best(values: Tensor, places: Tensor, width: int, first: int, count: int) -> list[Excitement]:
    """Return the highest of one batch."""
    order = torch.argsort(values, descending=True, stable=True)[:count].tolist()
    highest, where = values.tolist(), places.tolist()
    return [Excitement(first + number, highest[number], divmod(where[number], width)) for number in order if highest[number] > -math.inf]


def _width(network: Network, block: str) -> int:
    shape = _shape(network, block)
    return shape[2] if shape is not None and is_image(shape) else 1


def _shape(network: Network, block: str) -> Shape | None:
    report = network.analysis.reports.get(block)
    return None if report is None else report.output_shape
