"""A rank in 64 bits, for the comparison with one process; started as a module by the tests."""

import os
from functools import partial

import torch

from designer.engine.lifeline import end_with_input
from designer.engine.ranks.channel import Channel, Order
from designer.engine.ranks.joining import come
from designer.engine.ranks.serving import serve
from designer.engine.ranks.stepping import RankedStepping
from designer.engine.results import TrainingParts
from designer.engine.training import MakeStepping, Trainer
from designer.network.architecture import Architecture
from designer.network.file_format import load
from tests.engine.networks import network_of, part_of

PICTURES = 36
SPOILT = "spoilt"


def double_trainer(architecture: Architecture, make_stepping: MakeStepping, data: str | None = None) -> Trainer:
    """Return a trainer of pictures of 8×8 and 4 classes, all in 64 bits; with the data `SPOILT` one picture is not a number."""
    pictures = part_of((1, 8, 8), 4, PICTURES)
    if data == SPOILT:
        pictures.images[20] = torch.nan
    part = type(pictures)(pictures.images.double(), pictures.labels)
    network = network_of(architecture)
    network.double()
    return Trainer(network, TrainingParts(part, part, part), architecture.training, make_stepping)


def build(order: Order, channel: Channel) -> Trainer:
    """Return this rank's trainer of an order."""
    return double_trainer(load(order.architecture), partial(RankedStepping, channel=channel), order.data_root)


if __name__ == "__main__":
    end_with_input(0)
    os._exit(serve(come(), build))
