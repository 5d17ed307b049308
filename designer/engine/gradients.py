"""How large the gradient of each block was in the last step: small ones do not learn, large ones break the run."""

from __future__ import annotations

import math
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from designer.engine.network import Network
from designer.engine.store import WeightStore
from designer.protocol.look_events import BlockGradient, LastGradients


@dataclass(frozen=True)
class _Learnt:
    """A block that the last step changed: its gradients and the weights that they belong to."""

    block: str
    gradients: list[Tensor] = field(default_factory=list)
    weights: list[Tensor] = field(default_factory=list)


class Gradients:
    """Tells the gradients of the run that is on, and afterwards those of its last step, of blocks whose weights are still what it made of them.

    Args:
        store: Where the weights are kept after a run.
    """

    def __init__(self, store: WeightStore) -> None:
        self._store = store
        self._last: LastGradients | None = None
        self._made: dict[str, list[weakref.ref[Tensor]]] = {}

    def of(self, network: Network, run: int, step: int) -> LastGradients | None:
        """Return the gradients of the last step of a network; none where it made none in this process.

        Args:
            run: Number of the run that the network belongs to; 0: none.
            step: That it has done.
        """
        if run:
            return gradients_of(network, run, step)
        if self._last is None:
            return None
        now = self._stored(network)
        blocks = tuple(told for told in self._last.blocks if _are_same(self._made.get(told.block, ()), now.get(told.block, ())))
        return LastGradients(run=self._last.run, step=self._last.step, clipped=self._last.clipped, blocks=blocks) if blocks else None

    def keep(self, network: Network, run: int, step: int) -> None:
        """Keep the gradients of a run that has ended, whose weights the store has now."""
        self._last = gradients_of(network, run, step)
        self._made = {block: [weakref.ref(tensor) for tensor in tensors] for block, tensors in self._stored(network).items()}

    def _stored(self, network: Network) -> dict[str, list[Tensor]]:
        """Return the store's tensors of each block; other weights are other tensors there."""
        seed, found = network.analysis.architecture.training.seed, dict[str, list[Tensor]]()
        for owned in network.owned:
            found.setdefault(owned.block.id, []).append(self._store.get(owned.block.id, owned.weight, seed))
        return found


def _are_same(made: Sequence[weakref.ref[Tensor]], now: Sequence[Tensor]) -> bool:
    return bool(now) and len(made) == len(now) and all(kept() is tensor for kept, tensor in zip(made, now, strict=True))


def gradients_of(network: Network, run: int, step: int) -> LastGradients | None:
    """Return root mean squares of the gradients of the last step, block by block in the order of computation; none where none was made.

    They are what the optimiser was given: scaled back where the loss was scaled, after clipping, averaged over processes, without its own weight
    decay. Frozen blocks have none.
    """
    learnt = _learnt(network)
    if not learnt:
        return None
    means = _root_means([*(found.gradients for found in learnt), *(found.weights for found in learnt)])
    halves = zip(learnt, means[: len(learnt)], means[len(learnt) :], strict=True)
    blocks = tuple(BlockGradient(block=found.block, size=size, weights=weights) for found, size, weights in halves)
    return LastGradients(run=run, step=step, clipped=bool(network.analysis.architecture.training.clip_norm), blocks=blocks)


def _learnt(network: Network) -> list[_Learnt]:
    found: dict[str, _Learnt] = {}
    for owned in network.owned:
        tensor = owned.tensor
        if isinstance(tensor, nn.Parameter) and tensor.grad is not None:
            block = found.setdefault(owned.block.id, _Learnt(owned.block.id))
            block.gradients.append(tensor.grad)
            block.weights.append(tensor)
    return [found[name] for name in network.analysis.order if name in found]


def _root_means(stacks: Sequence[Sequence[Tensor]]) -> list[float]:
    """Return the root mean square over each stack of tensors; all norms in one pass, and one wait for the device."""
    with torch.no_grad():
        norms = torch.stack(torch._foreach_norm([tensor for stack in stacks for tensor in stack])).double().square().tolist()
    places = iter(norms)
    return [math.sqrt(sum(next(places) for _ in stack) / sum(tensor.numel() for tensor in stack)) for stack in stacks]
