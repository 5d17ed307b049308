"""The running statistics of batch norms as they were before a step: the forward pass changes them before anybody knows whether the step is sound."""

from __future__ import annotations

import torch
from torch import Tensor

from designer.engine.network import Network


class RunningStatistics:
    """Keeps a network's running statistics step by step.

    They are moved side by side into one tensor, so that keeping them is one copy however many batch norms there are.
    """

    def __init__(self, network: Network) -> None:
        owned = [owned for owned in network.owned if not owned.weight.learnable and not owned.block.frozen]
        self._all: Tensor | None = None
        if owned:
            self._all = torch.cat([one.tensor.detach().flatten() for one in owned])
            places = torch.split(self._all, [one.tensor.numel() for one in owned])
            for one, place in zip(owned, places, strict=True):
                setattr(one.holder, one.weight.name, place.view(one.tensor.shape))
            self._kept = self._all.clone()

    def keep(self, spoilt: Tensor | None = None) -> None:
        """Keep them as they are now.

        Args:
            spoilt: On the device, above 0 once a step was not sound: then what was kept stays.
        """
        if self._all is None:
            return
        if spoilt is None:
            self._kept.copy_(self._all)
        else:
            torch.where(spoilt > 0, self._kept, self._all, out=self._kept)

    def restore(self) -> None:
        """Go back to what was kept."""
        if self._all is not None:
            self._all.copy_(self._kept)
