"""One training step in several processes: each computes its share of the batch, torch averages the gradients over the ranks.

A rank's loss is the sum over its pictures, times the number of ranks, divided by the pictures of the whole batch; averaged over the ranks that is the
mean over the whole batch. So the gradient is that of one process, but for rounding, dropout and batch norm: every rank draws masks of its own and
normalises by the statistics of its own share; running statistics are the leader's.

Source:
    `torch.nn.parallel.DistributedDataParallel`, "Note": gradients are averaged over the processes.
"""

from __future__ import annotations

import dataclasses

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from designer.engine.loss import TrainingLoss
from designer.engine.network import Network
from designer.engine.ranks.channel import Channel
from designer.engine.ranks.shares import share_of
from designer.engine.stepping import Made, Stepping
from designer.network.small_batches import needs_two_pictures
from designer.network.training import Training


class _ShareOfLoss(nn.Module):
    """The loss of a share of a batch, as a module: torch averages the gradients of what a module's `forward` came to."""

    def __init__(self, network: Network, loss: TrainingLoss, ranks: int) -> None:
        super().__init__()
        self.network = network
        self._loss = loss
        self._ranks = ranks

    def forward(self, images: Tensor, labels: Tensor, count: int) -> tuple[Tensor, Tensor]:
        if not len(labels):  # a rank without pictures takes part with a gradient of zero
            nothing = torch.stack([parameter.sum() for parameter in self.network.trainable()]).sum() * 0
            return nothing, torch.zeros(0, 1, device=labels.device)
        logits = self.network(images)
        if logits.dtype in (torch.bfloat16, torch.float16):
            logits = logits.float()
        return self._loss.sum(logits, labels) * (self._ranks / count), logits


class RankedStepping(Stepping):
    """Makes steps together with the other ranks; all of them make one at the same time.

    The ranks get the leader's weights at the first step, and not earlier: until then a run may be restored from a checkpoint.
    """

    def __init__(self, network: Network, training: Training, loss: TrainingLoss, device: torch.device, channel: Channel) -> None:
        super().__init__(network, training, loss, device)
        self._channel = channel
        self._at_least = 2 if needs_two_pictures(network.analysis) else 1
        self._module = _ShareOfLoss(network, loss, channel.ranks)
        self._parallel: DistributedDataParallel | None = None
        self._figures = torch.zeros(2, dtype=torch.float64, device=device)
        self._adding: dist.Work | None = None

    def share(self, positions: Tensor) -> Tensor:
        return positions[share_of(len(positions), self._channel.rank, self._channel.ranks, self._at_least)]

    def compute(self, images: Tensor, labels: Tensor, count: int) -> tuple[Tensor, Tensor]:
        loss, logits = self._averaging()(images, labels, count) if torch.is_grad_enabled() else self._module(images, labels, count)
        right = (logits.detach().argmax(1) == labels).sum()
        self._figures = torch.stack([loss.detach().double() / self._channel.ranks, right.double()])
        # on its way while the gradients are computed
        self._adding = dist.all_reduce(self._figures, async_op=True)
        return loss, logits

    def _averaging(self) -> DistributedDataParallel:
        """Return the module that averages gradients; made at the first step it gives every rank the leader's weights."""
        if self._parallel is None:
            self._parallel = DistributedDataParallel(self._module)
        return self._parallel

    def together(self, made: Made) -> Made:
        assert self._adding is not None, "compute comes first"
        self._adding.wait()
        return dataclasses.replace(made, loss=self._figures[0].to(made.loss.dtype), right=self._figures[1])
