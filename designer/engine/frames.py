"""Map frames: one moment of the probe's maps, for the cards on screen and exactly for the selected block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from designer.engine.frame_weights import FrameWeights
from designer.engine.network import Network
from designer.engine.precision import full_float32
from designer.engine.quantise import Quantised, Values, quantise_all
from designer.network.shapes import Shape, is_image
from designer.protocol.commands import LookAt
from designer.protocol.events import BlockMaps, ExactMaps

MOST_INPUT_MAPS = 256
"""Maps of a block that the selected one reads, however few of its own are in sight: every slice of a filter lies over one of them."""
LONGEST_CARD_VECTOR = 1 << 14
"""Values of a vector that a card gets; a longer one is shrunk and not sent exactly."""

MOST_EXACT_BYTES = 16 << 20
"""Exact values of one frame at most; what is beyond is not sent."""


@dataclass(frozen=True)
class Snapshot:
    """What a frame was made of: kept until the next one, so that arithmetic adds up to the pixel on the screen.

    Args:
        activations: Of every block in the frame, ``(1, C, H, W)`` or ``(1, features)``; nobody changes them.
        weights: The selected block's tensors, to be settled before they change; those of others a click does not ask for.
    """

    activations: Mapping[str, Tensor]
    weights: FrameWeights


def take_snapshot(network: Network, probe: Tensor, view: LookAt) -> Snapshot:
    """Compute the activations that a view shows.

    Shape:
        probe: ``(1, C, H, W)``
    """
    wanted = {*view.visible}
    if view.selected is not None:
        wanted.update((view.selected, *network.analysis.architecture.sources.get(view.selected, ())))
    with full_float32(probe.device):
        return Snapshot(network.record(probe, wanted), FrameWeights.of(network, view.selected))


def draw_cards(network: Network, snapshot: Snapshot, view: LookAt) -> tuple[BlockMaps, ...]:
    """Return the maps of the cards in sight."""
    shown = [name for name in dict.fromkeys(view.visible) if name in snapshot.activations]
    maps = {name: _card_maps(snapshot.activations[name], view) for name in shown}
    arrays = _to_host(maps)
    small = quantise_all([arrays[name] for name in shown])
    return tuple(_block_maps(network, name, snapshot, arrays[name], quantised) for name, quantised in zip(shown, small, strict=True))


def exact_values(network: Network, snapshot: Snapshot, view: LookAt) -> tuple[ExactMaps, ...]:
    """Return the selected block's values and those of its inputs, in order."""
    if view.selected is None or view.selected not in snapshot.activations:
        return ()
    sources = network.analysis.architecture.sources[view.selected]
    parts = {(view.selected, view.first_map): snapshot.activations[view.selected]}
    parts.update({(name, 0): snapshot.activations[name] for name in sources if name in snapshot.activations})
    return tuple(_exact(network, parts, view))


def _exact(network: Network, parts: Mapping[tuple[str, int], Tensor], view: LookAt) -> Iterator[ExactMaps]:
    left = MOST_EXACT_BYTES
    for (name, first), activation in parts.items():
        most_maps = view.map_count if name == view.selected else max(view.map_count, MOST_INPUT_MAPS)
        maps = exact_block(name, activation, network.analysis.reports[name].signed, first, most_maps, left)
        left -= len(maps.values)
        yield maps


def exact_block(name: str, activation: Tensor, signed: bool, first: int, most_maps: int, most_bytes: int = MOST_EXACT_BYTES) -> ExactMaps:
    """Return the exact values of one block, as many whole maps as fit, or a vector.

    Shape:
        activation: ``(1, C, H, W)`` or ``(1, features)``

    Args:
        first: First map wanted; ``most_maps`` from there on.
    """
    shape: Shape = tuple(activation.shape[1:])
    start = min(first, shape[0]) if is_image(shape) else 0
    values = activation[0, start : start + most_maps] if is_image(shape) else activation[0]
    each = 4 * (shape[1] * shape[2] if is_image(shape) else 1)
    values = values[: max(0, most_bytes // each)]
    data = values.float().contiguous().cpu().numpy().tobytes()
    return ExactMaps(block=name, shape=shape, signed=signed, first=start, values=data)


def _card_maps(activation: Tensor, view: LookAt) -> Tensor:
    """Return the maps that fit a card, ``(count, H, W)``."""
    if activation.ndim == 2:
        values = activation.float()
        if values.shape[1] > LONGEST_CARD_VECTOR:
            values = nn.functional.adaptive_avg_pool1d(values[None], LONGEST_CARD_VECTOR)[0]
        return values[:, None, :]
    maps = activation[0, : max(1, view.maps_per_card)].float()
    height, width = maps.shape[1:]
    longest = max(height, width)
    if longest > view.card_side_px >= 1:
        side = (max(1, round(height * view.card_side_px / longest)), max(1, round(width * view.card_side_px / longest)))
        maps = nn.functional.adaptive_avg_pool2d(maps[None], side)[0]
    return maps


def _to_host(maps: Mapping[str, Tensor]) -> dict[str, Values]:
    """Return the values in the processor's memory: from a GPU in one copy, as each copy waits for the device."""
    if not maps or next(iter(maps.values())).device.type == "cpu":
        return {name: tensor.numpy() for name, tensor in maps.items()}
    flat = torch.cat([tensor.reshape(-1) for tensor in maps.values()]).cpu().numpy()
    ends = np.cumsum([tensor.numel() for tensor in maps.values()])
    parts = np.split(flat, ends[:-1])
    return {name: part.reshape(tensor.shape) for (name, tensor), part in zip(maps.items(), parts, strict=True)}


def _block_maps(network: Network, name: str, snapshot: Snapshot, maps: Values, small: Quantised) -> BlockMaps:
    shape: Shape = tuple(snapshot.activations[name].shape[1:])
    exact = np.ascontiguousarray(maps).tobytes() if len(shape) == 1 and maps.size == shape[0] else b""
    return BlockMaps(
        block=name, shape=shape, signed=network.analysis.reports[name].signed, side=(maps.shape[1], maps.shape[2]),
        pixels=small.pixels.tobytes(), ranges=small.ranges.tobytes(), faulty=small.faulty.tobytes(), values=exact,
    )  # fmt: skip
