"""The weights that a frame was made with: looked at where they are until they change, and copied only then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from torch import Tensor

from designer.engine.network import Network

MOST_COPIED_BYTES = 4 << 20
"""A larger tensor is never copied whole: a copy with every frame would cost more than the frame."""

_BY_FILTER = frozenset({"Conv2d", "Linear"})
"""Layers of which one output needs one filter, or the weights of one unit."""


class FrameWeights(Mapping[str, Tensor]):
    """Tensors of one block as they were at one moment, by their names: ``conv1.weight``.

    As long as nothing changes them they are the network's own. Before something does, `settle` copies what may still be asked for; what it does
    not copy is gone.

    Args:
        tensors: The network's own.
        by_filter: One output needs one filter of each: of a large tensor only that is copied.
    """

    def __init__(self, tensors: Mapping[str, Tensor], by_filter: bool = False) -> None:
        self._tensors = dict(tensors)
        self._by_filter = by_filter
        self._settled = False
        self._large = {name for name, tensor in tensors.items() if by_filter and _bytes(tensor) > MOST_COPIED_BYTES}
        self._filter: int | None = None
        self.copied_bytes = 0

    @classmethod
    def of(cls, network: Network, block: str | None) -> FrameWeights:
        """Return the weights of a block of a network; none where it has none."""
        tensors = {owned.name: owned.tensor.detach() for owned in network.owned if owned.block.id == block}
        if not tensors or block is None:
            return cls({})
        report = network.analysis.reports[block]
        last = report.block.spec.torch_calls(report.input_shapes)[-1]
        return cls(tensors, by_filter=last.holds_weights and last.name in _BY_FILTER)

    def __getitem__(self, name: str) -> Tensor:
        return self._tensors[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tensors)

    def __len__(self) -> int:
        return len(self._tensors)

    def settle(self, wanted: int | None = None) -> None:
        """Copy what may still be asked for: the tensors are about to change. Done once, it costs nothing more.

        Args:
            wanted: The filter that is looked at; of large tensors only this one is kept.
        """
        if self._settled:
            return
        self._settled, self._filter = True, wanted
        self._tensors = {name: tensor for name, found in self._tensors.items() if (tensor := self._copy(name, found, wanted)) is not None}

    def for_filter(self, wanted: int) -> FrameWeights | None:
        """Return copies of what one filter takes, for another thread; ``None``: they were not kept.

        A large tensor has the wanted filter in every place.
        """
        if self._settled:
            return self if not self._large or self._filter == wanted else None
        copies = FrameWeights(self._tensors, self._by_filter)
        copies.settle(wanted)
        return copies

    def _copy(self, name: str, tensor: Tensor, wanted: int | None) -> Tensor | None:
        if name not in self._large:
            self.copied_bytes += _bytes(tensor)
            return tensor.clone()
        if wanted is None or not 0 <= wanted < len(tensor):
            return None
        one = tensor[wanted].clone()
        self.copied_bytes += _bytes(one)
        return one.expand_as(tensor)


def _bytes(tensor: Tensor) -> int:
    return tensor.numel() * tensor.element_size()
