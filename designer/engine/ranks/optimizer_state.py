"""What an optimiser remembers, from the leader to all ranks: after a resumed run's checkpoint only the leader has it."""

from __future__ import annotations

from typing import Any

import msgspec
import torch
from torch import Tensor

from designer.engine.ranks.channel import Channel, Instruction, Word


class Remembered(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One value that is remembered of one parameter.

    Args:
        parameter: Its number, in the optimiser's order.
        shape: Of a tensor; none: it is the plain ``value``.
        dtype: Of a tensor, as torch calls it.
    """

    parameter: int
    key: str
    shape: tuple[int, ...] | None = None
    dtype: str = ""
    value: float | int | bool | None = None


class StateTold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is remembered; its tensors follow in this order.

    Args:
        scaler: State of the gradient scaler of float16, where there is one.
    """

    values: tuple[Remembered, ...] = ()
    scaler: dict[str, float] = {}


def tell_state(channel: Channel, optimizer: torch.optim.Optimizer, scaler: torch.amp.GradScaler | None) -> None:
    """Give every rank what the leader's optimiser remembers."""
    found = [
        (_described(number, key, value), value)
        for number, parameter in enumerate(_parameters(optimizer))
        for key, value in optimizer.state.get(parameter, {}).items()
    ]
    told = StateTold(values=tuple(description for description, _ in found), scaler=dict(scaler.state_dict()) if scaler else {})
    if not told.values and not told.scaler:
        return
    channel.tell(Instruction(Word.STATE, text=msgspec.json.encode(told)))
    for _, value in found:
        if isinstance(value, Tensor):
            channel.spread(value)


def take_state(channel: Channel, text: bytes, optimizer: torch.optim.Optimizer, scaler: torch.amp.GradScaler | None) -> None:
    """Let this rank's optimiser remember what the leader's does.

    Raises:
        msgspec.ValidationError: The bytes are not a state.
    """
    told = msgspec.json.decode(text, type=StateTold)
    parameters = _parameters(optimizer)
    for one in told.values:
        parameter, value = parameters[one.parameter], one.value
        if one.shape is not None:
            optimizer.state[parameter][one.key] = _taken(channel, one, parameter)
        else:
            optimizer.state[parameter][one.key] = value
    if scaler is not None and told.scaler:
        scaler.load_state_dict(told.scaler)


def _taken(channel: Channel, told: Remembered, parameter: Tensor) -> Tensor:
    dtype = getattr(torch, told.dtype)
    assert isinstance(dtype, torch.dtype) and told.shape is not None
    like = parameter.shape == torch.Size(told.shape)
    tensor = torch.empty_like(parameter, dtype=dtype, requires_grad=False) if like else torch.empty(told.shape, dtype=dtype, device=parameter.device)
    channel.spread(tensor)
    return tensor


def _described(number: int, key: str, value: Any) -> Remembered:
    if isinstance(value, Tensor):
        return Remembered(parameter=number, key=key, shape=tuple(value.shape), dtype=str(value.dtype).removeprefix("torch."))
    return Remembered(parameter=number, key=key, value=value)


def _parameters(optimizer: torch.optim.Optimizer) -> list[Tensor]:
    return [parameter for group in optimizer.param_groups for parameter in group["params"]]
