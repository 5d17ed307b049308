"""Where a number that is not finite came from: the first of rate, pictures, labels, weights, outputs and gradients that is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor

from designer.engine.network import Network
from designer.engine.stepping import Stepping


@dataclass(frozen=True)
class Cause:
    """What is not finite.

    Args:
        text: In words, as the subject and predicate of a sentence.
        block: Id of the block it belongs to, or empty.
        picture: Place in the batch of the picture that is to blame; none: no picture is.
    """

    text: str
    block: str = ""
    picture: int | None = None


def find_cause(stepping: Stepping, images: Tensor, labels: Tensor) -> Cause:
    """Look for the cause of a step that was not sound; weights, statistics and gradients are as they were in it.

    What was computed is computed once more, block by block: that costs a step, once in a run.
    """
    network = stepping.network
    return (
        _picture(images)
        or find_weight(network)
        or _forward_or_backward(stepping, images, labels)
        or _gradient(network)
        or Cause("the loss or a gradient was not finite; computed once more it is")
    )


def find_label(labels: Tensor, classes: int) -> Cause | None:
    """Look for a label that is none of the classes."""
    wrong = ((labels < 0) | (labels >= classes)).nonzero().flatten().tolist()
    if not wrong:
        return None
    return Cause(f"a picture has the label {int(labels[wrong[0]])}, but the network tells {classes} classes apart, 0 to {classes - 1}", "", wrong[0])


def classes_of(network: Network) -> int:
    """Return how many classes a network tells apart."""
    shape = network.analysis.reports[network.analysis.logits_id or ""].output_shape
    assert shape is not None
    return shape[0]


def _picture(images: Tensor) -> Cause | None:
    wrong = (~torch.isfinite(images)).flatten(1).any(1).nonzero().flatten().tolist()
    if not wrong:
        return None
    return Cause(f"a training picture holds a value that is {_kind([images[wrong[0]]])}", "", wrong[0])


def find_weight(network: Network) -> Cause | None:
    """Look for a weight or a running statistic that is not finite; waits for the device."""
    for owned in network.owned:
        if not torch.isfinite(owned.tensor).all():
            return Cause(f"{owned.weight.name} of {owned.block.id} holds a value that is {_kind([owned.tensor])}", owned.block.id)
    return None


def _forward_or_backward(stepping: Stepping, images: Tensor, labels: Tensor) -> Cause | None:
    network, values = stepping.network, dict[str, Tensor]()
    with stepping.precision.computing():
        for name, value in network.walk(images):
            if not torch.isfinite(value).all():
                return Cause(f"the output of {name} is {_kind([value])}, though what came in was finite", name)
            if value.requires_grad:
                values[name] = value
    assert network.logits_id is not None
    logits = value.flatten(1).float()
    loss = stepping.loss.mean(logits, labels)
    if not torch.isfinite(loss):
        return Cause(f"the loss is {_kind([loss])}: {network.logits_id} gives values up to {float(logits.abs().max()):.3g}", network.logits_id)
    if not loss.requires_grad:
        return None
    gradients = torch.autograd.grad(loss, list(values.values()), allow_unused=True)
    return _passed_by(network, {name: gradient for name, gradient in zip(values, gradients, strict=True) if gradient is not None})


def _passed_by(network: Network, gradients: dict[str, Tensor]) -> Cause | None:
    """Return the block whose output has a finite gradient but whose input has not: of several the last, where the gradient came first."""
    faulty = {name for name, gradient in gradients.items() if not torch.isfinite(gradient).all()}
    sources = network.analysis.architecture.sources
    for name in reversed(list(gradients)):
        if name in faulty:
            return Cause(f"the gradient of the loss is {_kind([gradients[name]])} at {name}", name)
        if faulty.intersection(sources[name]):
            return Cause(f"the gradient becomes {_kind([gradients[source] for source in sources[name] if source in faulty])} in {name}", name)
    return None


def _gradient(network: Network) -> Cause | None:
    """Return the last block whose weights have a gradient that is not finite: the gradient comes from the end."""
    for owned in reversed(network.owned):
        gradient = owned.tensor.grad
        if gradient is not None and not torch.isfinite(gradient).all():
            return Cause(f"the gradient of {owned.weight.name} in {owned.block.id} is {_kind([gradient])}", owned.block.id)
    return None


def _kind(tensors: Iterable[Tensor]) -> str:
    return "not a number" if any(bool(tensor.isnan().any()) for tensor in tensors) else "infinite"
