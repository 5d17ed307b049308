"""Show what augmentation does to training pictures, by the very function that training uses."""

from __future__ import annotations

import numpy as np
import torch

from designer.data.dataset import Dataset, Split
from designer.data.errors import DataError
from designer.data.preparation import Preparation
from designer.engine.augmentation import augment
from designer.engine.errors import EngineError
from designer.engine.inspection import seen_prepared
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.protocol.commands import PreviewAugmentation
from designer.protocol.events import AugmentationDrawn, ChangedPicture

_MOST_PICTURES = 32
_MOST_VARIANTS = 16
_SIDE_PX = 160


def draw_augmentation(command: PreviewAugmentation, architecture: Architecture, dataset: Dataset) -> AugmentationDrawn:
    """Return some training pictures, each unchanged and as it enters the network in some epochs.

    Raises:
        DataError: The input takes neither grey nor colour pictures.
        EngineError: The network has no input block.
    """
    preparation = Preparation(*_input_shape(architecture), dataset.info.divisor)
    positions = dataset.splits[Split.TRAIN]
    chosen = _spread(len(positions), min(max(command.pictures, 1), _MOST_PICTURES), command.draw)
    plain = dataset.images.prepared(positions[chosen], preparation)
    variants = min(max(command.variants, 1), _MOST_VARIANTS)
    first_epoch = 1 + command.draw * variants
    images, places = torch.from_numpy(plain), torch.from_numpy(chosen)
    changed = [augment(images.clone(), places, architecture.training, epoch).numpy() for epoch in range(first_epoch, first_epoch + variants)]
    labels = [dataset.info.classes[int(dataset.labels[positions[place]])] for place in chosen]
    pictures = tuple(
        ChangedPicture(label=label, plain=seen_prepared(plain[row], _SIDE_PX), variants=tuple(seen_prepared(one[row], _SIDE_PX) for one in changed))
        for row, label in enumerate(labels)
    )
    return AugmentationDrawn(number=command.number, pictures=pictures, first_epoch=first_epoch)


def _spread(count: int, wanted: int, draw: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return places of the training part, spread over it, others for every draw."""
    wanted = min(wanted, count)
    return ((np.arange(wanted) * (count // wanted) + draw) % count).astype(np.int64)


def _input_shape(architecture: Architecture) -> tuple[int, int, int]:
    analysis = analyse(architecture)
    report = analysis.reports.get(analysis.input_id) if analysis.input_id is not None else None
    if report is None or report.output_shape is None:
        raise EngineError("the network has no input block, so there is nothing to fit pictures to: add one")
    shape = report.output_shape
    if len(shape) != 3:
        raise DataError("the input block takes no pictures: give it channels, height and width")
    return shape[0], shape[1], shape[2]
