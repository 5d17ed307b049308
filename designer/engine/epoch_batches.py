"""The training pictures of an epoch, batch by batch: in their order, as far as this process computes them, augmented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from designer.data.order import epoch_order
from designer.engine.augmentation import Augmentation, changes_pictures
from designer.engine.results import TrainingParts
from designer.network.training import Training


@dataclass(frozen=True)
class Batch:
    """What a step is made of, on the device.

    Args:
        images: float32 ``(B, C, H, W)``, augmented.
        labels: int64 ``(B,)``.
        positions: int64 ``(B,)``: the pictures' numbers in the training part.
        count: Pictures of the whole batch, of which these may be a share.
    """

    images: Tensor
    labels: Tensor
    positions: Tensor
    count: int


class EpochBatches:
    """Cuts epochs into batches: a function of settings, epoch and place alone.

    Args:
        share: Which pictures of a batch this process computes.
    """

    def __init__(self, parts: TrainingParts, training: Training, share: Callable[[Tensor], Tensor]) -> None:
        self._parts = parts
        self._training = training
        self._share = share
        self._augmentation: Augmentation | None = None

    def of(self, epoch: int, cuts: list[slice]) -> Iterator[Batch]:
        """Return the batches of an epoch.

        Args:
            epoch: From 1.
            cuts: Where its order is cut, as many batches as are wanted.
        """
        train = self._parts.train
        order = torch.from_numpy(epoch_order(len(train.labels), self._training.seed, epoch)).to(train.labels.device)
        shares = [self._share(order[cut]) for cut in cuts]
        for cut, positions, (images, labels) in zip(cuts, shares, train.batches(shares), strict=True):
            yield Batch(self._augmented(images, positions, epoch), labels, positions, cut.stop - cut.start)

    def _augmented(self, images: Tensor, positions: Tensor, epoch: int) -> Tensor:
        if not changes_pictures(self._training):
            return images
        if self._augmentation is None:
            count = len(self._parts.train.labels)
            self._augmentation = Augmentation(self._training, tuple(images.shape[1:]), count, self._parts.brightness, images.device)
        self._augmentation.begin_epoch(epoch)
        return self._augmentation.change(images, positions)
