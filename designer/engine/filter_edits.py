"""Weights changed by hand: a part of a block's tensor gets other values, in the store and in the network on the screen."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from designer.engine.errors import EngineError
from designer.engine.looking import Subject
from designer.engine.network import Network, OwnedTensor
from designer.engine.store import WeightStore
from designer.engine.wiring import edited_blocks
from designer.network.shapes import shape_text
from designer.protocol.commands import ChangeWeights
from designer.protocol.events import WeightsChanged


def change_weights(command: ChangeWeights, subject: Subject | None, store: WeightStore) -> WeightsChanged:
    """Give a part of a tensor other values and return the message that says so.

    Raises:
        EngineError: There is no such part, or the values are not right for it; nothing was changed.
    """
    if subject is None:
        raise EngineError("there is no network whose weights could be changed")
    owned = _owned(subject.network, command)
    seed = subject.network.analysis.architecture.training.seed
    changed = store.get(owned.block.id, owned.weight, seed).clone()
    part = _part(changed, command)
    part.copy_(_values(command, tuple(part.shape)))
    store.put_edited(owned.block.id, owned.weight, seed, changed)
    _exchange(owned, changed)
    return WeightsChanged(number=command.number, block=command.block, edited=command.block in edited_blocks(subject.network, store))


def _owned(network: Network, command: ChangeWeights) -> OwnedTensor:
    having = [owned for owned in network.owned if owned.block.id == command.block]
    found = next((owned for owned in having if owned.weight.name == command.weight), None)
    if found is None:
        names = ", ".join(owned.weight.name for owned in having) or "no weights"
        raise EngineError(f"{command.block}: there is no {command.weight} to change; the network on the screen has {names} there")
    return found


def _part(tensor: Tensor, command: ChangeWeights) -> Tensor:
    """Return a view of the part that is changed."""
    if command.filter is None and command.channel is not None:
        raise EngineError(f"{command.block}: channel {command.channel} of which filter? All filters are changed as a whole")
    places = tuple(place for place in (command.filter, command.channel) if place is not None)
    for axis, (what, place) in enumerate(zip(("filter", "channel"), places, strict=False)):
        size = tensor.shape[axis] if axis < tensor.ndim else 0
        if not 0 <= place < size:
            raise EngineError(f"{command.block} has no {what} {place}: its {command.weight} is {shape_text(tuple(tensor.shape))}")
    return tensor[places] if places else tensor


def _values(command: ChangeWeights, shape: tuple[int, ...]) -> Tensor:
    expected = 4 * int(np.prod(shape))
    if len(command.values) != expected:
        what = shape_text(shape) or "one number"
        raise EngineError(f"{command.block}: {expected // 4:,} values are needed for {what}, {len(command.values) // 4:,} came")
    values = np.frombuffer(command.values, "<f4").astype(np.float32)
    if not np.isfinite(values).all():
        bad = int((~np.isfinite(values)).sum())
        raise EngineError(f"{command.block}: {bad:,} of {values.size:,} values are not finite; a weight is a finite number")
    return torch.from_numpy(values).reshape(shape)


def _exchange(owned: OwnedTensor, value: Tensor) -> None:
    """Put a tensor in place of the one there, with its device and order in memory; the old one may be the store's own and stays as it is."""
    old = owned.tensor
    with torch.no_grad():
        new = torch.empty_like(old).copy_(value)
    setattr(owned.holder, owned.weight.name, nn.Parameter(new, requires_grad=old.requires_grad) if owned.weight.learnable else new)
