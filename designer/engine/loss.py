"""The loss that training lowers: cross-entropy with label smoothing and class weights. Evaluation takes the plain one."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from designer.network.training import Training


class TrainingLoss:
    """The mean over a batch, or the sum over a share of it.

    Class weights are balanced once, over the training pictures, so that their mean over these is 1; a batch is divided by the number of its
    pictures, not by the sum of their weights. So a picture counts the same in whatever batch it comes, and shares of a batch add up.

    Args:
        labels: int64, of all training pictures.
        classes: Outputs of the network.

    Source:
        `torch.nn.CrossEntropyLoss`; Szegedy et al. 2015, arXiv:1512.00567 (label smoothing); King & Zeng 2001 (balanced weights).
    """

    def __init__(self, training: Training, labels: Tensor, classes: int) -> None:
        self._smoothing = training.label_smoothing
        self._weights = balanced_weights(labels, classes) if training.class_weights == "balanced" else None
        self._is_plain = self._weights is None and self._smoothing == 0

    def mean(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Return the mean over the pictures of a batch."""
        if self._is_plain:
            return functional.cross_entropy(logits, labels)
        if self._weights is None:
            return functional.cross_entropy(logits, labels, label_smoothing=self._smoothing)
        return self.sum(logits, labels) / len(labels)

    def sum(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Return the sum over pictures; divided by the number of pictures in the whole batch, the sums of its shares add up to the mean."""
        weights = None if self._weights is None else self._weights.to(logits.dtype)
        return functional.cross_entropy(logits, labels, weight=weights, label_smoothing=self._smoothing, reduction="sum")


def balanced_weights(labels: Tensor, classes: int) -> Tensor:
    """Return a weight for each class, so that every class that occurs adds the same to the loss of an epoch.

    Shape:
        (classes,), float32; 1 for a class without pictures

    >>> balanced_weights(torch.tensor([0, 0, 0, 1]), 2).tolist()
    [0.6666666865348816, 2.0]
    """
    counts = torch.bincount(labels.cpu(), minlength=classes).double()
    there = counts > 0
    weights = torch.where(there, len(labels) / (there.sum() * counts.clamp_min(1)), 1.0)
    return weights.float().to(labels.device)
