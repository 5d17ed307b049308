"""The last step once more: the loss of its batch before and after its update, and what the network said of the pictures."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from designer.engine.devices import random_state, restore_random_state
from designer.engine.epoch_batches import Batch
from designer.engine.stepping import Made, Stepping


@dataclass(frozen=True)
class Again:
    """A step's batch with the weights after its update.

    Args:
        before: Logits before the update; ``after`` those after it.
        loss: After it; the mean of the batch.
    """

    batch: Batch
    before: Tensor
    after: Tensor
    loss: float


class LastStep:
    """Keeps what a step can be computed from once more."""

    def __init__(self, stepping: Stepping, device: torch.device) -> None:
        self._stepping = stepping
        self._device = device
        self._batch: Batch | None = None
        self._random: tuple[Tensor, Tensor | None] | None = None
        self._made: Made | None = None

    def prepare(self, batch: Batch) -> None:
        """Take note of the batch of the step that comes now, and of the random numbers it will draw."""
        self._batch, self._random = batch, random_state(self._device)

    def made(self, made: Made) -> None:
        """Take note of what came of it."""
        self._made = made

    def loss(self) -> float:
        """Return the loss of its batch before its update."""
        assert self._made is not None, "no step was made"
        return self._made.loss.item()

    def again(self) -> Again:
        """Compute its batch with the weights as they are now and the same dropout masks; changes nothing."""
        assert self._batch is not None and self._random is not None and self._made is not None, "the step was not prepared for this"
        batch = self._batch
        network = self._stepping.network
        statistics = {owned.name: owned.tensor.detach().clone() for owned in network.owned if not owned.weight.learnable}
        now = random_state(self._device)
        restore_random_state(self._device, self._random)
        try:
            with torch.no_grad(), self._stepping.precision.computing():
                loss, logits = self._stepping.compute(batch.images, batch.labels, batch.count)
            made = self._stepping.together(Made(loss, logits, batch.labels))
        finally:
            restore_random_state(self._device, now)
            network.load_state({**network.state(), **statistics})
        return Again(batch, self._made.logits, logits, made.loss.item())
