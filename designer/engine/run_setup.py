"""Everything a run needs before its first step: network, data on the device, and the reasons why it cannot begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from designer.data.dataset import Dataset, Split
from designer.data.prepared import PreparedData
from designer.engine.errors import EngineError
from designer.engine.memory import free_bytes, refuse_too_large
from designer.engine.network import Network
from designer.engine.pictures import Shelf
from designer.engine.results import TrainingParts
from designer.engine.store import WeightStore
from designer.engine.streaming import training_parts
from designer.engine.training import Trainer
from designer.engine.wiring import trained_blocks, training_network, untrained_blocks
from designer.network.analysis import Analysis, analyse
from designer.network.architecture import Architecture
from designer.network.small_batches import needs_two_pictures
from designer.network.training import Training

MakeTrainer = Callable[[Network, TrainingParts, Training, str | None], Trainer]
"""Makes the trainer of a run; the last argument is the folder of data sets."""


def alone(network: Network, parts: TrainingParts, training: Training, data_root: str | None) -> Trainer:
    """Return a trainer that trains in this process alone."""
    return Trainer(network, parts, training)


@dataclass(frozen=True)
class ReadyRun:
    """A run before its first step.

    Args:
        kept: Ids of the blocks that go on with trained weights.
        untrained: Ids of the blocks that own weights as they started.
        fresh: It begins with random weights.
    """

    architecture: Architecture
    analysis: Analysis
    data: PreparedData
    dataset: Dataset
    network: Network
    trainer: Trainer
    device: torch.device
    kept: tuple[str, ...]
    untrained: tuple[str, ...]
    fresh: bool


def prepare_run(
    architecture: Architecture, shelf: Shelf, store: WeightStore, device: torch.device, data_root: str | None = None, fresh: bool = False,
    make_trainer: MakeTrainer = alone,
) -> ReadyRun:  # fmt: skip
    """Build the network and load its data.

    Args:
        make_trainer: Another trainer than that of one process.

    Raises:
        EngineError: The network has errors, or does not fit the data; one line each.
        DataError: The data set cannot be used.
    """
    training = architecture.training
    refuse_errors(analyse(architecture))
    dataset = shelf.load(training.dataset, data_root)
    analysis = analyse(architecture, classes=len(dataset.info.classes))
    refuse_errors(analysis)
    assert analysis.input_id is not None
    shape = analysis.reports[analysis.input_id].output_shape
    assert shape is not None
    refuse_too_large(analysis, device, free_bytes(device))
    data = shelf.prepare(training.dataset, data_root, shape, training.normalize)
    _refuse_single_pictures(analysis, data.count(Split.TRAIN))
    network = training_network(architecture, analysis, store, device, fresh)
    kept = () if fresh else trained_blocks(network, store)
    trainer = make_trainer(network, training_parts(data, device), training, data_root)
    untrained = untrained_blocks(network, store, fresh)
    return ReadyRun(architecture, analysis, data, dataset, network, trainer, device, kept, untrained, fresh)


def refuse_errors(analysis: Analysis) -> None:
    """Refuse a network that has errors.

    Raises:
        EngineError: Their messages, one a line.
    """
    if analysis.errors:
        raise EngineError("\n".join(problem.message for problem in analysis.errors))
    if analysis.logits_id is None:
        raise EngineError("the network is empty: it needs an input and layers behind it")


def _refuse_single_pictures(analysis: Analysis, pictures: int) -> None:
    batch_size = analysis.architecture.training.batch_size
    if needs_two_pictures(analysis) and (batch_size == 1 or pictures == 1):
        raise EngineError("a batch norm over one value per channel needs at least 2 pictures in a batch; the batch size is 1: set it to 2 or more")
