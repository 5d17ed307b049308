"""From training settings to torch: the optimiser, and how many pictures are evaluated at a time."""

from __future__ import annotations

import torch

from designer.engine.errors import EngineError
from designer.engine.network import Network
from designer.network.analysis import Analysis
from designer.network.training import Training

MOST_EVALUATED = 1024
_EVALUATED_MACS = {"cpu": 2_000_000_000}
_EVALUATED_MACS_GPU = 200_000_000_000


def make_optimizer(network: Network, training: Training) -> torch.optim.Optimizer:
    """Return the optimiser over what is not frozen.

    Momentum is SGD's alone, so a setting that the chosen optimiser does not know changes nothing.

    Raises:
        EngineError: There is nothing to train, or no such optimiser.
    """
    parameters = network.trainable()
    if not parameters:
        raise EngineError("there is nothing to train: no block with weights that is not frozen; add a dense block, or thaw one")
    fused = parameters[0].device.type in ("cpu", "cuda")  # one kernel for the whole update instead of several a tensor
    rate, decay = training.learning_rate, training.weight_decay
    match training.optimizer:
        case "sgd":
            nesterov = training.nesterov and training.momentum > 0  # without momentum there is no step to look ahead by
            return torch.optim.SGD(parameters, lr=rate, momentum=training.momentum, weight_decay=decay, nesterov=nesterov, fused=fused)
        case "adam":
            return torch.optim.Adam(parameters, lr=rate, weight_decay=decay, fused=fused)
        case "adamw":
            return torch.optim.AdamW(parameters, lr=rate, weight_decay=decay, fused=fused)
        case "rmsprop":
            return torch.optim.RMSprop(parameters, lr=rate, weight_decay=decay)
        case other:
            raise EngineError(f"there is no optimiser '{other}'; there are sgd, adam, adamw and rmsprop")


def obeys_flag(optimizer: torch.optim.Optimizer) -> bool:
    """Tell whether the optimiser leaves everything as it is while its ``found_inf`` is 1 on the device: the fused ones do."""
    return bool(optimizer.defaults.get("fused"))


def evaluation_batch(analysis: Analysis, batch_size: int, device: torch.device) -> int:
    """Return how many pictures are evaluated at a time: so few that Stop need not wait long, the same in every run.

    A function of network and device alone: timing it would let the rounding of the loss differ from run to run.
    """
    at_once = _EVALUATED_MACS.get(device.type, _EVALUATED_MACS_GPU) // max(1, analysis.macs)
    return max(batch_size, min(MOST_EVALUATED, at_once))
