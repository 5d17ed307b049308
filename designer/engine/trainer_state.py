"""A half-done run as tensors and facts: everything that is not a function of settings, data and step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from designer.engine.devices import random_state
from designer.engine.network import Network
from designer.engine.results import EpochResult
from designer.engine.training import Trainer
from designer.runs.checkpoint_header import Position

NETWORK, BEST, OPTIMIZER = "network", "best", "optimizer"
RANDOM_CPU, RANDOM_DEVICE = "random.cpu", "random.device"
EPOCHS = "epochs"
"""Results of the finished epochs: float64, one row each, see `_row`."""
COLUMNS = 6
DTYPES = {torch.float64: "F64", torch.int64: "I64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.uint8: "U8"}


@dataclass(frozen=True)
class HostTensor:
    """A copy of a tensor in this machine's memory: its bytes as numpy knows them, and the dtype by its name in safetensors."""

    dtype: str
    shape: tuple[int, ...]
    array: NDArray[np.generic]


def on_host(tensor: Tensor) -> HostTensor:
    """Copy a tensor, also one that lies here already: training goes on and changes it."""
    value = tensor.detach()
    value = value.clone() if value.device.type == "cpu" else value.cpu()
    plain = value.view(torch.int16) if value.dtype == torch.bfloat16 else value  # numpy has no bfloat16
    return HostTensor(DTYPES[value.dtype], tuple(value.shape), plain.numpy())


def capture(trainer: Trainer, best: Mapping[str, HostTensor]) -> dict[str, HostTensor]:
    """Return copies of all tensors that the run needs to go on.

    Args:
        best: Copies of the best weights; they change once an epoch at most, so they are not taken anew.
    """
    found = {f"{NETWORK}.{name}": on_host(tensor) for name, tensor in trainer.network.state().items()}
    found |= {f"{BEST}.{name}": tensor for name, tensor in best.items()}
    for name, state in _optimizer_states(trainer):
        found |= {f"{OPTIMIZER}.{name}.{key}": on_host(value) for key, value in state.items()}
    found[EPOCHS] = HostTensor("F64", (len(trainer.epochs), COLUMNS), _table(trainer.epochs))
    cpu, device = random_state(trainer.device)
    found[RANDOM_CPU] = on_host(cpu)
    if device is not None:
        found[RANDOM_DEVICE] = on_host(device)
    return found


def parameters_with_state(trainer: Trainer) -> tuple[str, ...]:
    """Return the names of the parameters that the optimiser keeps something for."""
    return tuple(name for name, _ in _optimizer_states(trainer))


def position_of(trainer: Trainer) -> Position:
    """Return where the run is; the figures of all steps are read."""
    figures = trainer.figures
    return Position(
        step=trainer.step, epoch=trainer.epoch, steps_in_epoch=trainer.steps_in_epoch,
        loss_sum=figures.loss_sum, right=figures.right, pictures=figures.pictures,
    )  # fmt: skip


def scaler_facts(trainer: Trainer) -> dict[str, float] | None:
    """Return what float16's gradient scaler remembers."""
    if trainer.scaler is None:
        return None
    state = trainer.scaler.state_dict()
    return {"scale": float(state["scale"]), "growth_tracker": float(state["_growth_tracker"])} if state else None


def memory_format(network: Network) -> str:
    """Return how the weights of four axes lie in memory: "channels_last" or "contiguous"."""
    return "channels_last" if any(_channels_last(owned.tensor) for owned in network.owned) else "contiguous"


def _channels_last(tensor: Tensor) -> bool:
    if tensor.dim() != 4:
        return False
    channels, height, width = tensor.shape[1:]
    # not is_contiguous: it says yes to both where there is one channel or one pixel, and torch's choice follows the strides
    return tensor.stride() == (channels * height * width, 1, width * channels, channels) != (channels * height * width, height * width, width, 1)


def trained_parameters(network: Network) -> dict[str, Tensor]:
    """Return the parameters that are not frozen, by name."""
    return {owned.name: owned.tensor for owned in network.owned if owned.tensor.requires_grad}


def _optimizer_states(trainer: Trainer) -> Iterator[tuple[str, dict[str, Tensor]]]:
    for name, parameter in trained_parameters(trainer.network).items():
        state = trainer.optimizer.state.get(parameter)
        kept = {key: value for key, value in state.items() if isinstance(value, Tensor)} if state else {}
        if kept:
            yield name, kept


def _table(epochs: Sequence[EpochResult]) -> NDArray[np.float64]:
    return np.array([_row(result) for result in epochs], np.float64).reshape(len(epochs), COLUMNS)


def _row(result: EpochResult) -> tuple[float, ...]:
    train, validation = result.train, result.validation
    return train.loss, train.accuracy, validation.loss, validation.accuracy, result.images_per_second, float(result.best)
