"""One training step: forward, loss, backward, a look whether all of it is finite, and only then the update."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import torch
from torch import Tensor

from designer.engine.loss import TrainingLoss
from designer.engine.network import Network
from designer.engine.precision import Precision
from designer.engine.running_statistics import RunningStatistics
from designer.engine.settings import make_optimizer, obeys_flag
from designer.network.training import Training

LARGEST_RATE = 1e30
"""Above it a step is beyond what 32 bits can hold."""


@dataclass(frozen=True)
class Made:
    """What came of a step, on the device.

    Args:
        loss: Mean of the batch before the update.
        right: How many pictures of the batch were right; none: as logits and labels say.
        spoilt: Above 0: something was not finite, and nothing was updated; none: it was, as far as is known.
    """

    loss: Tensor
    logits: Tensor
    labels: Tensor
    right: Tensor | None = None
    spoilt: Tensor | None = None


class Stepping:
    """Makes steps of one network.

    A step that is not finite in its loss, its gradient or the weights it starts from changes no weight, no running statistic and
    nothing the optimiser remembers; on the processor `make` says so at once. On a card nobody waits: a flag there stops that update
    and all later ones, and is read with the figures.

    Several processes replace `share`, `compute` and `together`; the figures of `Made` are those of the whole batch.

    Args:
        waits: Wait for the device in every step; none: where that costs nothing, or the optimiser cannot look at the flag itself.

    Attributes:
        scaler: Of float16, or none; with `optimizer` all that lives from step to step beside the weights.
    """

    def __init__(self, network: Network, training: Training, loss: TrainingLoss, device: torch.device, waits: bool | None = None) -> None:
        self.network = network
        self.loss = loss
        self.precision = Precision(training, device)
        self.optimizer = make_optimizer(network, training)
        self.scaler = self.precision.scaler
        self.statistics = RunningStatistics(network)
        self._clip_norm = training.clip_norm
        self._parameters = network.trainable()
        self._weights = [parameter.detach() for parameter in self._parameters]
        self._spoilt = torch.zeros((), device=device)
        self._one = torch.ones((), device=device)
        self._waits = device.type == "cpu" or not obeys_flag(self.optimizer) if waits is None else waits
        if not self._waits and self.scaler is None:
            vars(self.optimizer)["found_inf"] = self._spoilt

    def share(self, positions: Tensor) -> Tensor:
        """Return which pictures of a batch this process computes."""
        return positions

    def compute(self, images: Tensor, labels: Tensor, count: int) -> tuple[Tensor, Tensor]:
        """Return loss and logits of this process's pictures.

        Args:
            count: Pictures of the whole batch.
        """
        logits = self.network(images)
        if self.precision.is_mixed:
            logits = logits.float()
        return self.loss.mean(logits, labels), logits

    def together(self, made: Made) -> Made:
        """Return what came of the step in all processes, before the update."""
        return made

    def make(self, images: Tensor, labels: Tensor, rate: float, count: int | None = None) -> tuple[Made, bool]:
        """Make a step.

        Args:
            rate: The learning rate, one that `is_possible`.
            count: Pictures of the whole batch, where these are only a share.

        Returns:
            What came of it, and whether it is sound as far as is known without waiting for the device.
        """
        self.statistics.keep(None if self._waits else self._spoilt)
        with self.precision.computing():
            loss, logits = self.compute(images, labels, len(labels) if count is None else count)
        self.optimizer.zero_grad(set_to_none=True)
        self._backward(loss)
        made = self.together(Made(loss.detach(), logits.detach(), labels))
        if self.optimizer.param_groups[0]["lr"] != rate:
            self._set_rate(rate)
        return self._update(made)

    def undo(self) -> None:
        """Go back to the running statistics before the last step, where it was broken off or not sound; its gradients stay to be looked at."""
        self.statistics.restore()

    def let_go(self) -> None:
        """Go back as `undo` does and give all memory back that the step took."""
        self.undo()
        self.optimizer.zero_grad(set_to_none=True)
        if self._spoilt.device.type == "cuda":
            torch.cuda.empty_cache()

    def gradients(self) -> list[Tensor]:
        """Return the gradients of the last step."""
        return [parameter.grad for parameter in self._parameters if parameter.grad is not None]

    def _set_rate(self, rate: float) -> None:
        for group in self.optimizer.param_groups:
            group["lr"] = rate

    def _backward(self, loss: Tensor) -> None:
        if self.scaler is not None:
            # once the flag is up, every later gradient is one that the scaler leaves out
            loss = self.scaler.scale(torch.where(self._spoilt > 0, torch.nan, loss))
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped

    def _update(self, made: Made) -> tuple[Made, bool]:
        if self.scaler is None:
            looked_at = [made.loss, *self.gradients(), *self._weights]
        else:
            self.scaler.unscale_(self.optimizer)
            looked_at = [made.loss, *self._weights]  # an infinite gradient is the scaler's affair: it leaves the step out and scales less
        # the kernel of torch's own scaler: it raises the flag, which stays up, and multiplies by 1; the quickest look there is
        torch._amp_foreach_non_finite_check_and_unscale_(looked_at, self._spoilt, self._one)
        if not self._waits:
            made = dataclasses.replace(made, spoilt=self._spoilt.clone())
        elif self._spoilt.item():
            return made, False
        if self._clip_norm:
            torch.nn.utils.clip_grad_norm_(self._parameters, self._clip_norm)
        if self.scaler is None:
            self.optimizer.step()
        else:
            self.scaler.step(self.optimizer)
            self.scaler.update()
        return made, True


def is_possible(rate: float) -> bool:
    """Tell whether a step can be made with a learning rate.

    >>> is_possible(0.0), is_possible(1e-3), is_possible(float("nan")), is_possible(float("inf")), is_possible(1e300)
    (True, True, False, False, False)
    """
    return 0 <= rate <= LARGEST_RATE
