"""Architectures and data for tests of the engine: small, made from values."""

import dataclasses
import itertools
from collections.abc import Sequence

import torch
from torch import Tensor

from designer.engine.evaluation import Part, Pictures
from designer.engine.network import Network
from designer.engine.results import TrainingParts
from designer.engine.store import WeightStore
from designer.engine.training import Trainer
from designer.engine.wiring import training_network
from designer.network.analysis import analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks.base import BlockSpec
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.blocks.max_pool import MaxPool
from designer.network.blocks.relu import Relu
from designer.network.blocks.softmax import Softmax
from designer.network.file_format import load_file
from designer.network.training import Training
from designer.resources import templates

CPU = torch.device("cpu")


def lenet5(**settings: object) -> Architecture:
    architecture = load_file(templates()["lenet5"])
    return with_settings(architecture, **settings)


def with_settings(architecture: Architecture, **settings: object) -> Architecture:
    training = architecture.training
    for name, value in settings.items():
        training = training.change(name, value)
    return dataclasses.replace(architecture, training=training)


def chain(*specs: BlockSpec, names: Sequence[str] = (), frozen: Sequence[str] = (), training: Training | None = None) -> Architecture:
    """Return the blocks in a row, called b0, b1, … unless named."""
    ids = list(names) or [f"b{index}" for index in range(len(specs))]
    blocks = tuple(Block(name, spec, frozen=name in frozen) for name, spec in zip(ids, specs, strict=True))
    wires = tuple(Wire(before, after) for before, after in itertools.pairwise(ids))
    return Architecture("Test", "", blocks, wires, training or Training())


def small(**settings: object) -> Architecture:
    """Return a network of 8×8 pictures and 4 classes."""
    specs = (Input((1, 8, 8)), Conv2d(3, (3, 3), padding="same"), Relu(), MaxPool(), Dense(4), Softmax())
    return with_settings(chain(*specs, names=("input", "conv1", "relu1", "pool1", "dense1", "softmax")), **settings)


def network_of(architecture: Architecture, store: WeightStore | None = None) -> Network:
    return training_network(architecture, analyse(architecture), store or WeightStore(), CPU, fresh=False)


def part_of(shape: tuple[int, ...], classes: int, count: int = 40) -> Part:
    """Return random pictures whose class can be learned: the brightest channel-free quarter."""
    generator = torch.Generator().manual_seed(1)
    labels = torch.arange(count) % classes
    images = torch.rand(count, *shape, generator=generator) * 0.3
    for index, label in enumerate(labels.tolist()):
        images[index].view(-1)[label::classes] += 0.7
    return Part(images, labels)


def parts_of(shape: tuple[int, ...], classes: int, count: int = 40) -> TrainingParts:
    """Return the pictures of `part_of` three times, each with tensors of its own."""
    return TrainingParts(*(part_of(shape, classes, count) for _ in range(3)))


def images_of(pictures: Pictures) -> Tensor:
    """Return all pictures of a part that lies in memory."""
    assert isinstance(pictures, Part)
    return pictures.images


def trainer_of(architecture: Architecture, classes: int = 4, count: int = 40, store: WeightStore | None = None) -> Trainer:
    network = network_of(architecture, store)
    shape = analyse(architecture).reports[network.input_id].output_shape
    assert shape is not None
    return Trainer(network, parts_of(shape, classes, count), architecture.training)
