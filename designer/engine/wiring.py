"""From a document to a network with the weights that its blocks have."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from designer.engine.network import Network
from designer.engine.store import WeightStore, draw
from designer.network.analysis import Analysis
from designer.network.architecture import Architecture, Block
from designer.network.weights import Uniform, Weight


def shown_network(architecture: Architecture, analysis: Analysis, store: WeightStore, device: torch.device) -> Network:
    """Return a network for looking at: on the processor it may share tensors with the store."""
    seed = architecture.training.seed
    network = Network(architecture, analysis, lambda block, weight: store.get(block.id, weight, seed))
    return placed(network, device).eval()


def training_network(architecture: Architecture, analysis: Analysis, store: WeightStore, device: torch.device, fresh: bool) -> Network:
    """Return a network of copies, for training: the store keeps what it has until the run ends.

    Args:
        fresh: Random weights even where a block has trained ones.
    """
    seed = architecture.training.seed

    def weights(block: Block, weight: Weight) -> Tensor:
        return draw(block.id, weight, seed) if fresh else store.get(block.id, weight, seed).clone()

    return placed(Network(architecture, analysis, weights), device)


def placed(network: Network, device: torch.device) -> Network:
    """Move a network to its device; for looking and for training alike, so that both compute the same bits."""
    network.to(device)
    if device.type in ("cpu", "cuda"):  # channels beside each other in memory: a tenth quicker, and what tensor cores want
        # Module.to, not Tensor.contiguous: a weight of one channel counts as contiguous either way, and torch's choice follows its strides
        reorder: Callable[..., object] = network.to
        reorder(memory_format=torch.channels_last)
    return network


def trained_blocks(network: Network, store: WeightStore) -> tuple[str, ...]:
    """Return the ids of the blocks whose weights of these shapes were trained, or changed by hand: a run goes on from them."""
    trained = {owned.block.id for owned in network.owned if store.is_trained(owned.block.id, owned.weight)}
    return tuple(name for name in network.analysis.order if name in trained)


def was_trained(network: Network, store: WeightStore) -> bool:
    """Tell whether training touched any weight of the network."""
    return any(not store.is_as_started(owned.block.id, owned.weight) for owned in network.owned)


def edited_blocks(network: Network, store: WeightStore) -> tuple[str, ...]:
    """Return the ids of the blocks of which a person changed weights by hand since they were drawn or trained."""
    edited = {owned.block.id for owned in network.owned if store.is_edited(owned.block.id, owned.weight)}
    return tuple(name for name in network.analysis.order if name in edited)


def untrained_blocks(network: Network, store: WeightStore, fresh: bool = False) -> tuple[str, ...]:
    """Return the ids of the blocks that own a tensor of this shape as it started.

    A kernel that a person chose and froze is what it is to be, so its block is not among them. One that is changed by hand and not frozen is.

    Args:
        fresh: Whatever was trained does not count: the network begins anew.
    """
    edited = () if fresh else edited_blocks(network, store)
    found = {
        owned.block.id
        for owned in network.owned
        if (fresh or store.is_as_started(owned.block.id, owned.weight))
        and not (owned.block.frozen and (owned.block.id in edited or not isinstance(owned.weight.start, Uniform)))
    }
    return tuple(name for name in network.analysis.order if name in found)


def keep_trained(network: Network, store: WeightStore, fresh: bool) -> None:
    """Give the store what training made of the network's tensors; frozen blocks keep what they had.

    Args:
        fresh: The run began from random weights, so those of its frozen blocks are random too.
    """
    seed = network.analysis.architecture.training.seed
    for owned in network.owned:
        if not owned.block.frozen:
            store.put_trained(owned.block.id, owned.weight, seed, owned.tensor)
        elif fresh:
            store.forget(owned.block.id, owned.weight)
