"""Values of a network explained one by one, beside what torch computed for them."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor

from designer.engine.arithmetic.answering import explained
from designer.engine.arithmetic.reading import Place
from designer.engine.frame_weights import FrameWeights
from designer.engine.frames import Snapshot
from designer.engine.network import Network
from designer.protocol.events import ArithmeticStage

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Mismatch:
    block: str
    place: Place
    explained: float
    torch: float
    magnitude: float


def whole_snapshot(network: Network, picture: Tensor) -> Snapshot:
    """Return a snapshot of every block, with all weights."""
    return Snapshot(network.record(picture, network.computable), FrameWeights(network.copy_state()))


def random_place(chance: random.Random, activation: Tensor) -> Place:
    sizes = (*activation.shape[1:], 1, 1)[:3]
    channel, row, column = (chance.randrange(size) for size in sizes)
    return channel, row, column


def mismatches(network: Network, snapshot: Snapshot, blocks: Iterable[str], chance: random.Random) -> list[Mismatch]:
    """Explain one random value of each of the blocks and return those that are not what torch computed."""
    found = []
    for block in blocks:
        activation = snapshot.activations[block]
        place = random_place(chance, activation)
        value = float(activation[0][place if activation.ndim == 4 else place[0]])
        only = {name: tensor for name, tensor in snapshot.weights.items() if name.startswith(f"{block}.")}
        stages = explained(network.analysis, Snapshot(snapshot.activations, FrameWeights(only)), block, place)
        if not is_right(stages, value):
            last = stages[-1] if stages else ArithmeticStage(call="", result=float("nan"), magnitude=0)
            found.append(Mismatch(block, place, last.result, value, last.magnitude))
    return found


def is_right(stages: tuple[ArithmeticStage, ...], value: float) -> bool:
    return bool(stages) and abs(stages[-1].result - value) <= TOLERANCE * stages[-1].magnitude


def random_picture(network: Network, seed: int) -> Tensor:
    shape = network.analysis.reports[network.input_id].output_shape
    assert shape is not None
    return torch.randn(1, *shape, generator=torch.Generator().manual_seed(seed))
